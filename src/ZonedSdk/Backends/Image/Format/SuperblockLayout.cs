using ZonedSdk.Descriptors;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>The bytes of a superblock page.</summary>
[BinaryLayout(PageFrame.SizeBytes, Endian.Little), Reserved(40, 20), Reserved(124, 4), Reserved(224, 3872)]
internal readonly ref partial struct SuperblockLayout
{
    /// <summary>"ZONEDIMG".</summary>
    [Field(0, Unit = Unit.None)] public partial ulong Magic { get; }
    [Field(8)] public partial Guid Uuid { get; }
    [Field(24, Unit = Unit.None)] public partial uint Version { get; }

    /// <summary>Incompatible features; an unknown bit refuses the image.</summary>
    [Field(28, Unit = Unit.None)] public partial uint Features { get; }

    /// <summary>As <see cref="ZoneFlavour"/> numbers it.</summary>
    [Field(32, Unit = Unit.None)] public partial uint Flavour { get; }

    /// <summary>Bit 0: preallocated.</summary>
    [Field(36, Unit = Unit.None)] public partial uint Options { get; }
    [Field(60, Unit = Unit.None)] public partial uint Checksum { get; }
    [Field(64, Width = 4, Unit = Unit.Byte)] public partial Bytes BlockSize { get; }
    [Field(68, Unit = Unit.Count)] public partial uint ZoneCount { get; }
    [Field(72, Unit = Unit.Byte)] public partial Bytes ZoneSize { get; }
    [Field(80, Unit = Unit.Byte)] public partial Bytes ZoneCapacity { get; }
    [Field(88, Unit = Unit.Byte)] public partial Bytes DeviceSize { get; }

    /// <summary>So many zones from the start are conventional.</summary>
    [Field(96, Unit = Unit.Count)] public partial uint ConventionalZones { get; }

    /// <summary>0 = no limit.</summary>
    [Field(100, Unit = Unit.Count)] public partial uint MaxOpenZones { get; }

    /// <summary>0 = no limit.</summary>
    [Field(104, Unit = Unit.Count)] public partial uint MaxActiveZones { get; }

    /// <summary>Most bytes of one command.</summary>
    [Field(108, Width = 4, Unit = Unit.Byte)] public partial Bytes MaxTransfer { get; }

    /// <summary>Most bytes of one append.</summary>
    [Field(112, Width = 4, Unit = Unit.Byte)] public partial Bytes MaxAppend { get; }

    /// <summary>Most records of one journal group.</summary>
    [Field(116, Unit = Unit.Count)] public partial uint GroupRecords { get; }
    [Field(120, Unit = Unit.Count)] public partial uint RegionCount { get; }
    [Field(128, Count = SuperblockPage.RegionCount)] public partial RegionLayout Region(int index);
}
