using ZonedSdk.Backends;

namespace ZonedSdk.Simulation.Simulator;

/// <content>A device's life: opened, used, brought to rest or cut off, and opened again by the next one.</content>
internal sealed partial class World
{
    // Beyond this many steps without an end somebody waits for ever.
    private const int MaxSettleSteps = 30_000;

    /// <summary>Runs all generations.</summary>
    public void Run()
    {
        for (int generation = 1; generation <= Scenario.Generations; generation++)
        {
            Open(generation);
            if (generation > 1)
            {
                // What the last generation left behind is looked at before anything changes it.
                Pump(ReadAllAsync(NewPort("verifier")));
            }

            _faults.Arm(Scenario.Faults);
            _drive.ArmMedium(_random.Fork());
            StartClients();
            for (int step = 0; step < Scenario.Steps; step++)
            {
                StepOnce();
            }

            bool isCut = _random.Chance(Scenario.PowerCuts);
            if (isCut)
            {
                CutPower();
            }

            ComeToRest();
            Close();
        }

        CheckRetired();
    }

    private void Open(int generation)
    {
        if (generation > 1)
        {
            _faults = NewFaults(generation);
            _drive = _drive.Reopen(_faults.Plan);
            History.Add(new Opened(generation, Inspect()));
            _cause = ChangeCause.PowerCut;
            SampleDrive();
            _cause = ChangeCause.Command;
        }
        else
        {
            _lastDrive = Inspect();
            _lives = new int[_lastDrive.Length];
            History.Add(new Opened(generation, [.. _lastDrive]));
        }

        _line = new RecordingBackend(_drive.Backend, History, _random.Fork(), _time, _faults, SampleDrive, _drive.Inspect, Scenario.Duplicates);
        IZoneBackend backend = Sabotage.Wrap(_line, this);
        _device = null;
        RecordingBackend.IsListing = true;
        Task<ZonedDevice> opening = ZonedDevice.OpenAsync(backend, Scenario.Device with { TimeProvider = _time }).AsTask();
        RecordingBackend.IsListing = false;
        Pump(opening);
        _device = opening.Result;
        _lastStatus = new ZoneStatus[_lastDrive.Length];
        _device.ZoneEvent += (_, e) => History.Add(new Told(e.Kind, e.Zone, e.Start, e.End));
        SampleRuntime();
    }

    private void StartClients()
    {
        _isStopping = false;
        foreach ((ClientKind kind, int count) in Scenario.Clients.OrderBy(c => c.Key))
        {
            for (int i = 0; i < count; i++)
            {
                _clients.Add(SimClients.RunAsync(kind, NewPort($"{kind}{i}")));
            }
        }
    }

    private ClientPort NewPort(string name) => new(this, name, _clients.Count, _random.Fork());

    private void CutPower()
    {
        SampleDrive();
        History.Add(new PowerCut());
        _faults.Clear();
        _drive.DisarmMedium();
        _drive.PowerCut((int)(_random.Next() & int.MaxValue));
    }

    // Everything that can still happen happens, until all clients have ended. If that never comes, the checker finds who still waits.
    private void ComeToRest()
    {
        _isStopping = true;
        _faults.Clear();
        _drive.DisarmMedium();
        ClientPort port = NewPort("closer");
        Task? flush = null;
        for (int step = 0; step < MaxSettleSteps && !IsSettled(); step++)
        {
            Steps++;
            if (_paused.Count > 0)
            {
                ResumeOne(0);
            }
            else if (_drive.StepCount > 0)
            {
                RunDriveStep(_random.Below(_drive.StepCount));
            }
            else if (_drive.HungCount > 0)
            {
                ReleaseHung();
            }
            else if (flush is null || (flush.IsCompleted && step % 8 == 0))
            {
                // Whoever waits for durability waits for somebody's flush.
                flush = port.FlushAsync(-1);
            }
            else
            {
                PassTime(_time.NextDue() ?? TimeSpan.FromSeconds(1));
            }

            SampleDrive();
            SampleRuntime();
        }

        foreach (Task client in _clients.Where(c => c.IsFaulted))
        {
            throw new InvalidOperationException("A client of the simulator failed.", client.Exception);
        }

        if (IsSettled())
        {
            Verify(port);
        }

        _clients.Clear();
        _paused.Clear();
    }

