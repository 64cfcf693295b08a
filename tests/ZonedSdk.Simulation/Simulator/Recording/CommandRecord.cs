using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>One read or write as it went over the line between runtime and drive.</summary>
internal sealed class CommandRecord
{
    public required long Id { get; init; }

    public required int Zone { get; init; }

    public required bool IsWrite { get; init; }

    public required long Offset { get; init; }

    public required long LengthBytes { get; init; }

    /// <summary>What each block of a write says of itself, at submission.</summary>
    public BlockContent[] Blocks { get; init; } = [];

    public long SubmittedAt { get; set; }

    public TimeSpan SubmittedTime { get; set; }

    /// <summary>When the runtime was told of its end.</summary>
    public long CompletedAt { get; set; } = long.MaxValue;

    public BackendResult Result { get; set; }

    /// <summary>What the fault plan does to it; null where it is left alone.</summary>
    public FaultRule? Fault { get; set; }

    public long End => Offset + LengthBytes;

    public bool IsWhole => Result.IsSuccess && Result.BytesTransferred >= LengthBytes;

    /// <summary>The medium or the read may hold what nobody wrote, though the drive says that all is well.</summary>
    public bool IsCorrupted => Fault?.Effect is FaultEffect.WrongAddress or FaultEffect.FlipBit or FaultEffect.DropData;

    public override string ToString() => $"c{Id} {(IsWrite ? "write" : "read")} z{Zone} {Offset}+{LengthBytes}";
}
