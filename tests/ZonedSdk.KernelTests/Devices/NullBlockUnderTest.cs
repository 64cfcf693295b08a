using System.Numerics;
using ZonedSdk.Backends;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.Testing;

namespace ZonedSdk.KernelTests.Devices;

/// <summary>null_blk as a drive that is made for a case of the conformance suite. Its zones are whole MiB, so they are larger than most cases ask for.</summary>
internal sealed class NullBlockUnderTest(DriveShape shape) : DriveUnderTest, IFaultInjector
{
    private const long Mebibyte = 1 << 20;

    private readonly NullBlock _disk = NullBlock.Create(OptionsOf(shape));

    public override IFaultInjector Faults => this;

    public DriveFaults Supported => DriveFaults.ReadOnlyZone | DriveFaults.OfflineZone;

    public void SetCondition(int zone, ZoneCondition condition)
    {
        if (condition == ZoneCondition.ReadOnly)
        {
            _disk.MakeReadOnly(zone);
        }
        else
        {
            _disk.MakeOffline(zone);
        }
    }

    public override ValueTask<IZoneBackend> OpenAsync(CancellationToken cancellationToken) =>
        OperatingSystem.IsLinux() ? ValueTask.FromResult<IZoneBackend>(LinuxBlockDrive.Open(_disk.NodePath)) : throw new PlatformNotSupportedException();

    public override ValueTask DisposeAsync()
    {
        _disk.Dispose();
        return base.DisposeAsync();
    }

    private static NullBlockOptions OptionsOf(DriveShape shape)
    {
        int zoneMebibytes = (int)Math.Max(1, (long)BitOperations.RoundUpToPowerOf2((ulong)(shape.ZoneBlocks * shape.BlockSizeBytes)) / Mebibyte);
        bool hasGap = shape.CapacityBlocks > 0 && shape.CapacityBlocks < shape.ZoneBlocks;
        zoneMebibytes = hasGap ? Math.Max(2, zoneMebibytes) : zoneMebibytes;
        return new NullBlockOptions
        {
            ZoneLengthMebibytes = zoneMebibytes,
            ZoneCapacityMebibytes = hasGap ? zoneMebibytes - 1 : null,
            SizeMebibytes = zoneMebibytes * shape.Geometry.ZoneCount,
            ConventionalZoneCount = shape.ConventionalZones,
            MaxOpenZones = shape.MaxOpenZones,
            MaxActiveZones = shape.MaxActiveZones,
            BlockBytes = Math.Min(shape.BlockSizeBytes, 4096),
        };
    }
}
