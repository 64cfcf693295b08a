using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Maps;

/// <summary>A drive with something of everything that a map shows, the same in every run.</summary>
internal sealed class DrawnDrive : IAsyncDisposable
{
    public const int Block = 4096;
    public const int ZoneBlocks = 16;
    public const int CapacityBlocks = 14;

    private DrawnDrive(MemoryDrive drive, ZonedDevice device, ManualTimeProvider time, FaultPlan faults)
    {
        Drive = drive;
        Device = device;
        Time = time;
        Faults = faults;
    }

    public MemoryDrive Drive { get; }

    public ZonedDevice Device { get; }

    public ManualTimeProvider Time { get; }

    public FaultPlan Faults { get; }

    /// <summary>An empty drive whose zones have a gap behind their capacity; the first one is conventional.</summary>
    public static async Task<DrawnDrive> OpenAsync(int zones, string name = "memory:drawn")
    {
        var time = new ManualTimeProvider();
        var faults = new FaultPlan(seed: 1);
        var drive = new MemoryDrive(new MemoryDriveOptions
        {
            Name = name,
            Identity = new DeviceIdentity("drawn-1"),
            SizeBytes = (long)zones * ZoneBlocks * Block,
            ZoneSizeBytes = ZoneBlocks * Block,
            ZoneCapacityBytes = CapacityBlocks * Block,
            ConventionalZones = 1,
            Flavour = ZoneFlavour.Zns,
            Limits = new Limits { MaxOpenZones = 8, MaxActiveZones = 12 },
            TimeProvider = time,
            Faults = faults,
        });
        return new DrawnDrive(drive, await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = time, InlineContinuations = true }), time, faults);
    }

    /// <summary>Zones in every state that a drive can be in: 1 full, 2 closed, 3 open, 4 held open, 5 read-only, 6 offline, 7 finished early; the others are empty.</summary>
    public async Task FillAsync()
    {
        await AppendAsync(1, CapacityBlocks);
        await AppendAsync(2, 5);
        await Device.CloseZoneAsync(2);
        await AppendAsync(3, 9);

        // Held for as long as the drive lives.
        _ = await Device.OpenZoneAsync(4);
        await AppendAsync(4, 2);
        Drive.SetReadOnly(5);
        Drive.SetOffline(6);
        await Device.RecoverAsync(5);
        await Device.RecoverAsync(6);
        await AppendAsync(7, 1);
        await Device.FinishZoneAsync(7);
    }

    public async Task AppendAsync(int zone, int blocks) => await Device.AppendAsync(zone, new byte[blocks * Block]);

    public async ValueTask DisposeAsync() => await Device.DisposeAsync();
}
