namespace ZonedSdk.Backends.Image.Format;

/// <summary>Writes superblock pages.</summary>
internal static class SuperblockPage
{
    public const ulong Magic = 0x474D_4944_454E_4F5A; // "ZONEDIMG"
    public const uint CurrentVersion = 1;
    public const uint KnownFeatures = 0;
    public const uint PreallocatedOption = 1;
    public const uint KnownOptions = PreallocatedOption;
    public const int RegionCount = 4;

    public static void Encode(Superblock superblock, Span<byte> page)
    {
        SuperblockLayout.Writer writer = SuperblockLayout.Write(page);
        writer.Magic = Magic;
        writer.Uuid = superblock.Uuid;
        writer.Version = CurrentVersion;
        writer.Flavour = (uint)superblock.Flavour;
        writer.Options = superblock.IsPreallocated ? PreallocatedOption : 0;
        writer.BlockSize = Quantity(superblock.Geometry.BlockSizeBytes);
        writer.ZoneCount = (uint)superblock.Geometry.ZoneCount;
        writer.ZoneSize = Quantity(superblock.Geometry.ZoneSizeBytes);
        writer.ZoneCapacity = Quantity(superblock.ZoneCapacityBytes);
        writer.DeviceSize = Quantity(superblock.Geometry.SizeBytes);
        writer.ConventionalZones = (uint)superblock.ConventionalZones;
        writer.MaxOpenZones = (uint)superblock.Limits.MaxOpenZones;
        writer.MaxActiveZones = (uint)superblock.Limits.MaxActiveZones;
        writer.MaxTransfer = Quantity(superblock.Limits.MaxTransferBytes);
        writer.MaxAppend = Quantity(superblock.Limits.MaxAppendBytes);
        writer.GroupRecords = (uint)superblock.GroupRecords;
        writer.RegionCount = RegionCount;
        WriteRegion(writer.Region(0), RegionKind.Superblocks, new Region(0, Superblock.Copies * PageFrame.SizeBytes));
        WriteRegion(writer.Region(1), RegionKind.Checkpoints, superblock.Checkpoints);
        WriteRegion(writer.Region(2), RegionKind.Journal, superblock.Journal);
        WriteRegion(writer.Region(3), RegionKind.Data, superblock.Data);
        PageFrame.Seal(page);
    }

    public static Region ReadRegion(SuperblockLayout layout, int index)
    {
        RegionLayout region = layout.Region(index);
        return new Region((long)region.Start.Value, (long)region.Length.Value);
    }

    public static int RegionOffset(int index) => SuperblockLayout.Offsets.Region + (index * RegionLayout.Size);

    private static void WriteRegion(RegionLayout.Writer writer, RegionKind kind, Region region)
    {
        writer.Kind = kind;
        writer.Start = Quantity(region.Offset);
        writer.Length = Quantity(region.LengthBytes);
    }

    private static Bytes Quantity(long bytes) => new((ulong)bytes);
}