    private bool IsSettled() => _drive.StepCount == 0 && _drive.HungCount == 0 && _paused.Count == 0 && _clients.TrueForAll(c => c.IsCompleted)
        && Array.TrueForAll(_lastStatus, s => s.InFlight == 0 && s.Waiting == 0);

    private void Verify(ClientPort port)
    {
        Settle();
        AddAtRest(isRecovered: false);
        Pump(RecoverAllAsync(port));
        Settle();
        AddAtRest(isRecovered: true);
        Pump(ReadAllAsync(port));
    }

    // What the runtime does by itself (an implicit close, a recovery that nobody waits for) comes to its end.
    private void Settle()
    {
        for (int pauses = 0; pauses < 8; pauses++)
        {
            for (int i = 0; i < MaxSettleSteps && _drive.StepCount > 0; i++)
            {
                RunDriveStep(0);
                SampleDrive();
                SampleRuntime();
            }

            // A recovery may rest between two reports.
            PassTime(TimeSpan.FromSeconds(1));
        }
    }

    private async Task RecoverAllAsync(ClientPort port)
    {
        for (int zone = Scenario.Drive.ConventionalZones; zone < _lastDrive.Length; zone++)
        {
            await port.RecoverAsync(zone);
        }
    }

    private async Task ReadAllAsync(ClientPort port)
    {
        for (int zone = Scenario.Drive.ConventionalZones; zone < _lastDrive.Length; zone++)
        {
            int blocks = (int)(_drive.Geometry.LengthOf(zone) / Stamp.BlockBytes);
            for (int at = 0; at < blocks; at += 16)
            {
                await port.ReadAsync(zone, StartOf(zone) + ((long)at * Stamp.BlockBytes), Math.Min(16, blocks - at));
            }
        }
    }

    private void Close()
    {
        History.Add(new Interfered("close", -1));
        Task closing = Device.DisposeAsync().AsTask();
        try
        {
            Pump(closing);
        }
        catch (AggregateException e) when (e.InnerException is ZonedException or TimeoutException)
        {
            // The device says what it could not do; the drive is switched off in any case.
            History.Add(new Interfered($"close failed: {e.InnerException.GetType().Name}", -1));
        }

        _drive.Backend.DisposeAsync().AsTask().Wait();
        while (_drive.StepCount > 0)
        {
            RunDriveStep(0);
        }
    }

    private void Pump(Task task)
    {
        for (int i = 0; i < MaxSettleSteps && !task.IsCompleted; i++)
        {
            Steps++;
            if (_drive.StepCount > 0)
            {
                RunDriveStep(0);
            }
            else if (_drive.HungCount > 0)
            {
                ReleaseHung();
            }
            else
            {
                PassTime(_time.NextDue() ?? TimeSpan.FromSeconds(1));
            }

            SampleDrive();
            if (_device is not null)
            {
                SampleRuntime();
            }
        }

        if (!task.IsCompleted)
        {
            throw new InvalidOperationException("The world stands still, and somebody waits.");
        }

        task.Wait();
    }

    private void AddAtRest(bool isRecovered)
    {
        SampleDrive();
        SampleRuntime();
        History.Add(new AtRest([.. _lastStatus], [.. Enumerable.Range(0, _lastDrive.Length).Select(Device.GetZone)], Inspect(), isRecovered));
    }

    private void CheckRetired()
    {
        foreach ((Operation operation, byte[] buffer) in Retired)
        {
            if (buffer.AsSpan().ContainsAnyExcept(ClientPort.Poison))
            {
                History.Add(new BufferTouched(operation));
            }
        }
    }

    private ZoneInfo[] Inspect() => [.. Enumerable.Range(0, _drive.Geometry.ZoneCount).Select(_drive.Inspect)];
}
