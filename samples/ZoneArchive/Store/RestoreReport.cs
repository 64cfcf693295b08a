namespace ZoneArchive;

/// <summary>What a restore did.</summary>
internal sealed record RestoreReport(int Entries, long Bytes, IReadOnlyList<string> Failed);
