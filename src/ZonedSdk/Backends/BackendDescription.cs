namespace ZonedSdk.Backends;

/// <summary>What a backend says of itself once it is open: which way its I/O goes, and what opening it brought to light. The runtime does not act on it; a log shows it.</summary>
public sealed record BackendDescription
{
    /// <summary>A backend that says nothing.</summary>
    public static BackendDescription Unknown { get; } = new();

    /// <summary>Which way data take.</summary>
    /// <value>Default <see cref="IoPath.Unknown"/>.</value>
    public IoPath DataPath { get; init; }

    /// <summary>Which way the metadata of a drive take that keeps its own (an image file).</summary>
    /// <value>Default <see cref="IoPath.Unknown"/>.</value>
    public IoPath MetadataPath { get; init; }

    /// <summary>Who carries out reads and writes of data: <see cref="TransferEngine.Ring"/> or <see cref="TransferEngine.Threads"/>.</summary>
    /// <value>Default null: the backend does not say.</value>
    public TransferEngine? Engine { get; init; }

    /// <summary>How many rings carry them out, each with a thread of its own; a zone goes always by the same one.</summary>
    /// <value>Default 0: none does, or the backend does not say.</value>
    public int RingCount { get; init; }

    /// <summary>What was found, in the order in which it was found: damage that something else stands in for, and what works, yet less well than it could.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<BackendFinding> Findings { get; init; } = [];
}
