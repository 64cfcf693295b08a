namespace ZonedSdk.Backends.Image.Format;

/// <summary>Turns the bytes of a superblock page into facts, or into what is wrong with them. The page is hostile: nothing is used before it is bounded.</summary>
/// <remarks>One use per page; the fault is the first in the order of the fields.</remarks>
internal readonly ref struct SuperblockReader
{
    private const long MaxDeviceBytes = 1L << 62;

    private readonly ReadOnlySpan<byte> _page;
    private readonly long _offset;
    private readonly long _fileLengthBytes;

    private SuperblockReader(ReadOnlySpan<byte> page, long offset, long fileLengthBytes)
    {
        _page = page;
        _offset = offset;
        _fileLengthBytes = fileLengthBytes;
    }

    /// <summary>Reads a superblock page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="offset">Where it stands in the file.</param>
    /// <param name="fileLengthBytes">The length of the file that holds it.</param>
    /// <param name="fault">What is wrong with it when the result is null.</param>
    public static Superblock? Read(ReadOnlySpan<byte> page, long offset, long fileLengthBytes, out FormatFault fault)
    {
        SuperblockReader reader = new(page, offset, fileLengthBytes);
        fault = reader.CheckIdentity();
        if (fault.IsNone)
        {
            fault = reader.CheckGeometry();
        }

        if (fault.IsNone)
        {
            fault = reader.CheckLimits();
        }

        if (fault.IsNone)
        {
            fault = reader.CheckReserved();
        }

        Superblock? superblock = null;
        if (fault.IsNone)
        {
            fault = reader.CheckRegionTable();
        }

        if (fault.IsNone)
        {
            superblock = reader.Build();
            fault = reader.CheckRegionSizes(superblock);
        }

        return fault.IsNone ? superblock : null;
    }

    private FormatFault CheckIdentity()
    {
        if (PageFrame.ReadMagic(_page) != SuperblockPage.Magic)
        {
            return Fault(FormatErrorKind.NotAnImage, PageFrame.MagicOffset, $"no zoned image: the magic number is 0x{PageFrame.ReadMagic(_page):X16}, not 0x{SuperblockPage.Magic:X16}; check the path");
        }

        if (!PageFrame.IsSealed(_page))
        {
            return Fault(FormatErrorKind.SuperblockChecksum, PageFrame.ChecksumOffset, "the superblock is damaged: its checksum does not match; the other copy is used where it is good");
        }

        // The version comes before every other field, because a later one may give them another meaning.
        if (UInt32(SuperblockPage.VersionOffset) is var version && version != SuperblockPage.CurrentVersion)
        {
            return Fault(FormatErrorKind.UnsupportedVersion, SuperblockPage.VersionOffset, $"the image has version {version}, this library reads version {SuperblockPage.CurrentVersion}; use a library of the image's age");
        }

        if ((UInt32(SuperblockPage.FeaturesOffset) & ~SuperblockPage.KnownFeatures) is var unknown && unknown != 0)
        {
            return Fault(FormatErrorKind.UnknownFeature, SuperblockPage.FeaturesOffset, $"the image uses features that this library does not know (incompatible bits 0x{unknown:X8}); use a newer library");
        }

        if (PageFrame.ReadUuid(_page) == Guid.Empty)
        {
            return Fault(FormatErrorKind.MissingIdentity, PageFrame.UuidOffset, "the image's uuid is zero, so its pages cannot be told from others'");
        }

        if (UInt32(SuperblockPage.FlavourOffset) is var flavour && flavour > (uint)ZoneFlavour.Zns)
        {
            return Fault(FormatErrorKind.Flavour, SuperblockPage.FlavourOffset, $"the flavour is {flavour}; 0 (ZBC) and 1 (ZNS) exist");
        }

        if ((UInt32(SuperblockPage.OptionsOffset) & ~SuperblockPage.KnownOptions) is var options && options != 0)
        {
            return Fault(FormatErrorKind.UnknownFeature, SuperblockPage.OptionsOffset, $"the image has options that this library does not know (bits 0x{options:X8}); use a newer library");
        }

        return default;
    }

    private FormatFault CheckGeometry()
    {
        uint blockSizeBytes = UInt32(SuperblockPage.BlockSizeOffset);
        if (blockSizeBytes is < Geometry.MinBlockSizeBytes or > Geometry.MaxBlockSizeBytes || !uint.IsPow2(blockSizeBytes))
        {
            return Fault(FormatErrorKind.BlockSize, SuperblockPage.BlockSizeOffset, $"the block size is {blockSizeBytes} bytes; it must be a power of two from {Geometry.MinBlockSizeBytes} to {Geometry.MaxBlockSizeBytes}");
        }

        long zoneSizeBytes = Int64(SuperblockPage.ZoneSizeOffset);
        if (zoneSizeBytes is <= 0 or > MaxDeviceBytes || zoneSizeBytes % blockSizeBytes != 0)
        {
            return Fault(FormatErrorKind.ZoneSize, SuperblockPage.ZoneSizeOffset, $"the zone size is {zoneSizeBytes} bytes; it must be a positive multiple of the block size ({blockSizeBytes})");
        }

        long capacityBytes = Int64(SuperblockPage.ZoneCapacityOffset);
        if (capacityBytes <= 0 || capacityBytes > zoneSizeBytes || capacityBytes % blockSizeBytes != 0)
        {
            return Fault(FormatErrorKind.ZoneCapacity, SuperblockPage.ZoneCapacityOffset, $"the zone capacity is {capacityBytes} bytes; it must be a positive multiple of the block size ({blockSizeBytes}) and at most the zone size ({zoneSizeBytes})");
        }

        long sizeBytes = Int64(SuperblockPage.DeviceSizeOffset);
        if (sizeBytes is <= 0 or > MaxDeviceBytes || sizeBytes % blockSizeBytes != 0)
        {
            return Fault(FormatErrorKind.DeviceSize, SuperblockPage.DeviceSizeOffset, $"the device size is {sizeBytes} bytes; it must be a positive multiple of the block size ({blockSizeBytes}) and at most {MaxDeviceBytes}");
        }

        long zoneCount = UInt32(SuperblockPage.ZoneCountOffset);
        long expectedZones = ((sizeBytes - 1) / zoneSizeBytes) + 1;
        if (zoneCount is < 1 or > Geometry.MaxZoneCount || zoneCount != expectedZones)
        {
            return Fault(FormatErrorKind.ZoneCount, SuperblockPage.ZoneCountOffset, $"the image has {zoneCount} zones; {sizeBytes} bytes in zones of {zoneSizeBytes} are {expectedZones}, and 1 to {Geometry.MaxZoneCount} are allowed");
        }

        return default;
    }

    private FormatFault CheckLimits()
    {
        uint zones = UInt32(SuperblockPage.ZoneCountOffset);
        uint blockSizeBytes = UInt32(SuperblockPage.BlockSizeOffset);
        if (UInt32(SuperblockPage.ConventionalOffset) is var conventional && conventional > zones)
        {
            return Fault(FormatErrorKind.ConventionalZones, SuperblockPage.ConventionalOffset, $"{conventional} of {zones} zones are conventional");
        }

        uint maxActive = UInt32(SuperblockPage.MaxActiveOffset);
        if (maxActive > Geometry.MaxZoneCount)
        {
            return Fault(FormatErrorKind.ActiveLimit, SuperblockPage.MaxActiveOffset, $"the active limit is {maxActive} zones; 0 (no limit) to {Geometry.MaxZoneCount} are allowed");
        }

        uint maxOpen = UInt32(SuperblockPage.MaxOpenOffset);
        if (maxOpen > Geometry.MaxZoneCount || (maxActive != 0 && maxOpen > maxActive))
        {
            return Fault(FormatErrorKind.OpenLimit, SuperblockPage.MaxOpenOffset, $"the open limit is {maxOpen} zones; 0 (no limit) to the active limit ({maxActive}) or {Geometry.MaxZoneCount} are allowed");
        }

        uint maxTransfer = UInt32(SuperblockPage.MaxTransferOffset);
        if (maxTransfer < blockSizeBytes || maxTransfer > int.MaxValue)
        {
            return Fault(FormatErrorKind.TransferLimit, SuperblockPage.MaxTransferOffset, $"a command takes at most {maxTransfer} bytes; the block size ({blockSizeBytes}) to {int.MaxValue} are allowed");
        }

        uint maxAppend = UInt32(SuperblockPage.MaxAppendOffset);
        if (maxAppend < blockSizeBytes || maxAppend > int.MaxValue)
        {
            return Fault(FormatErrorKind.AppendLimit, SuperblockPage.MaxAppendOffset, $"an append takes at most {maxAppend} bytes; the block size ({blockSizeBytes}) to {int.MaxValue} are allowed");
        }

        uint group = UInt32(SuperblockPage.GroupRecordsOffset);
        if (group is < 1 or > Superblock.MaxGroupRecords)
        {
            return Fault(FormatErrorKind.GroupLimit, SuperblockPage.GroupRecordsOffset, $"a journal group has at most {group} records; 1 to {Superblock.MaxGroupRecords} are allowed");
        }

        return default;
    }

    private FormatFault CheckReserved()
    {
        if (!PageFrame.IsZero(_page[SuperblockPage.ReservedHeaderOffset..PageFrame.ChecksumOffset]))
        {
            return Fault(FormatErrorKind.ReservedBytes, SuperblockPage.ReservedHeaderOffset, "reserved bytes of the superblock's header are not zero");
        }

        if (UInt32(SuperblockPage.ReservedOffset) != 0)
        {
            return Fault(FormatErrorKind.ReservedBytes, SuperblockPage.ReservedOffset, "reserved bytes of the superblock's limits are not zero");
        }

        if (!PageFrame.IsZero(_page[SuperblockPage.TailOffset..PageFrame.SizeBytes]))
        {
            return Fault(FormatErrorKind.ReservedBytes, SuperblockPage.TailOffset, "reserved bytes behind the region table are not zero");
        }

        return default;
    }

    private FormatFault CheckRegionTable()
    {
        if (UInt32(SuperblockPage.RegionCountOffset) is var count && count != SuperblockPage.RegionCount)
        {
            return Fault(FormatErrorKind.RegionTable, SuperblockPage.RegionCountOffset, $"the image has {count} regions; version 1 has {SuperblockPage.RegionCount}");
        }

        long end = 0;
        for (int index = 0; index < SuperblockPage.RegionCount; index++)
        {
            FormatFault fault = CheckRegion(index, end);
            if (!fault.IsNone)
            {
                return fault;
            }

            end = SuperblockPage.ReadRegion(_page, index).End;
        }

        if (end != _fileLengthBytes)
        {
            return Fault(FormatErrorKind.FileLength, SuperblockPage.RegionEntry(SuperblockPage.RegionCount - 1), $"the file has {_fileLengthBytes} bytes, its regions end at {end}: it was {(end > _fileLengthBytes ? "cut off" : "extended")}; restore it from a copy");
        }

        return default;
    }

    private FormatFault CheckRegion(int index, long previousEnd)
    {
        RegionKind expected = (RegionKind)(index + 1);
        int entry = SuperblockPage.RegionEntry(index);
        if (SuperblockPage.ReadRegionKind(_page, index) is var kind && kind != (uint)expected)
        {
            return Fault(FormatErrorKind.RegionTable, entry, $"region {index} is of kind {kind}; {(uint)expected} ({expected}) stands there");
        }

        if (SuperblockPage.ReadRegionReserved(_page, index) != 0)
        {
            return Fault(FormatErrorKind.ReservedBytes, entry + 4, $"reserved bytes of region {index} ({expected}) are not zero");
        }

        // Only the last region may end within a page: the device's size is a multiple of its blocks, which may be small.
        Region region = SuperblockPage.ReadRegion(_page, index);
        bool isData = expected == RegionKind.Data;
        if (region.Offset % PageFrame.SizeBytes != 0 || (!isData && region.LengthBytes % PageFrame.SizeBytes != 0))
        {
            return Fault(FormatErrorKind.RegionAlignment, entry + 8, $"region {index} ({expected}) stands at {region.Offset} with {region.LengthBytes} bytes; it must start and end on a page of {PageFrame.SizeBytes}");
        }

        if (region.Offset < 0 || region.LengthBytes <= 0 || region.LengthBytes > long.MaxValue - region.Offset)
        {
            return Fault(FormatErrorKind.RegionOutsideFile, entry + 8, $"region {index} ({expected}) stands at {region.Offset} with {region.LengthBytes} bytes; no file has such a range");
        }

        if (region.Offset < previousEnd)
        {
            return Fault(FormatErrorKind.RegionsOverlap, entry + 8, $"region {index} ({expected}) starts at {region.Offset}, before the end ({previousEnd}) of the region in front of it");
        }

        if (region.Offset > previousEnd)
        {
            return Fault(FormatErrorKind.RegionGap, entry + 8, $"region {index} ({expected}) starts at {region.Offset}, behind the end ({previousEnd}) of the region in front of it");
        }

        return default;
    }

    private FormatFault CheckRegionSizes(Superblock superblock)
    {
        if (SuperblockPage.ReadRegion(_page, 0).LengthBytes is var length && length != Superblock.Copies * PageFrame.SizeBytes)
        {
            return Fault(FormatErrorKind.RegionTable, SuperblockPage.RegionEntry(0) + 16, $"the superblocks' region has {length} bytes, not {Superblock.Copies * PageFrame.SizeBytes}");
        }

        long checkpointBytes = 2L * superblock.SlotPages * PageFrame.SizeBytes;
        if (superblock.Checkpoints.LengthBytes != checkpointBytes)
        {
            return Fault(FormatErrorKind.CheckpointRegion, SuperblockPage.RegionEntry(1) + 16, $"the checkpoints have {superblock.Checkpoints.LengthBytes} bytes; two slots for {superblock.Geometry.ZoneCount} zones take {checkpointBytes}");
        }

        long records = superblock.Journal.LengthBytes / JournalPage.RecordBytes;
        int leastRecords = superblock.GroupRecords * Superblock.GroupsPerRing;
        if (records < leastRecords || records > Superblock.MaxJournalRecords || superblock.Journal.LengthBytes % JournalPage.RecordBytes != 0)
        {
            return Fault(FormatErrorKind.JournalRegion, SuperblockPage.RegionEntry(2) + 16, $"the journal has {superblock.Journal.LengthBytes} bytes; {leastRecords} to {Superblock.MaxJournalRecords} records of {JournalPage.RecordBytes} bytes are allowed");
        }

        if (superblock.Data.LengthBytes != superblock.Geometry.SizeBytes)
        {
            return Fault(FormatErrorKind.DataRegion, SuperblockPage.RegionEntry(3) + 16, $"the data region has {superblock.Data.LengthBytes} bytes, the device {superblock.Geometry.SizeBytes}");
        }

        return default;
    }

    private Superblock Build() => new()
    {
        Uuid = PageFrame.ReadUuid(_page),
        Geometry = new Geometry(
            (int)UInt32(SuperblockPage.BlockSizeOffset),
            Int64(SuperblockPage.ZoneSizeOffset),
            Int64(SuperblockPage.DeviceSizeOffset)),
        Limits = new Limits
        {
            MaxOpenZones = (int)UInt32(SuperblockPage.MaxOpenOffset),
            MaxActiveZones = (int)UInt32(SuperblockPage.MaxActiveOffset),
            MaxTransferBytes = (int)UInt32(SuperblockPage.MaxTransferOffset),
            MaxAppendBytes = (int)UInt32(SuperblockPage.MaxAppendOffset),
        },
        Flavour = (ZoneFlavour)UInt32(SuperblockPage.FlavourOffset),
        IsPreallocated = (UInt32(SuperblockPage.OptionsOffset) & SuperblockPage.PreallocatedOption) != 0,
        ZoneCapacityBytes = Int64(SuperblockPage.ZoneCapacityOffset),
        ConventionalZones = (int)UInt32(SuperblockPage.ConventionalOffset),
        GroupRecords = (int)UInt32(SuperblockPage.GroupRecordsOffset),
        Checkpoints = SuperblockPage.ReadRegion(_page, 1),
        Journal = SuperblockPage.ReadRegion(_page, 2),
        Data = SuperblockPage.ReadRegion(_page, 3),
    };

    private FormatFault Fault(FormatErrorKind kind, int fieldOffset, string message) => new(kind, _offset + fieldOffset, message);

    private uint UInt32(int offset) => SuperblockPage.ReadUInt32(_page, offset);

    private long Int64(int offset) => SuperblockPage.ReadInt64(_page, offset);
}
