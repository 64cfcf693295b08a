namespace ZonedSdk;

/// <summary>What a read that reaches beyond a zone's write pointer gives.</summary>
public enum ReadBeyondPolicy : byte
{
    /// <summary>Zeroes for what is not written; the read is as long as asked.</summary>
    ZeroFill = 0,

    /// <summary>Only what is written; the result says how much, possibly 0.</summary>
    Short = 1,

    /// <summary>A <see cref="ZonedIOException"/> with <see cref="ZoneError.ReadBeyondWritePointer"/>.</summary>
    Throw = 2,
}
