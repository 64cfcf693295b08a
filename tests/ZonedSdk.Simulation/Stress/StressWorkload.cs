using System.Collections.Concurrent;
using ZonedSdk.Simulation.Simulator;

namespace ZonedSdk.Simulation.Stress;

/// <summary>Many writers, readers and managers on real threads over few zones. Whatever is acknowledged is remembered, looked at while the zone lives, and looked at once more at the end.</summary>
internal sealed class StressWorkload(ZonedDevice device, int seed)
{
    private const int Writers = 32;
    private const int Readers = 4;
    private const int MaxBlocks = 8;

    // Far beyond any deadline of the device: whoever still waits then waits for ever.
    private static readonly TimeSpan s_watchdog = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<(int Zone, long Life, long Address), long> _owners = new();
    private readonly ConcurrentDictionary<(int Zone, long Life), ConcurrentQueue<StressWrite>> _written = new();
    private readonly ConcurrentQueue<string> _wrongs = new();
    private readonly CancellationTokenSource _stop = new();
    private long _nextId;
    private long _appends;
    private long _failures;
    private long _reads;
    private long _resets;

    public string Figures => $"{_appends} appends, {_failures} failed, {_reads} reads checked, {_resets} resets";

    public long Appends => _appends;

    public long Failures => _failures;

    public long Resets => _resets;

    public IReadOnlyCollection<string> Wrongs => _wrongs;

    /// <summary>Runs for a while, lets everything end, and checks what is left.</summary>
    public async Task RunAsync(TimeSpan duration, Action stopFaults)
    {
        var random = new Random(seed);
        Task[] clients =
        [
            .. Enumerable.Range(0, Writers).Select(i => Start(i, random.Next(), WriteAsync)),
            .. Enumerable.Range(0, Readers).Select(i => Start(i, random.Next(), ReadAsync)),
            Start(0, random.Next(), ManageAsync),
            Start(0, random.Next(), HealAsync),
        ];
        await Task.Delay(duration);
        stopFaults();
        await _stop.CancelAsync();
        try
        {
            await Task.WhenAll(clients).WaitAsync(s_watchdog);
        }
        catch (TimeoutException)
        {
            _wrongs.Enqueue($"{clients.Count(c => !c.IsCompleted)} clients still wait after {s_watchdog.TotalSeconds} s.");
            return;
        }

        await CheckAllAsync().WaitAsync(s_watchdog);
    }

    private Task Start(int index, int clientSeed, Func<int, Random, Task> client) => Task.Run(async () =>
    {
        try
        {
            await client(index, new Random(clientSeed));
        }
        catch (Exception e)
        {
            _wrongs.Enqueue($"A client met what must not happen: {e}");
        }
    });

    private async Task WriteAsync(int index, Random random)
    {
        while (!_stop.IsCancellationRequested)
        {
            int zone = random.Next(device.Geometry.ZoneCount);
            var write = new Operation { Id = Interlocked.Increment(ref _nextId), Kind = OperationKind.Append, Client = $"w{index}", Zone = zone, Blocks = 1 + random.Next(MaxBlocks) };
            byte[] data = Stamp.Make(write, index, 0);
            long before = device.GetStatus(zone).Incarnation;
            try
            {
                long offset = await device.AppendAsync(zone, data);
                Interlocked.Increment(ref _appends);
                if (device.GetStatus(zone).Incarnation == before)
                {
                    Remember(new StressWrite(write.Id, zone, before, offset, write.Blocks));
                }
            }
            catch (ZoneFullException)
            {
                await Task.Yield();
            }
            catch (ZonedException)
            {
                Interlocked.Increment(ref _failures);
                await Task.Delay(1);
            }
            finally
            {
                // The buffer is the writer's again: whoever still reads from it writes garbage.
                data.AsSpan().Fill(ClientPort.Poison);
            }
        }
    }

    private void Remember(StressWrite write)
    {
        for (int block = 0; block < write.Blocks; block++)
        {
            if (!_owners.TryAdd((write.Zone, write.Life, write.Offset + ((long)block * Stamp.BlockBytes)), write.Id))
            {
                _wrongs.Enqueue($"{write} overlaps another acknowledged append.");
            }
        }

        _written.GetOrAdd((write.Zone, write.Life), static _ => new ConcurrentQueue<StressWrite>()).Enqueue(write);
    }

