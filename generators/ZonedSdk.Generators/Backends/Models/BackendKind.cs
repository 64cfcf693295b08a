namespace ZonedSdk.Generators.Backends.Models;

/// <summary>What is emitted for a backend.</summary>
internal enum BackendKind
{
    /// <summary>A static class: encodings, decodings and error codes alone.</summary>
    Table,

    /// <summary>Everything goes to a member of the class that is a backend itself.</summary>
    Engine,

    /// <summary>The drive has the commands, and keeps the zones' conditions.</summary>
    Commands,

    /// <summary>The adapter keeps the zones' conditions, over a medium that only reads, writes and forgets.</summary>
    Medium,
}
