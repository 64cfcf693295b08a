using ZonedSdk.Descriptors;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>Turns the bytes of a superblock page into facts, or into what is wrong with them. The page is hostile: nothing is used before it is bounded.</summary>
/// <remarks>One use per page; the fault is the first in the order of the fields.</remarks>
internal readonly ref struct SuperblockReader
{
    private const long MaxDeviceBytes = 1L << 62;

    private readonly ReadOnlySpan<byte> _page;
    private readonly SuperblockLayout _layout;
    private readonly long _offset;
    private readonly long _fileLengthBytes;

    private SuperblockReader(ReadOnlySpan<byte> page, long offset, long fileLengthBytes)
    {
        _page = page;
        _layout = new SuperblockLayout(page);
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
        if (_layout.Magic != SuperblockPage.Magic)
        {
            return Fault(FormatErrorKind.NotAnImage, SuperblockLayout.Offsets.Magic, $"no zoned image: the magic number is 0x{_layout.Magic:X16}, not 0x{SuperblockPage.Magic:X16}; check the path");
        }

        if (!PageFrame.IsSealed(_page))
        {
            return Fault(FormatErrorKind.SuperblockChecksum, SuperblockLayout.Offsets.Checksum, "the superblock is damaged: its checksum does not match; the other copy is used where it is good");
        }

        // The version comes before every other field, because a later one may give them another meaning.
        if (_layout.Version is var version && version != SuperblockPage.CurrentVersion)
        {
            return Fault(FormatErrorKind.UnsupportedVersion, SuperblockLayout.Offsets.Version, $"the image has version {version}, this library reads version {SuperblockPage.CurrentVersion}; use a library of the image's age");
        }

        if ((_layout.Features & ~SuperblockPage.KnownFeatures) is var unknown && unknown != 0)
        {
            return Fault(FormatErrorKind.UnknownFeature, SuperblockLayout.Offsets.Features, $"the image uses features that this library does not know (incompatible bits 0x{unknown:X8}); use a newer library");
        }

        if (_layout.Uuid == Guid.Empty)
        {
            return Fault(FormatErrorKind.MissingIdentity, SuperblockLayout.Offsets.Uuid, "the image's uuid is zero, so its pages cannot be told from others'");
        }

        if (_layout.Flavour is var flavour && flavour > (uint)ZoneFlavour.Zns)
        {
            return Fault(FormatErrorKind.Flavour, SuperblockLayout.Offsets.Flavour, $"the flavour is {flavour}; 0 (ZBC) and 1 (ZNS) exist");
        }

        if ((_layout.Options & ~SuperblockPage.KnownOptions) is var options && options != 0)
        {
            return Fault(FormatErrorKind.UnknownFeature, SuperblockLayout.Offsets.Options, $"the image has options that this library does not know (bits 0x{options:X8}); use a newer library");
        }

        return default;
    }

    private FormatFault CheckGeometry()
    {
        uint blockSizeBytes = (uint)_layout.BlockSize.Value;
        if (blockSizeBytes is < Geometry.MinBlockSizeBytes or > Geometry.MaxBlockSizeBytes || !uint.IsPow2(blockSizeBytes))
        {
            return Fault(FormatErrorKind.BlockSize, SuperblockLayout.Offsets.BlockSize, $"the block size is {blockSizeBytes} bytes; it must be a power of two from {Geometry.MinBlockSizeBytes} to {Geometry.MaxBlockSizeBytes}");
        }

        long zoneSizeBytes = (long)_layout.ZoneSize.Value;
        if (zoneSizeBytes is <= 0 or > MaxDeviceBytes || zoneSizeBytes % blockSizeBytes != 0)
        {
            return Fault(FormatErrorKind.ZoneSize, SuperblockLayout.Offsets.ZoneSize, $"the zone size is {zoneSizeBytes} bytes; it must be a positive multiple of the block size ({blockSizeBytes})");
        }

        long capacityBytes = (long)_layout.ZoneCapacity.Value;
        if (capacityBytes <= 0 || capacityBytes > zoneSizeBytes || capacityBytes % blockSizeBytes != 0)
        {
            return Fault(FormatErrorKind.ZoneCapacity, SuperblockLayout.Offsets.ZoneCapacity, $"the zone capacity is {capacityBytes} bytes; it must be a positive multiple of the block size ({blockSizeBytes}) and at most the zone size ({zoneSizeBytes})");
        }

        long sizeBytes = (long)_layout.DeviceSize.Value;
        if (sizeBytes is <= 0 or > MaxDeviceBytes || sizeBytes % blockSizeBytes != 0)
        {
            return Fault(FormatErrorKind.DeviceSize, SuperblockLayout.Offsets.DeviceSize, $"the device size is {sizeBytes} bytes; it must be a positive multiple of the block size ({blockSizeBytes}) and at most {MaxDeviceBytes}");
        }

        long zoneCount = _layout.ZoneCount;
        long expectedZones = ((sizeBytes - 1) / zoneSizeBytes) + 1;
        if (zoneCount is < 1 or > Geometry.MaxZoneCount || zoneCount != expectedZones)
        {
            return Fault(FormatErrorKind.ZoneCount, SuperblockLayout.Offsets.ZoneCount, $"the image has {zoneCount} zones; {sizeBytes} bytes in zones of {zoneSizeBytes} are {expectedZones}, and 1 to {Geometry.MaxZoneCount} are allowed");
        }

        return default;
    }

    private FormatFault CheckLimits()
    {
        uint zones = _layout.ZoneCount;
        uint blockSizeBytes = (uint)_layout.BlockSize.Value;
        if (_layout.ConventionalZones is var conventional && conventional > zones)
        {
            return Fault(FormatErrorKind.ConventionalZones, SuperblockLayout.Offsets.ConventionalZones, $"{conventional} of {zones} zones are conventional");
        }

        uint maxActive = _layout.MaxActiveZones;
        if (maxActive > Geometry.MaxZoneCount)
        {
            return Fault(FormatErrorKind.ActiveLimit, SuperblockLayout.Offsets.MaxActiveZones, $"the active limit is {maxActive} zones; 0 (no limit) to {Geometry.MaxZoneCount} are allowed");
        }

        uint maxOpen = _layout.MaxOpenZones;
        if (maxOpen > Geometry.MaxZoneCount || (maxActive != 0 && maxOpen > maxActive))
        {
            return Fault(FormatErrorKind.OpenLimit, SuperblockLayout.Offsets.MaxOpenZones, $"the open limit is {maxOpen} zones; 0 (no limit) to the active limit ({maxActive}) or {Geometry.MaxZoneCount} are allowed");
        }

        uint maxTransfer = (uint)_layout.MaxTransfer.Value;
        if (maxTransfer < blockSizeBytes || maxTransfer > int.MaxValue)
        {
            return Fault(FormatErrorKind.TransferLimit, SuperblockLayout.Offsets.MaxTransfer, $"a command takes at most {maxTransfer} bytes; the block size ({blockSizeBytes}) to {int.MaxValue} are allowed");
        }

        uint maxAppend = (uint)_layout.MaxAppend.Value;
        if (maxAppend < blockSizeBytes || maxAppend > int.MaxValue)
        {
            return Fault(FormatErrorKind.AppendLimit, SuperblockLayout.Offsets.MaxAppend, $"an append takes at most {maxAppend} bytes; the block size ({blockSizeBytes}) to {int.MaxValue} are allowed");
        }

        uint group = _layout.GroupRecords;
        if (group is < 1 or > Superblock.MaxGroupRecords)
        {
            return Fault(FormatErrorKind.GroupLimit, SuperblockLayout.Offsets.GroupRecords, $"a journal group has at most {group} records; 1 to {Superblock.MaxGroupRecords} are allowed");
        }

        return default;
    }

    private FormatFault CheckReserved()
    {
        // A kind of region that does not exist is told with the region table, which says what stands there.
        LayoutFault fault = _layout.Validate();
        return fault.Kind == LayoutFaultKind.ReservedNotZero
            ? Fault(FormatErrorKind.ReservedBytes, fault.Offset, $"reserved bytes at {fault.Offset} of the superblock are not zero")
            : default;
    }

    private FormatFault CheckRegionTable()
    {
        if (_layout.RegionCount is var count && count != SuperblockPage.RegionCount)
        {
            return Fault(FormatErrorKind.RegionTable, SuperblockLayout.Offsets.RegionCount, $"the image has {count} regions; version 1 has {SuperblockPage.RegionCount}");
        }

        long end = 0;
        for (int index = 0; index < SuperblockPage.RegionCount; index++)
        {
            FormatFault fault = CheckRegion(index, end);
            if (!fault.IsNone)
            {
                return fault;
            }

            end = SuperblockPage.ReadRegion(_layout, index).End;
        }

        if (end != _fileLengthBytes)
        {
            return Fault(FormatErrorKind.FileLength, SuperblockPage.RegionOffset(SuperblockPage.RegionCount - 1), $"the file has {_fileLengthBytes} bytes, its regions end at {end}: it was {(end > _fileLengthBytes ? "cut off" : "extended")}; restore it from a copy");
        }

        return default;
    }

    private FormatFault CheckRegion(int index, long previousEnd)
    {
        RegionKind expected = (RegionKind)(index + 1);
        int entry = SuperblockPage.RegionOffset(index);
        if (_layout.Region(index).Kind is var kind && kind != expected)
        {
            return Fault(FormatErrorKind.RegionTable, entry, $"region {index} is of kind {(uint)kind}; {(uint)expected} ({expected}) stands there");
        }

        // Only the last region may end within a page: the device's size is a multiple of its blocks, which may be small.
        Region region = SuperblockPage.ReadRegion(_layout, index);
        bool isData = expected == RegionKind.Data;
        if (region.Offset % PageFrame.SizeBytes != 0 || (!isData && region.LengthBytes % PageFrame.SizeBytes != 0))
        {
            return Fault(FormatErrorKind.RegionAlignment, entry + RegionLayout.Offsets.Start, $"region {index} ({expected}) stands at {region.Offset} with {region.LengthBytes} bytes; it must start and end on a page of {PageFrame.SizeBytes}");
        }

        if (region.Offset < 0 || region.LengthBytes <= 0 || region.LengthBytes > long.MaxValue - region.Offset)
        {
            return Fault(FormatErrorKind.RegionOutsideFile, entry + RegionLayout.Offsets.Start, $"region {index} ({expected}) stands at {region.Offset} with {region.LengthBytes} bytes; no file has such a range");
        }

        if (region.Offset < previousEnd)
        {
            return Fault(FormatErrorKind.RegionsOverlap, entry + RegionLayout.Offsets.Start, $"region {index} ({expected}) starts at {region.Offset}, before the end ({previousEnd}) of the region in front of it");
        }

        if (region.Offset > previousEnd)
        {
            return Fault(FormatErrorKind.RegionGap, entry + RegionLayout.Offsets.Start, $"region {index} ({expected}) starts at {region.Offset}, behind the end ({previousEnd}) of the region in front of it");
        }

        return default;
    }

    private FormatFault CheckRegionSizes(Superblock superblock)
    {
        if (SuperblockPage.ReadRegion(_layout, 0).LengthBytes is var length && length != Superblock.Copies * PageFrame.SizeBytes)
        {
            return Fault(FormatErrorKind.RegionTable, SuperblockPage.RegionOffset(0) + RegionLayout.Offsets.Length, $"the superblocks' region has {length} bytes, not {Superblock.Copies * PageFrame.SizeBytes}");
        }

        long checkpointBytes = 2L * superblock.SlotPages * PageFrame.SizeBytes;
        if (superblock.Checkpoints.LengthBytes != checkpointBytes)
        {
            return Fault(FormatErrorKind.CheckpointRegion, SuperblockPage.RegionOffset(1) + RegionLayout.Offsets.Length, $"the checkpoints have {superblock.Checkpoints.LengthBytes} bytes; two slots for {superblock.Geometry.ZoneCount} zones take {checkpointBytes}");
        }

        long records = superblock.Journal.LengthBytes / JournalPage.RecordBytes;
        int leastRecords = superblock.GroupRecords * Superblock.GroupsPerRing;
        if (records < leastRecords || records > Superblock.MaxJournalRecords || superblock.Journal.LengthBytes % JournalPage.RecordBytes != 0)
        {
            return Fault(FormatErrorKind.JournalRegion, SuperblockPage.RegionOffset(2) + RegionLayout.Offsets.Length, $"the journal has {superblock.Journal.LengthBytes} bytes; {leastRecords} to {Superblock.MaxJournalRecords} records of {JournalPage.RecordBytes} bytes are allowed");
        }

        if (superblock.Data.LengthBytes != superblock.Geometry.SizeBytes)
        {
            return Fault(FormatErrorKind.DataRegion, SuperblockPage.RegionOffset(3) + RegionLayout.Offsets.Length, $"the data region has {superblock.Data.LengthBytes} bytes, the device {superblock.Geometry.SizeBytes}");
        }

        return default;
    }

    private Superblock Build() => new()
    {
        Uuid = _layout.Uuid,
        Geometry = new Geometry(
            (int)_layout.BlockSize.Value,
            (long)_layout.ZoneSize.Value,
            (long)_layout.DeviceSize.Value),
        Limits = new Limits
        {
            MaxOpenZones = (int)_layout.MaxOpenZones,
            MaxActiveZones = (int)_layout.MaxActiveZones,
            MaxTransferBytes = (int)_layout.MaxTransfer.Value,
            MaxAppendBytes = (int)_layout.MaxAppend.Value,
        },
        Flavour = (ZoneFlavour)_layout.Flavour,
        IsPreallocated = (_layout.Options & SuperblockPage.PreallocatedOption) != 0,
        ZoneCapacityBytes = (long)_layout.ZoneCapacity.Value,
        ConventionalZones = (int)_layout.ConventionalZones,
        GroupRecords = (int)_layout.GroupRecords,
        Checkpoints = SuperblockPage.ReadRegion(_layout, 1),
        Journal = SuperblockPage.ReadRegion(_layout, 2),
        Data = SuperblockPage.ReadRegion(_layout, 3),
    };

    private FormatFault Fault(FormatErrorKind kind, int fieldOffset, string message) => new(kind, _offset + fieldOffset, message);
}
