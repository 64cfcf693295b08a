using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Cli;

/// <summary>A drive in memory under load, with faults now and then. The runtime, its limits and its recoveries are those of every drive.</summary>
internal sealed class SimulatedDrive : IAsyncDisposable
{
    public const int DefaultZones = 480;
    public const int LeastZones = 32;
    public const int MostZones = 100_000;

    private const int ZoneSizeBytes = 256 << 10;
    private const int ZoneCapacityBytes = 224 << 10;
    private const int ConventionalZones = 6;
    private const int MaxOpenZones = 14;
    private const int WriterCount = 9;

    private readonly CancellationTokenSource _stop = new();
    private readonly FaultPlan _faults;
    private readonly Task[] _work;

    private SimulatedDrive(ZonedDevice device, FaultPlan faults, SimulatedZones pool, int seed)
    {
        Device = device;
        _faults = faults;
        device.ZoneEvent += OnZoneEvent;
        _work = [.. Enumerable.Range(0, WriterCount).Select(index => new SimulatedWriter(device, pool, new Random(seed + index)).RunAsync(_stop.Token))];
    }

    public ZonedDevice Device { get; }

    /// <summary>Makes the drive and begins to write.</summary>
    /// <param name="zones">How many zones it has.</param>
    /// <param name="seed">What load and faults follow from. Threads and clocks play their part, so that no two runs are the same.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<SimulatedDrive> StartAsync(int zones, int seed, CancellationToken cancellationToken)
    {
        var faults = new FaultPlan(seed);
        var drive = new MemoryDrive(new MemoryDriveOptions
        {
            Name = "memory:simulated",
            SizeBytes = (long)zones * ZoneSizeBytes,
            ZoneSizeBytes = ZoneSizeBytes,
            ZoneCapacityBytes = ZoneCapacityBytes,
            ConventionalZones = ConventionalZones,
            Flavour = ZoneFlavour.Zns,
            Limits = new Limits { MaxOpenZones = MaxOpenZones, MaxActiveZones = 2 * MaxOpenZones },
            Scheduling = MemoryDriveScheduling.ThreadPool,
            Latency = TimeSpan.FromMilliseconds(30),
            Faults = faults,
            Seed = seed,
        });
        var options = new ZonedDeviceOptions { CommandTimeout = TimeSpan.FromSeconds(2), DrainTimeout = TimeSpan.FromSeconds(3) };
        ZonedDevice device = await ZonedDevice.OpenAsync(drive, options, cancellationToken).ConfigureAwait(false);
        var pool = new SimulatedZones(device, ConventionalZones);
        await pool.FillAsync(new Random(seed), cancellationToken).ConfigureAwait(false);
        foreach (FaultRule rule in Rules())
        {
            faults.Add(rule);
        }

        return new SimulatedDrive(device, faults, pool, seed);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        Device.ZoneEvent -= OnZoneEvent;
        _faults.Clear();
        _faults.ReleaseHung();
        await Task.WhenAll(_work).ConfigureAwait(false);
        await Device.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private static IEnumerable<FaultRule> Rules()
    {
        // Recoveries last as long as the report that they ask for: long enough here to be seen.
        yield return new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.Delay, RepeatEvery = 1, Delay = TimeSpan.FromMilliseconds(1500) };
        yield return new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.ZoneReadOnly, Nth = 600 };
        yield return new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.ZoneOffline, Nth = 1500 };
        yield return new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.ZoneReadOnly, Nth = 4000 };
        yield return new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Hang, Nth = 350, RepeatEvery = 2500 };
        yield return new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 40, RepeatEvery = 1, Probability = 0.007, LandedBlocks = 1 };
    }

    // What hangs goes on after a while, as a drive that was reset does.
    private void OnZoneEvent(object? sender, ZoneEventArgs what)
    {
        if (what.Kind == ZoneEventKind.Faulted && what.Zone >= 0)
        {
            _ = HealAsync(what.Zone);
        }
    }

    private async Task HealAsync(int zone)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System, _stop.Token).ConfigureAwait(false);
            _faults.ReleaseHung();
            await Device.RecoverAsync(zone, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is ZonedException or OperationCanceledException or ObjectDisposedException)
        {
            // It stays faulted, and the map says so; or the simulation has ended.
        }
    }
}
