using ZonedSdk.Simulation.Simulator;

namespace ZonedSdk.Simulation.Stress;

/// <summary>What the clients of one round share: the device, what was told, and when to stop.</summary>
internal sealed class StressRound : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private long _nextId;
    private long _appends;
    private long _failures;
    private long _checks;
    private long _resets;
    private long _flushes;

    public StressRound(int number, StressDrive drive, ZonedDevice device, bool losesCache, StressMistake mistake)
    {
        Drive = drive;
        Device = device;
        Mistake = mistake;
        Ledger = new StressLedger(device.Geometry.ZoneCount, losesCache);
        Latch = new StressLatch(Ledger);
        _nextId = number * 1_000_000_000L;
        device.ZoneEvent += OnZoneEvent;
    }

    public StressDrive Drive { get; }

    public ZonedDevice Device { get; }

    public StressMistake Mistake { get; }

    /// <summary>Far beyond any deadline of the device: whoever still waits then waits for ever.</summary>
    public TimeSpan Watchdog => TimeSpan.FromSeconds(Mistake == StressMistake.CommandLost ? 5 : 120);

    public StressLedger Ledger { get; }

    public StressLatch Latch { get; }

    public CancellationToken Stop => _stop.Token;

    public bool IsStopped => _stop.IsCancellationRequested;

    /// <summary>Enough was done for the round to say something.</summary>
    public bool IsBusyEnough => Volatile.Read(ref _appends) >= 300 && Volatile.Read(ref _checks) > 0 && Volatile.Read(ref _resets) > 0 && Volatile.Read(ref _flushes) > 0;

    public string Figures => $"{_appends} writes, {_failures} failures, {_checks} contents checked, {_resets} resets, {_flushes} flushes";

    public long NextId() => Interlocked.Increment(ref _nextId);

    public void CountWrite() => Interlocked.Increment(ref _appends);

    public void CountFailure() => Interlocked.Increment(ref _failures);

    public void CountReset() => Interlocked.Increment(ref _resets);

    public void CountFlush() => Interlocked.Increment(ref _flushes);

    public Task StopAsync() => _stop.CancelAsync();

    public void Dispose()
    {
        Device.ZoneEvent -= OnZoneEvent;
        _stop.Dispose();
    }

    /// <summary>A sequential zone by chance.</summary>
    public static int AnyZone(Random random) => StressDrive.ConventionalZones + random.Next(StressDrive.Zones - StressDrive.ConventionalZones);

    public static IEnumerable<int> SequentialZones => Enumerable.Range(StressDrive.ConventionalZones, StressDrive.Zones - StressDrive.ConventionalZones);

    /// <summary>Compares what a write left with what is read. A zone that began another life meanwhile, or whose state is unproven, says nothing.</summary>
    public async Task CheckContentAsync(StressWrite write)
    {
        byte[] buffer = new byte[write.Blocks * Stamp.BlockBytes];
        if (Device.GetStatus(write.Place.Zone).Incarnation != write.Place.Life || !Ledger.IsPromised(write))
        {
            return;
        }

        await Device.ReadAsync(write.Offset, buffer);
        ZoneStatus after = Device.GetStatus(write.Place.Zone);
        if (after.Incarnation == write.Place.Life && !after.IsFaulted)
        {
            Interlocked.Increment(ref _checks);
            Compare(write, buffer, $"status {after}");
        }
    }

    public void Compare(StressWrite write, ReadOnlySpan<byte> data, string where)
    {
        BlockContent[] content = Stamp.ReadAll(data);
        for (int block = 0; block < content.Length; block++)
        {
            if (content[block] != new BlockContent(write.Id, block))
            {
                Ledger.Wrong($"content: block {block} of {write} is {content[block]}; {where}.");
                return;
            }
        }
    }

    // Nobody else writes to this drive, and where its cache is safe nothing that was acknowledged is ever lost.
    private void OnZoneEvent(object? sender, ZoneEventArgs e)
    {
        bool isLoss = e.Kind == ZoneEventKind.AcknowledgedDataLost && !Ledger.LosesCache;
        if (isLoss || e.Kind == ZoneEventKind.ForeignWriter)
        {
            Ledger.Wrong($"event: {e.Kind} in zone {e.Zone}, {e.Start} to {e.End}: {e.Error?.Message}");
        }
    }

    /// <summary>Starts a client: a loop that ends when the round does. What it does not expect ends it, and is wrong.</summary>
    public Task Start(int index, int seed, Func<int, Random, Task> step) => Task.Run(async () =>
    {
        try
        {
            var random = new Random(seed);
            while (!IsStopped)
            {
                await step(index, random);
            }
        }
        catch (OperationCanceledException) when (IsStopped)
        {
            // It waited for its next turn.
        }
        catch (Exception e)
        {
            Ledger.Wrong($"unexpected: {e}");
        }
    });
}
