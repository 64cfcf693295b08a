using System.Runtime.InteropServices;

namespace ZonedSdk;

/// <summary>What an explicit recovery found and did.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ZoneRecovery
{
    /// <summary>Zone index.</summary>
    public int Zone { get; init; }

    /// <summary>The write pointer after the recovery, absolute bytes.</summary>
    public long WritePointer { get; init; }

    /// <summary>The condition after the recovery.</summary>
    public ZoneCondition Condition { get; init; }

    /// <summary><see cref="ZoneError.ForeignWriter"/>, <see cref="ZoneError.AcknowledgedDataLost"/>, or None where the drive and the runtime agreed.</summary>
    public ZoneError Finding { get; init; }

    /// <summary>First byte of the range that was lost or written by somebody else, or over which the pointer was wound back.</summary>
    public long RangeStart { get; init; }

    /// <summary>Byte behind that range; equal to <see cref="RangeStart"/> where the pointer did not move.</summary>
    public long RangeEnd { get; init; }
}
