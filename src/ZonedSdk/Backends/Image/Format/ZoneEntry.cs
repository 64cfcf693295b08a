using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>The 16 bytes in which a zone's state is stored, in a checkpoint and in a journal record.</summary>
/// <remarks>
/// <code>
/// offset  bytes  field
///      0      8  end of data, from the zone's start
///      8      1  condition, as ZBC numbers it
///      9      1  flags, zero
///     10      2  zero
///     12      4  incarnation
/// </code>
/// </remarks>
internal static class ZoneEntry
{
    public const int SizeBytes = 16;
    public const int DataEndOffset = 0;
    public const int ConditionOffset = 8;
    public const int FlagsOffset = 9;
    public const int ReservedOffset = 10;
    public const int IncarnationOffset = 12;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Encode(in StoredZone zone, Span<byte> entry)
    {
        BinaryPrimitives.WriteInt64LittleEndian(entry[DataEndOffset..], zone.DataEndBytes);
        entry[ConditionOffset] = (byte)zone.Condition;
        entry[FlagsOffset] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(entry[ReservedOffset..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[IncarnationOffset..], zone.Incarnation);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static StoredZone Decode(ReadOnlySpan<byte> entry) => new(
        BinaryPrimitives.ReadInt64LittleEndian(entry[DataEndOffset..]),
        (ZoneCondition)entry[ConditionOffset],
        BinaryPrimitives.ReadUInt32LittleEndian(entry[IncarnationOffset..]));

    /// <summary>The state of a zone that nobody ever wrote to.</summary>
    public static StoredZone Initial(Superblock superblock, int zone) =>
        new(0, superblock.IsConventional(zone) ? ZoneCondition.NotWritePointer : ZoneCondition.Empty, 0);

    /// <summary>Says what is wrong with a stored state, before anything is built on it.</summary>
    /// <param name="superblock">The image's facts.</param>
    /// <param name="zone">The zone that the state is of; below the zone count.</param>
    /// <param name="entry">The 16 bytes.</param>
    /// <param name="offset">Where they stand in the file.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static FormatFault Check(Superblock superblock, int zone, ReadOnlySpan<byte> entry, long offset)
    {
        if (entry[FlagsOffset] != 0 || BinaryPrimitives.ReadUInt16LittleEndian(entry[ReservedOffset..]) != 0)
        {
            return new FormatFault(FormatErrorKind.StoredFlags, offset + FlagsOffset, $"zone {zone} is stored with flags 0x{entry[FlagsOffset]:X2} or reserved bytes that this library does not know");
        }

        StoredZone state = Decode(entry);
        bool fits = superblock.IsConventional(zone)
            ? state.Condition is ZoneCondition.NotWritePointer or ZoneCondition.ReadOnly or ZoneCondition.Offline
            : state.Condition is ZoneCondition.Empty or ZoneCondition.Closed or ZoneCondition.Full or ZoneCondition.ReadOnly or ZoneCondition.Offline;
        if (!fits)
        {
            return new FormatFault(FormatErrorKind.StoredCondition, offset + ConditionOffset, $"zone {zone} is stored with condition 0x{(byte)state.Condition:X2}, which {(superblock.IsConventional(zone) ? "a conventional" : "a sequential")} zone cannot have");
        }

        long capacityBytes = superblock.CapacityOf(zone);
        if (state.DataEndBytes < 0 || state.DataEndBytes > capacityBytes
            || state.DataEndBytes % superblock.Geometry.BlockSizeBytes != 0
            || (state.Condition == ZoneCondition.Empty && state.DataEndBytes != 0))
        {
            return new FormatFault(FormatErrorKind.StoredDataEnd, offset + DataEndOffset, $"zone {zone} is stored as {state.Condition} with data up to {state.DataEndBytes}; its capacity is {capacityBytes}, its blocks have {superblock.Geometry.BlockSizeBytes} bytes");
        }

        return default;
    }
}
