using System.Runtime.InteropServices;

namespace ZonedSdk.Interop.Uring;

/// <summary>What a ring is to be.</summary>
internal sealed record RingOptions
{
    /// <summary>Most operations at the kernel at once.</summary>
    public const int MaxDepth = 4096;

    /// <summary>Whose ring it is, for the name of its thread.</summary>
    public required string Name { get; init; }

    /// <summary>Which of its owner's rings it is, for the same; 0 = the only one.</summary>
    public int Number { get; init; }

    /// <summary>So many operations are at the kernel at once; others wait in the order in which they were pushed. 1 to <see cref="MaxDepth"/>.</summary>
    public int Depth { get; init; } = 128;

    /// <summary>What the kernel must be able to do.</summary>
    public IReadOnlyList<RingOpcode> Opcodes { get; init; } = [];

    /// <summary>Entries of 128 and completions of 32 bytes, for commands to drivers.</summary>
    public bool HasLargeEntries { get; init; }

    /// <summary>Operations are completed on the ring's own thread: faster, and one that blocks stalls the ring. Otherwise on the thread pool, where one that blocks keeps nothing back.</summary>
    public bool CompletesInline { get; init; }

    /// <summary>Kept open until nothing of the ring is at the kernel any more: the descriptor that entries name by its number.</summary>
    public SafeHandle? Device { get; init; }

    /// <summary>The kernel holds the device for the ring, where it can, so that it need not look it up for each entry. Entries name it by its number all the same.</summary>
    public bool RegistersDevice { get; init; } = true;

    /// <summary>Length of the submission queue; 0 = twice the depth, so that a slot that is free again finds room.</summary>
    public int SubmissionEntries { get; init; }

    /// <summary>Length of the completion queue, at least that of the other; 0 = twice that, which never overflows.</summary>
    public int CompletionEntries { get; init; }
}
