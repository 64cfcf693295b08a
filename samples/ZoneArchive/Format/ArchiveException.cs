namespace ZoneArchive;

/// <summary>The archive cannot do what was asked; the message says what, where, numbers, and what to do.</summary>
internal class ArchiveException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>What stands on the drive is not a volume of this program, or it is damaged.</summary>
internal sealed class ArchiveFormatException(string message, Exception? innerException = null) : ArchiveException(message, innerException);
