using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>A zone in the table of qcow2's zoned extension. Its condition follows from the write pointer: Empty, Closed or Full.</summary>
[BinaryLayout(8, Endian.Big), ReservedBits(0, 63, 60, Width = 8)]
public readonly ref partial struct Qcow2ZoneEntry
{
    /// <summary>The write pointer, absolute on the device.</summary>
    [BitField(0, 58, 0, Width = 8, Unit = Unit.Byte)] public partial Bytes WritePointer { get; }

    /// <summary>The zone is conventional, and the write pointer means nothing.</summary>
    [BitField(0, 59, 59, Width = 8)] public partial bool IsConventional { get; }
}
