using System.Runtime.CompilerServices;
using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>A zone's state as <see cref="ZoneEntryLayout"/> stores it.</summary>
internal static class ZoneEntry
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Encode(in StoredZone zone, ZoneEntryLayout.Writer entry)
    {
        entry.DataEnd = new Bytes((ulong)zone.DataEndBytes);
        entry.Condition = zone.Condition;
        entry.Incarnation = zone.Incarnation;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static StoredZone Decode(ZoneEntryLayout entry) => new((long)entry.DataEnd.Value, entry.Condition, entry.Incarnation);

    /// <summary>The state of a zone that nobody ever wrote to.</summary>
    public static StoredZone Initial(Superblock superblock, int zone) =>
        new(0, superblock.IsConventional(zone) ? ZoneCondition.NotWritePointer : ZoneCondition.Empty, 0);

    /// <summary>Says what is wrong with a stored state, before anything is built on it.</summary>
    /// <param name="superblock">The image's facts.</param>
    /// <param name="zone">The zone that the state is of; below the zone count.</param>
    /// <param name="entry">What is stored.</param>
    /// <param name="offset">Where it stands in the file.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static FormatFault Check(Superblock superblock, int zone, ZoneEntryLayout entry, long offset)
    {
        if (entry.Flags != 0 || entry.Unused != 0)
        {
            return new FormatFault(FormatErrorKind.StoredFlags, offset + ZoneEntryLayout.Offsets.Flags, $"zone {zone} is stored with flags 0x{entry.Flags:X2} or reserved bytes that this library does not know");
        }

        StoredZone state = Decode(entry);
        bool fits = superblock.IsConventional(zone)
            ? state.Condition is ZoneCondition.NotWritePointer or ZoneCondition.ReadOnly or ZoneCondition.Offline
            : state.Condition is ZoneCondition.Empty or ZoneCondition.Closed or ZoneCondition.Full or ZoneCondition.ReadOnly or ZoneCondition.Offline;
        if (!fits)
        {
            return new FormatFault(FormatErrorKind.StoredCondition, offset + ZoneEntryLayout.Offsets.Condition, $"zone {zone} is stored with condition 0x{(byte)state.Condition:X2}, which {(superblock.IsConventional(zone) ? "a conventional" : "a sequential")} zone cannot have");
        }

        long capacityBytes = superblock.CapacityOf(zone);
        if (state.DataEndBytes < 0 || state.DataEndBytes > capacityBytes
            || state.DataEndBytes % superblock.Geometry.BlockSizeBytes != 0
            || (state.Condition == ZoneCondition.Empty && state.DataEndBytes != 0))
        {
            return new FormatFault(FormatErrorKind.StoredDataEnd, offset + ZoneEntryLayout.Offsets.DataEnd, $"zone {zone} is stored as {state.Condition} with data up to {state.DataEndBytes}; its capacity is {capacityBytes}, its blocks have {superblock.Geometry.BlockSizeBytes} bytes");
        }

        return default;
    }
}
