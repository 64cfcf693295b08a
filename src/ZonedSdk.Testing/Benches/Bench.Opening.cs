namespace ZonedSdk.Testing.Benches;

/// <content>From a target to an open device with empty zones, and back.</content>
internal sealed partial class Bench
{
    /// <summary>Makes a drive, opens a device on it, and runs a body there.</summary>
    public static async Task RunAsync(ConformanceTarget target, CaseNeeds needs, CaseTrace trace, CaseBody body, CancellationToken cancellationToken)
    {
        needs = needs.On(target.Flavour);
        ManualTimeProvider time = new();
        DriveUnderTest drive = await target.MakeAsync(needs.Shape, time, cancellationToken).ConfigureAwait(false);
        await using (drive.ConfigureAwait(false))
        {
            Bench bench = new(target, needs, drive, time, trace);
            bool isDone = false;
            try
            {
                await bench.OpenAsync(cancellationToken).ConfigureAwait(false);
                await body(bench).ConfigureAwait(false);
                isDone = true;
            }
            finally
            {
                await bench.EndAsync(isQuiet: !isDone).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A second drive on the same target, of another shape.</summary>
    public Task RunOnAsync(DriveShape shape, CaseBody body) =>
        RunAsync(_target, _needs with { Shape = shape }, Trace, body, CancellationToken.None);

    /// <summary>Closes the device and opens it again over the same medium.</summary>
    /// <param name="whileOff">What happens to the drive when it runs again and no device is open on it.</param>
    public async Task ReopenAsync(Action<Bench>? whileOff = null)
    {
        await CloseAsync().ConfigureAwait(false);
        Trace.Add("closed and opened again");
        Backend = await Drive.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        whileOff?.Invoke(this);
        await OpenDeviceAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>As <see cref="ReopenAsync"/>, of a device that has lost its drive: closing it cannot end well.</summary>
    public async Task ReopenAfterLossAsync()
    {
        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        catch (ZonedException)
        {
            // The drive is gone, and says so.
        }

        await ReopenAsync().ConfigureAwait(false);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if ((_needs.Faults & ~(Drive.Faults?.Supported ?? DriveFaults.None)) is var missing and not DriveFaults.None)
        {
            throw new NotApplicableException($"The drive cannot be made to suffer: {missing}.");
        }

        if (_needs.IsSwitchedOff && !Drive.IsSwitchedOff)
        {
            throw new NotApplicableException("The drive is not switched off when it is closed.");
        }

        if (_needs.ResetsAll && _target.FirstZone > 0)
        {
            throw new NotApplicableException($"The case resets all zones, and only those from {_target.FirstZone} on may be used.");
        }

        Backend = await Drive.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (Backend.Capabilities.Flavour != _target.Flavour)
        {
            throw new InvalidOperationException($"{Backend.Name} follows the rules of {Backend.Capabilities.Flavour}, and the target says {_target.Flavour}.");
        }

        if (_needs.AppendsInOrder && Backend.Capabilities is { AppendsNatively: true, EnforcesOrder: true })
        {
            throw new NotApplicableException("The drive chooses the places of appends, and promises no order.");
        }

        await OpenDeviceAsync(cancellationToken).ConfigureAwait(false);
        _zones = ZoneChoice.Choose(Device, _needs, _target.FirstZone);
        await EmptyAsync(cancellationToken).ConfigureAwait(false);
        await HoldBallastAsync().ConfigureAwait(false);
    }

    private async Task OpenDeviceAsync(CancellationToken cancellationToken)
    {
        // Nothing but a wait for resources ends by the time that a case moves: a device takes as long as it takes, and the case's own limit is in the system's time.
        ZonedDeviceOptions options = _needs.Options with { TimeProvider = Time };
        if (!_needs.Faults.HasFlag(DriveFaults.Plan))
        {
            options = options with
            {
                CommandTimeout = Timeout.InfiniteTimeSpan,
                DrainTimeout = Timeout.InfiniteTimeSpan,
                ReportTimeout = Timeout.InfiniteTimeSpan,
                RecoveryTimeout = Timeout.InfiniteTimeSpan,
                DisposeTimeout = Timeout.InfiniteTimeSpan,
            };
        }

        Device = await ZonedDevice.OpenAsync(Backend, options, cancellationToken).ConfigureAwait(false);
        _isOpen = true;
        Device.ZoneEvent += (_, e) => Events.Enqueue(e);
    }

    private async Task EmptyAsync(CancellationToken cancellationToken)
    {
        HashSet<int> mine = [.. _zones.Sequential];
        for (int zone = _target.FirstZone; zone < Device.Geometry.ZoneCount; zone++)
        {
            // Zones of others are left alone, unless they hold resources that the case counts on.
            ZoneInfo info = Device.GetZone(zone);
            bool isActive = info.Condition is ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen or ZoneCondition.Closed;
            if (mine.Contains(zone) ? info.Condition == ZoneCondition.Empty : !isActive)
            {
                continue;
            }

            if (_target.Overwrites != Device.Identity)
            {
                throw new InvalidOperationException($"Zone {zone} of {Device.Name} is {info.Condition} and not empty, and the target does not say that the device '{Device.Identity}' may be overwritten.");
            }

            await Device.ResetZoneAsync(zone, cancellationToken).ConfigureAwait(false);
        }
    }

    // A device with higher limits than the case's is brought down to them: zones behind those of the case are opened, or written and closed.
    private async Task HoldBallastAsync()
    {
        for (int i = 0; i < _zones.Ballast.Count; i++)
        {
            int zone = _zones.Ballast[i];
            if (i < _zones.OpenBallast)
            {
                _ = await Device.OpenZoneAsync(zone).ConfigureAwait(false);
            }
            else
            {
                await Device.AppendAsync(zone, new byte[Block]).ConfigureAwait(false);
                await Device.CloseZoneAsync(zone).ConfigureAwait(false);
            }
        }
    }

    private async Task EndAsync(bool isQuiet)
    {
        Faults?.Plan?.Clear();
        Faults?.Plan?.ReleaseHung();
        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        catch (Exception) when (isQuiet)
        {
            // The case failed, and that is what is told.
        }
    }

    // What is in flight must come to rest, and the wait for that is a wait in the device's time.
    private async Task CloseAsync()
    {
        if (!_isOpen)
        {
            // A device closes its backend; one that was never opened cannot.
            if (Backend is { } unused)
            {
                await unused.DisposeAsync().ConfigureAwait(false);
            }

            return;
        }

        _isOpen = false;
        Task closing = Device.DisposeAsync().AsTask();
        await PassUntilEndedAsync(closing, TimeSpan.FromMilliseconds(5)).ConfigureAwait(false);
        await closing.ConfigureAwait(false);
    }
}
