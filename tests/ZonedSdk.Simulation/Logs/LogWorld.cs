using ZonedSdk.Backends.Faults;
using ZonedSdk.Simulation.Simulator;
using ZonedSdk.Testing;

namespace ZonedSdk.Simulation.Logs;

/// <summary>A log with appenders, readers and a trimmer on a drive that fails, on one thread: the seed picks each step. The power goes, and what is there then is compared with what was told.</summary>
internal sealed class LogWorld
{
    private const int MaxSettleSteps = 60_000;

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly LogScenario _scenario;
    private readonly SimRandom _random;
    private readonly ManualTimeProvider _time = new();
    private readonly List<TaskCompletionSource> _paused = [];
    private readonly List<Task> _clients = [];
    private readonly List<CancellationTokenSource> _cancellable = [];
    private readonly CancellationTokenSource _tails = new();
    private FaultPlan _faults;
    private SimDrive _drive;
    private ZonedDevice? _device;
    private bool _isStopping;
    private bool _isFaulty;

    public LogWorld(LogScenario scenario)
    {
        _scenario = scenario;
        _random = new SimRandom(scenario.World.Seed ^ 0x10C);
        _faults = new FaultPlan((int)scenario.World.Seed);
        _drive = SimDrive.Create(scenario.World, _faults, _time);
    }

    public LogLedger Ledger { get; } = new();

    /// <summary>Records that were found again after the log was opened the second time or later.</summary>
    public int FoundAgain { get; private set; }

    public int Reopenings { get; private set; }

    public int ZonesReset { get; private set; }

    public long FaultsMet { get; private set; }

    public void Run()
    {
        int generations = _random.Between(2, 4);
        bool isCut = false;
        for (int generation = 1; generation <= generations; generation++)
        {
            _device = Pump(ZonedDevice.OpenAsync(_drive.Backend, _scenario.World.Device with { TimeProvider = _time }).AsTask());
            ZonedLog? log = Open();
            if (log is null)
            {
                return;
            }

            if (generation > 1)
            {
                Reopenings++;
                Pump(VerifyAsync(log, isCut));
            }

            isCut = Live(log, isLast: generation == generations);
            FaultsMet += _faults.InjectedCount;
            _faults = new FaultPlan((int)_scenario.World.Seed + (generation << 20));
            _drive = _drive.Reopen(_faults);
        }
    }

    // A drive that has lied may have left headers that contradict each other, and a dead zone may have been the only one: that is said, and nothing is read.
    private ZonedLog? Open()
    {
        try
        {
            return Pump(ZonedLog.OpenAsync(_device!, Enumerable.Range(0, _drive.Geometry.ZoneCount), _scenario.Options).AsTask());
        }
        catch (ZonedLogException) when (_scenario.Lies || _scenario.LosesZones)
        {
            return null;
        }
    }

    // Returns whether what was not durable may be gone.
    private bool Live(ZonedLog log, bool isLast)
    {
        foreach (FaultRule rule in _scenario.World.Faults)
        {
            _faults.Add(rule);
        }

        _drive.ArmMedium(_random.Fork());
        _isStopping = false;
        int appenders = _random.Between(1, 5);
        for (int i = 0; i < appenders; i++)
        {
            _clients.Add(AppendAsync(log, _random.Fork()));
        }

        _clients.Add(ReadAsync(log, _random.Fork()));
        _clients.Add(TailAsync(log, _random.Fork(), _tails.Token));
        _clients.Add(TrimAsync(log, _random.Fork()));
        int steps = _random.Between(100, 800);
        for (int step = 0; step < steps; step++)
        {
            StepOnce();
        }

        bool isCut = !isLast && _random.Chance(0.6);
        if (isCut)
        {
            _faults.Clear();
            _drive.DisarmMedium();
            _drive.PowerCut((int)(_random.Next() & int.MaxValue));
        }

        return End(log, isCut) || isCut;
    }

