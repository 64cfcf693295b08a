namespace ZonedSdk;

/// <summary>The bytes of an image are not what they must be. Nothing was changed.</summary>
public sealed class ZonedFormatException : ZonedException
{
    /// <summary>Makes an exception that says where.</summary>
    /// <param name="path">The image's path.</param>
    /// <param name="kind">What is wrong.</param>
    /// <param name="offset">The byte offset in the file at which it is wrong.</param>
    /// <param name="message">What, the numbers, and what to do; path and offset are added.</param>
    public ZonedFormatException(string path, FormatErrorKind kind, long offset, string message)
        : base($"{path}: {message} (at byte {offset} of the file).")
    {
        Path = path;
        Kind = kind;
        Offset = offset;
    }

    /// <summary>The image's path.</summary>
    public string Path { get; }

    /// <summary>What is wrong.</summary>
    public FormatErrorKind Kind { get; }

    /// <summary>The byte offset in the file at which it is wrong.</summary>
    public long Offset { get; }
}
