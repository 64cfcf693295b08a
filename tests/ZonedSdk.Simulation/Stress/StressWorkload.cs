using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Simulation.Stress;

/// <summary>Rounds of many clients on real threads over few zones. Each round ends in its own way; then the medium is opened anew and compared with what was told.</summary>
internal sealed class StressWorkload(StressDrive drive, int seed, bool losesCache = false, StressMistake mistake = StressMistake.None, string expected = "")
{
    private const int Writers = 32;
    private const int Readers = 4;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly Random _random = new(seed);
    private readonly List<string> _figures = [];
    private readonly List<string> _wrongs = [];
    private int _rounds;

    public string Figures => string.Join('\n', _figures);

    public IReadOnlyList<string> Wrongs => _wrongs;

    /// <summary>Runs one round on what the last one left, and checks it.</summary>
    public async Task RunAsync(TimeSpan duration, StressEnding ending)
    {
        int number = ++_rounds;
        ZonedDevice device = await OpenAsync(number, copies: number % 2 == 0);
        using var round = new StressRound(number, drive, device, losesCache, mistake);
        AddFaults(ending);
        var managers = new StressManagers(round);
        StressOverwriter[] overwriters = [.. Enumerable.Range(0, StressOverwriter.Count).Select(i => new StressOverwriter(round, i))];
        await using var release = new Timer(_ => Release(), null, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100));
        Task clients = StartClients(round, managers, overwriters);
        await RunForAsync(round, duration);
        StressSurvivor[] survivors = [];
        bool isAllPromised = false;
        try
        {
            (survivors, isAllPromised) = await EndAsync(round, managers, clients, ending).WaitAsync(round.Watchdog);
        }
        catch (TimeoutException)
        {
            round.Ledger.Wrong($"stuck: round {number} ({ending}) does not end; {Waiting(round)}.");
            await LetGoAsync(round, clients);
        }

        string figures = $"{drive.Faults.InjectedCount} faults";
        if (survivors.Length > 0 && (round.Ledger.Wrongs.Count == 0 || mistake == StressMistake.None))
        {
            await CheckReopenedAsync(round, overwriters, survivors, isAllPromised);
        }