    // Everything comes to rest; returns whether something went wrong that may cost what was not durable.
    private bool End(ZonedLog log, bool isCut)
    {
        _isStopping = true;
        _faults.Clear();
        _drive.DisarmMedium();
        bool leavesLog = !isCut && _random.Chance(0.3);
        Task? closing = null;
        for (int step = 0; step < MaxSettleSteps && !(closing is { IsCompleted: true } && _clients.TrueForAll(client => client.IsCompleted)); step++)
        {
            if (_paused.Count > 0)
            {
                Resume(_random.Below(_paused.Count));
            }
            else if (closing is null && !leavesLog)
            {
                // Appends that wait for room, and readers that wait for records, end with the log.
                closing = log.DisposeAsync().AsTask();
            }
            else if (closing is null && _drive.StepCount == 0)
            {
                closing = _device!.DisposeAsync().AsTask();
            }
            else
            {
                MakeProgress();
            }
        }

        for (int index = 0; index < _clients.Count; index++)
        {
            Task client = _clients[index];
            if (!client.IsCompleted && !leavesLog)
            {
                Ledger.Complaints.Add($"client {index} of {_clients.Count} waits for ever ({(closing is { IsCompleted: true } ? "the log has ended" : "with the log's end")}), cut {isCut}");
            }
            else if (client.IsFaulted)
            {
                Ledger.Complaints.Add($"a client failed: {client.Exception}");
            }
        }

        bool hasFailed = leavesLog || closing is not { IsCompletedSuccessfully: true };
        _clients.Clear();
        _paused.Clear();
        Task device = _device!.DisposeAsync().AsTask();
        for (int step = 0; step < MaxSettleSteps && !device.IsCompleted; step++)
        {
            MakeProgress();
        }

        Task backend = _drive.Backend.DisposeAsync().AsTask();
        for (int step = 0; step < MaxSettleSteps && !(backend.IsCompleted && _drive.StepCount == 0); step++)
        {
            MakeProgress();
        }

        return hasFailed || device.IsFaulted || _isFaulty;
    }

    private void MakeProgress()
    {
        if (_drive.StepCount > 0)
        {
            _drive.Step(_random.Below(_drive.StepCount));
        }
        else if (_drive.HungCount > 0)
        {
            _drive.ReleaseHung();
        }
        else
        {
            _time.Advance(_time.NextDue() ?? TimeSpan.FromSeconds(1));
        }
    }

    private void StepOnce()
    {
        if (_paused.Count > 0 && (_drive.StepCount == 0 || _random.Chance(0.4)))
        {
            Resume(_random.Below(_paused.Count));
        }
        else if (_cancellable.Count > 0 && _random.Chance(0.1))
        {
            int index = _random.Below(_cancellable.Count);
            CancellationTokenSource cancel = _cancellable[index];
            _cancellable.RemoveAt(index);
            cancel.Cancel();
        }
        else if (_drive.HungCount > 0 && _random.Chance(0.03))
        {
            _drive.ReleaseHung();
        }
        else if (_drive.StepCount > 0 && _random.Chance(0.95))
        {
            _drive.Step(_random.Below(_drive.StepCount));
        }
        else
        {
            _time.Advance(TimeSpan.FromMilliseconds(_random.Chance(0.02) ? _random.Between(1000, 40_000) : _random.Between(1, 20)));
        }
    }

    private void Resume(int index)
    {
        TaskCompletionSource turn = _paused[index];
        _paused.RemoveAt(index);
        turn.SetResult();
    }

    private async Task<bool> PauseAsync(int turns)
    {
        for (int i = 0; i < turns && !_isStopping; i++)
        {
            var turn = new TaskCompletionSource();
            _paused.Add(turn);
            await turn.Task;
            Assert.Equal(_thread, Environment.CurrentManagedThreadId);
        }

        return !_isStopping;
    }

    private async Task AppendAsync(ZonedLog log, SimRandom random)
    {
        while (await PauseAsync(random.Between(1, 3)))
        {
            int longest = random.Chance(0.2) ? log.MaxRecordBytes : Math.Min(log.MaxRecordBytes, 700);
            byte[] record = Ledger.NewRecord(random.Between(8, longest));
            Durability durability = random.Chance(0.4) ? Durability.Flushed : Durability.Acknowledged;
            using var cancel = new CancellationTokenSource();
            if (random.Chance(0.15))
            {
                _cancellable.Add(cancel);
            }

            long sequence = -1;
            try
            {
                if (random.Chance(0.5))
                {
                    sequence = await log.AppendAsync(record, durability, cancel.Token);
                    Ledger.Tell(record, durability == Durability.Flushed ? LogFate.Durable : LogFate.Acknowledged, sequence);
                    continue;
                }

                sequence = await log.AppendAsync(record, cancel.Token);
                Ledger.Tell(record, LogFate.Acknowledged, sequence);
                if (durability == Durability.Flushed)
                {
                    await log.FlushAsync(CancellationToken.None);
                    Ledger.Tell(record, LogFate.Durable, sequence);
                }
            }
            catch (OperationCanceledException)
            {
                // The wait for a flush may have been what was cancelled.
                Ledger.Tell(record, durability == Durability.Flushed ? LogFate.Unknown : LogFate.Cancelled);
            }
            catch (ObjectDisposedException)
            {
                Ledger.Tell(record, LogFate.Failed);
                return;
            }
            catch (ZonedException e)
            {
                _isFaulty |= e is not ZonedLogFullException;
                if (sequence < 0)
                {
                    Ledger.Tell(record, e is ZonedLogException { MayHaveBeenAppended: false } ? LogFate.Failed : LogFate.Unknown);
                }
            }
            finally
            {
                _cancellable.Remove(cancel);
            }
        }
    }

    private async Task ReadAsync(ZonedLog log, SimRandom random)
    {
        while (await PauseAsync(random.Between(2, 12)))
        {
            long first = log.FirstSequence;
            long from = first + random.Below((int)Math.Min(log.NextSequence - first, 1 << 20) + 1);
            await ReadSomeAsync(log.ReadAsync(from), from, random);
        }
    }

    private async Task TailAsync(ZonedLog log, SimRandom random, CancellationToken cancellationToken)
    {
        while (await PauseAsync(1))
        {
            long from = log.FirstSequence;
            await ReadSomeAsync(log.TailAsync(from, cancellationToken), from, random);
        }
    }

    private async Task ReadSomeAsync(IAsyncEnumerable<ZonedLogRecord> records, long from, SimRandom random)
    {
        try
        {
            await foreach (ZonedLogRecord record in records)
            {
                if (record.Sequence != from)
                {
                    Ledger.Complaints.Add($"number {record.Sequence} was read behind {from - 1}");
                }

                Ledger.Read(record.Sequence, record.Data.Span);
                from = record.Sequence + 1;
                if (random.Chance(0.05) && !await PauseAsync(random.Between(1, 10)))
                {
                    return;
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // The log has ended.
        }
        catch (ZonedException)
        {
            // Trimmed, missing, or the drive's own failure: what counts is that nothing else was read instead.
        }
    }

    private async Task TrimAsync(ZonedLog log, SimRandom random)
    {
        while (await PauseAsync(random.Between(10, 40)))
        {
            long first = log.FirstSequence;
            long before = random.Chance(0.2) ? log.NextSequence : first + random.Below((int)Math.Min(log.NextSequence - first, 1 << 20) + 1);
            Ledger.TrimmedBefore = Math.Max(Ledger.TrimmedBefore, before);
            try
            {
                ZonesReset += await log.TrimAsync(before);
            }
            catch (Exception e) when (e is ZonedException or ObjectDisposedException)
            {
                // Said, and tried again when the zone is needed.
            }
        }
    }

    private async Task VerifyAsync(ZonedLog log, bool isCut)
    {
        var records = new List<(long Sequence, int Id)>();
        var missing = new List<(long First, long Next)>();
        long first = log.FirstSequence;
        long next = first;
        while (next < log.NextSequence)
        {
            try
            {
                await foreach (ZonedLogRecord record in log.ReadAsync(next))
                {
                    if (record.Sequence != next)
                    {
                        Ledger.Complaints.Add($"number {record.Sequence} was read behind {next - 1}");
                    }

                    records.Add((record.Sequence, Ledger.Read(record.Sequence, record.Data.Span)));
                    next = record.Sequence + 1;
                }
            }
            catch (ZonedLogDamageException damage)
            {
                Ledger.Complaints.AddRange(damage.FirstSequence != next || damage.NextSequence <= next ? [$"damage from {damage.FirstSequence} to {damage.NextSequence} was told at {next}"] : []);
                missing.Add((damage.FirstSequence, damage.NextSequence));
                next = damage.NextSequence;
            }
        }

        FoundAgain += records.Count;
        Ledger.CheckReopened(first, next, records, missing, _scenario.Lies || _scenario.LosesZones, _scenario.Lies, isCut);
    }

    private T Pump<T>(Task<T> task)
    {
        Pump((Task)task);
        return task.GetAwaiter().GetResult();
    }

    private void Pump(Task task)
    {
        for (int i = 0; i < MaxSettleSteps && !task.IsCompleted; i++)
        {
            MakeProgress();
        }

        if (!task.IsCompleted)
        {
            throw new InvalidOperationException("The world stands still, and somebody waits.");
        }

        task.GetAwaiter().GetResult();
    }
}
