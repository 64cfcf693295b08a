using System.Buffers.Binary;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>The bytes of a superblock page.</summary>
/// <remarks>
/// <code>
/// offset  bytes  field
///      0     24  frame: magic "ZONEDIMG", uuid
///     24      4  version, 1
///     28      4  incompatible features; an unknown bit refuses the image
///     32      4  flavour: 0 = ZBC, 1 = ZNS
///     36      4  options: bit 0 = preallocated
///     40     20  zero
///     60      4  frame: CRC32C
///     64      4  block size in bytes
///     68      4  number of zones
///     72      8  zone size in bytes
///     80      8  zone capacity in bytes
///     88      8  device size in bytes
///     96      4  number of conventional zones, at the start
///    100      4  most open zones, 0 = no limit
///    104      4  most active zones, 0 = no limit
///    108      4  most bytes of one command
///    112      4  most bytes of one append
///    116      4  most records of one journal group
///    120      4  number of regions, 4
///    124      4  zero
///    128     96  region table: 4 x { kind 4, zero 4, offset 8, length 8 }
///    224   3872  zero
/// </code>
/// </remarks>
internal static class SuperblockPage
{
    public const ulong Magic = 0x474D_4944_454E_4F5A; // "ZONEDIMG"
    public const uint CurrentVersion = 1;
    public const uint KnownFeatures = 0;
    public const uint PreallocatedOption = 1;
    public const uint KnownOptions = PreallocatedOption;
    public const int RegionCount = 4;

    public const int VersionOffset = 24;
    public const int FeaturesOffset = 28;
    public const int FlavourOffset = 32;
    public const int OptionsOffset = 36;
    public const int ReservedHeaderOffset = 40;
    public const int BlockSizeOffset = 64;
    public const int ZoneCountOffset = 68;
    public const int ZoneSizeOffset = 72;
    public const int ZoneCapacityOffset = 80;
    public const int DeviceSizeOffset = 88;
    public const int ConventionalOffset = 96;
    public const int MaxOpenOffset = 100;
    public const int MaxActiveOffset = 104;
    public const int MaxTransferOffset = 108;
    public const int MaxAppendOffset = 112;
    public const int GroupRecordsOffset = 116;
    public const int RegionCountOffset = 120;
    public const int ReservedOffset = 124;
    public const int RegionTableOffset = 128;
    public const int RegionEntryBytes = 24;
    public const int TailOffset = RegionTableOffset + (RegionCount * RegionEntryBytes);

    public static void Encode(Superblock superblock, Span<byte> page)
    {
        PageFrame.Begin(page, Magic, superblock.Uuid);
        WriteUInt32(page, VersionOffset, CurrentVersion);
        WriteUInt32(page, FlavourOffset, (uint)superblock.Flavour);
        WriteUInt32(page, OptionsOffset, superblock.IsPreallocated ? PreallocatedOption : 0);
        WriteUInt32(page, BlockSizeOffset, (uint)superblock.Geometry.BlockSizeBytes);
        WriteUInt32(page, ZoneCountOffset, (uint)superblock.Geometry.ZoneCount);
        WriteInt64(page, ZoneSizeOffset, superblock.Geometry.ZoneSizeBytes);
        WriteInt64(page, ZoneCapacityOffset, superblock.ZoneCapacityBytes);
        WriteInt64(page, DeviceSizeOffset, superblock.Geometry.SizeBytes);
        WriteUInt32(page, ConventionalOffset, (uint)superblock.ConventionalZones);
        WriteUInt32(page, MaxOpenOffset, (uint)superblock.Limits.MaxOpenZones);
        WriteUInt32(page, MaxActiveOffset, (uint)superblock.Limits.MaxActiveZones);
        WriteUInt32(page, MaxTransferOffset, (uint)superblock.Limits.MaxTransferBytes);
        WriteUInt32(page, MaxAppendOffset, (uint)superblock.Limits.MaxAppendBytes);
        WriteUInt32(page, GroupRecordsOffset, (uint)superblock.GroupRecords);
        WriteUInt32(page, RegionCountOffset, RegionCount);
        WriteRegion(page, 0, RegionKind.Superblocks, new Region(0, Superblock.Copies * PageFrame.SizeBytes));
        WriteRegion(page, 1, RegionKind.Checkpoints, superblock.Checkpoints);
        WriteRegion(page, 2, RegionKind.Journal, superblock.Journal);
        WriteRegion(page, 3, RegionKind.Data, superblock.Data);
        PageFrame.Seal(page);
    }

    public static uint ReadUInt32(ReadOnlySpan<byte> page, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(page[offset..]);

    public static long ReadInt64(ReadOnlySpan<byte> page, int offset) => BinaryPrimitives.ReadInt64LittleEndian(page[offset..]);

    public static uint ReadRegionKind(ReadOnlySpan<byte> page, int index) => ReadUInt32(page, RegionEntry(index));

    public static uint ReadRegionReserved(ReadOnlySpan<byte> page, int index) => ReadUInt32(page, RegionEntry(index) + 4);

    public static Region ReadRegion(ReadOnlySpan<byte> page, int index) =>
        new(ReadInt64(page, RegionEntry(index) + 8), ReadInt64(page, RegionEntry(index) + 16));

    public static int RegionEntry(int index) => RegionTableOffset + (index * RegionEntryBytes);

    private static void WriteRegion(Span<byte> page, int index, RegionKind kind, Region region)
    {
        WriteUInt32(page, RegionEntry(index), (uint)kind);
        WriteInt64(page, RegionEntry(index) + 8, region.Offset);
        WriteInt64(page, RegionEntry(index) + 16, region.LengthBytes);
    }

    private static void WriteUInt32(Span<byte> page, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(page[offset..], value);

    private static void WriteInt64(Span<byte> page, int offset, long value) => BinaryPrimitives.WriteInt64LittleEndian(page[offset..], value);
}
