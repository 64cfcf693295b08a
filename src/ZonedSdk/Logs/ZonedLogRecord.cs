namespace ZonedSdk;

/// <summary>A record of a log.</summary>
/// <param name="Sequence">Its number: the first record of a log has 0, and each one behind it the next.</param>
/// <param name="Data">What was appended. It belongs to whoever reads it.</param>
public readonly record struct ZonedLogRecord(long Sequence, ReadOnlyMemory<byte> Data);