        _figures.Add($"round {number}, {ending}: {round.Figures}, {figures}");
        _wrongs.AddRange(round.Ledger.Wrongs.Select(wrong => $"round {number}, {ending}: {wrong}"));
    }

    // What hangs is told; the tests behind this one need the threads.
    private async Task LetGoAsync(StressRound round, Task clients)
    {
        await round.StopAsync();
        drive.ReleaseHung();
        drive.Crash(seed);
        await Task.WhenAny(clients, Task.Delay(round.Watchdog));
    }

    private static string Waiting(StressRound round) => string.Join("; ", StressRound.SequentialZones.Select(zone => round.Device.GetStatus(zone).ToString()));

    private async Task<ZonedDevice> OpenAsync(int number, bool copies)
    {
        IZoneBackend backend = await drive.StartAsync((seed * 100) + number);
        TimeSpan deadline = mistake == StressMistake.CommandLost ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(300);
        return await ZonedDevice.OpenAsync(backend, new ZonedDeviceOptions
        {
            CommandTimeout = deadline,
            DrainTimeout = deadline,
            ReportTimeout = TimeSpan.FromMilliseconds(300),
            RecoveryTimeout = TimeSpan.FromSeconds(2),
            CreditTimeout = TimeSpan.FromSeconds(2),
            DisposeTimeout = TimeSpan.FromMinutes(2),
            CopyWrites = copies,
        });
    }

    private void AddFaults(StressEnding ending)
    {
        if (mistake != StressMistake.LastFlushLies)
        {
            StressFaults.AddMistake(drive.Faults, mistake);
        }

        if (mistake != StressMistake.None && mistake != StressMistake.LossNamedTooLarge)
        {
            return;
        }

        StressFaults.AddUsual(drive.Faults);
        if (!drive.IsFlushFailureFinal && ending is (StressEnding.Crash or StressEnding.CloseAtRest))
        {
            StressFaults.AddFlushFailures(drive.Faults, losesCache);
        }
    }

    private void Release()
    {
        if (mistake != StressMistake.CommandLost)
        {
            drive.ReleaseHung();
        }
    }

    private Task StartClients(StressRound round, StressManagers managers, StressOverwriter[] overwriters)
    {
        var writers = new StressWriters(round);
        var readers = new StressReaders(round);
        return Task.WhenAll(
        [
            .. Clients(Writers, writers.StepAsync),
            .. Clients(2, writers.OpenStepAsync),
            .. Clients(Readers, readers.ReadStepAsync),
            .. Clients(2, readers.FlushStepAsync),
            .. Clients(2, readers.WaitStepAsync),
            .. Clients(1, managers.ManageStepAsync),
            .. Clients(1, managers.HealStepAsync),
            .. Clients(1, managers.DisturbStepAsync),
            .. overwriters.Select(overwriter => round.Start(0, _random.Next(), overwriter.StepAsync)),
        ]);

        IEnumerable<Task> Clients(int count, Func<int, Random, Task> step) => Enumerable.Range(0, count).Select(i => round.Start(i, _random.Next(), step));
    }

    // A busy machine gets more time: the round ends when it has shown something, or when nothing moves any more.
    // A mistake may be noticed by several checks, in any order: the one that is meant for it is waited for.
    private async Task RunForAsync(StressRound round, TimeSpan duration)
    {
        long started = Environment.TickCount64;
        bool isOver = false;
        while (!isOver)
        {
            await Task.Delay(s_look);
            TimeSpan elapsed = TimeSpan.FromMilliseconds(Environment.TickCount64 - started);
            isOver = (elapsed >= duration && round.IsBusyEnough && drive.Faults.InjectedCount > 0) || (round.Mistake != StressMistake.None && (IsNoticed(round) || elapsed >= duration));
            if (elapsed >= round.Watchdog)
            {
                round.Ledger.Wrong($"stuck: next to nothing was done in {elapsed.TotalSeconds} s: {round.Figures}; {Waiting(round)}.");
                isOver = true;
            }
        }
    }

    private bool IsNoticed(StressRound round) => round.Ledger.Wrongs.Any(wrong => wrong.Contains(expected, StringComparison.Ordinal));

    private async Task<(StressSurvivor[] Survivors, bool IsAllPromised)> EndAsync(StressRound round, StressManagers managers, Task clients, StressEnding ending)
    {
        bool isAllPromised = false;
        Dictionary<int, (ZoneStatus Status, int Resets)> before = StressRound.SequentialZones.ToDictionary(static zone => zone, _ => (Status: default(ZoneStatus), Resets: 0));
        switch (ending)
        {
            case StressEnding.CloseAtRest:
                drive.Faults.Clear();
                AddLastMistake();
                await round.StopAsync();
                await clients;
                var checks = new StressChecks(round);
                await checks.AtRestAsync(managers);
                Look();
                checks.DamageAfterAll();
                await round.Device.DisposeAsync();
                isAllPromised = true;
                break;
            case StressEnding.CloseUnderLoad:
                drive.Faults.Clear();
                await round.Device.DisposeAsync();
                Look();
                await round.StopAsync();
                await clients;
                isAllPromised = true;
                break;
            case StressEnding.FlushesFail:
                await FailFlushesAsync(round);
                goto default;
            default:
                await FlushLastAsync(round, clients);
                Look();
                drive.Crash(seed);
                await round.StopAsync();
                await clients;
                await DisposeDeadAsync(round.Device);
                break;
        }

        return ([.. StressRound.SequentialZones.Select(SurvivorOf)], isAllPromised);

        void Look()
        {
            foreach (int zone in StressRound.SequentialZones)
            {
                int resets = round.Ledger.ResetsEnded(zone);
                before[zone] = (round.Device.GetStatus(zone), resets);
            }
        }

        StressSurvivor SurvivorOf(int zone)
        {
            (ZoneStatus status, int resets) = before[zone];
            bool wasReset = round.Ledger.ResetsBegun(zone) != resets && ending != StressEnding.CloseAtRest;
            return new StressSurvivor(zone, status.Incarnation, status.IsFaulted || wasReset);
        }
    }

    // Where nobody has met the dead drive yet, closing the device does, and says so.
    private static async Task DisposeDeadAsync(ZonedDevice device)
    {
        try
        {
            await device.DisposeAsync();
        }
        catch (ZonedDeviceFaultedException e)
        {
            Assert.Equal(ZoneError.DeviceGone, e.Error);
        }
    }

    private void AddLastMistake()
    {
        if (mistake == StressMistake.LastFlushLies)
        {
            StressFaults.AddMistake(drive.Faults, mistake);
        }
    }

    // The lie is told of data that are certainly there: nobody resets their zones between the flush and the crash.
    private async Task FlushLastAsync(StressRound round, Task clients)
    {
        if (mistake == StressMistake.FlushLies)
        {
            await round.StopAsync();
            await clients;
            await new StressWriters(round).WriteEverywhereAsync();
            await new StressReaders(round).FlushAsync(zone: -1);
        }
    }

    private async Task FailFlushesAsync(StressRound round)
    {
        drive.Faults.Add(new FaultRule { Event = DriveEvent.Flush, Effect = FaultEffect.Fail, RepeatEvery = 1 });
        while (!round.Latch.IsRecoveryWanted && round.Ledger.Wrongs.Count == 0)
        {
            await Task.Delay(s_look);
        }

        // Time for all clients to try in vain.
        await Task.Delay(s_look * 5);
    }

    private async Task CheckReopenedAsync(StressRound round, StressOverwriter[] overwriters, StressSurvivor[] survivors, bool isAllPromised)
    {
        ZonedDevice reopened = await OpenAsync(_rounds, copies: false);
        await new StressChecks(round).ReopenedAsync(reopened, survivors, isAllPromised);
        foreach (StressOverwriter overwriter in overwriters)
        {
            await overwriter.CheckAsync(reopened, crashed: !isAllPromised);
        }

        await reopened.DisposeAsync();
    }
}