    private async Task ReadAsync(int index, Random random)
    {
        while (!_stop.IsCancellationRequested)
        {
            int zone = random.Next(device.Geometry.ZoneCount);
            if (!_written.TryGetValue((zone, device.GetStatus(zone).Incarnation), out ConcurrentQueue<StressWrite>? all) || all.ElementAtOrDefault(random.Next(Math.Max(1, all.Count))) is not { } write)
            {
                await Task.Delay(1);
                continue;
            }

            try
            {
                using ZoneReaderLease lease = await device.AcquireReaderLeaseAsync(zone);
                await CheckAsync(write);
            }
            catch (ZonedException)
            {
                // A read that fails says nothing about the data.
                await Task.Delay(1);
            }
        }
    }

    private async Task CheckAsync(StressWrite write)
    {
        byte[] buffer = new byte[write.Blocks * Stamp.BlockBytes];
        if (device.GetStatus(write.Zone).Incarnation != write.Life)
        {
            return;
        }

        await device.ReadAsync(write.Offset, buffer);
        ZoneStatus after = device.GetStatus(write.Zone);
        if (after.Incarnation != write.Life || after.IsFaulted)
        {
            // Where a reset failed and no report could be had, nobody knows which life was read.
            return;
        }

        Interlocked.Increment(ref _reads);
        BlockContent[] content = Stamp.ReadAll(buffer);
        for (int block = 0; block < content.Length; block++)
        {
            if (content[block] != new BlockContent(write.Id, block))
            {
                _wrongs.Enqueue($"{write}: block {block} is {content[block]}; status {device.GetStatus(write.Zone)}.");
                return;
            }
        }
    }

    private async Task ManageAsync(int index, Random random)
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(random.Next(20));
            int zone = random.Next(device.Geometry.ZoneCount);
            try
            {
                bool isFull = device.GetZone(zone).Condition == ZoneCondition.Full;
                await (random.Next(8) switch
                {
                    < 5 => isFull ? ResetAsync(zone) : ValueTask.CompletedTask,
                    5 => device.CloseZoneAsync(zone),
                    6 when !isFull && random.Next(4) == 0 => device.FinishZoneAsync(zone),
                    _ => device.FlushAsync(),
                });
            }
            catch (ZonedException)
            {
                // Refused or failed: the zone was reported again, and everybody goes on.
                Interlocked.Increment(ref _failures);
            }
        }
    }

    private async ValueTask ResetAsync(int zone)
    {
        await device.ForceResetZoneAsync(zone);
        Interlocked.Increment(ref _resets);
        long life = device.GetStatus(zone).Incarnation;
        foreach ((int Zone, long Life) old in _written.Keys.Where(key => key.Zone == zone && key.Life < life))
        {
            _written.TryRemove(old, out _);
        }
    }

    // Zones whose report failed, or whose command did not come back in time, wait for somebody who asks.
    private async Task HealAsync(int index, Random random)
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(20);
            for (int zone = 0; zone < device.Geometry.ZoneCount; zone++)
            {
                if (device.GetStatus(zone).IsFaulted)
                {
                    try
                    {
                        await device.RecoverAsync(zone);
                    }
                    catch (ZonedException)
                    {
                        Interlocked.Increment(ref _failures);
                    }
                }
            }
        }
    }

    // Without faults every zone comes back to somebody who asks for it; one that never does holds the watchdog's attention.
    private async Task HealAllAsync()
    {
        for (int zone = 0; zone < device.Geometry.ZoneCount; zone++)
        {
            while (device.GetStatus(zone).IsFaulted)
            {
                try
                {
                    await device.RecoverAsync(zone);
                }
                catch (ZonedException)
                {
                    await Task.Delay(20);
                }
            }
        }
    }

    private async Task CheckAllAsync()
    {
        await HealAllAsync();
        foreach (StressWrite write in _written.Values.SelectMany(w => w))
        {
            await CheckAsync(write);
        }

        for (int zone = 0; zone < device.Geometry.ZoneCount; zone++)
        {
            ZoneStatus status = device.GetStatus(zone);
            if (!status.IsFaulted && (status.InFlight != 0 || status.Waiting != 0 || status.Acknowledged != status.Submitted))
            {
                _wrongs.Enqueue($"At rest: {status}.");
            }
        }
    }

    private sealed record StressWrite(long Id, int Zone, long Life, long Offset, int Blocks);
}
