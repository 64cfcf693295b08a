using ZonedSdk.Annotations;
using ZonedSdk.Devices;
using ZonedSdk.Diagnostics;
using ZonedSdk.Zones;

namespace ZonedSdk;

/// <content>Zone management: each command has its zone to itself.</content>
public sealed partial class ZonedDevice
{
    /// <summary>Opens a zone explicitly (OPEN ZONE) and keeps it open until the lease ends.</summary>
    /// <param name="zone">Index of a sequential zone.</param>
    /// <param name="cancellationToken">Ends the wait for the zone; a command at the drive is seen to its end.</param>
    /// <returns>The lease; a zone may have many, and disposing the last of them closes it.</returns>
    /// <exception cref="NotSupportedException">The zone is conventional.</exception>
    /// <exception cref="ZonedIOException">The zone's condition does not allow it (ZNS refuses to open a full zone), or the command failed.</exception>
    [DeviceIo]
    public async ValueTask<OpenZoneLease> OpenZoneAsync(int zone, CancellationToken cancellationToken = default)
    {
        Zone target = Sequential(zone);
        ThrowIfUnwritable();
        cancellationToken.ThrowIfCancellationRequested();
        await TraceAsync(ZonedActivities.NameOf(RequestOperation.Open), zone, () => target.OpenLeaseAsync(cancellationToken).AsTask()).ConfigureAwait(false);
        return new OpenZoneLease(this, target);
    }

    /// <summary>Closes an open zone (CLOSE ZONE): its open resource is free again, its active one is not.</summary>
    /// <param name="zone">Index of a sequential zone.</param>
    /// <param name="cancellationToken">Ends the wait for the zone; a command at the drive is seen to its end.</param>
    /// <exception cref="NotSupportedException">The zone is conventional.</exception>
    /// <exception cref="ZonedIOException">The zone's condition does not allow it (ZNS refuses to close an empty zone), or the command failed.</exception>
    [DeviceIo]
    public ValueTask CloseZoneAsync(int zone, CancellationToken cancellationToken = default) =>
        ManageAsync(RequestOperation.Close, zone, force: false, cancellationToken);

    /// <summary>Finishes a zone (FINISH ZONE): it is full from then on, and its resources are free. Appends that wait for the zone end with <see cref="ZoneFullException"/>.</summary>
    /// <remarks>Where something was written to the zone, the drive is asked first where the write pointer stands: a finish moves it to the end, and would hide that data are missing.</remarks>
    /// <param name="zone">Index of a sequential zone.</param>
    /// <param name="cancellationToken">Ends the wait for the zone; a command at the drive is seen to its end.</param>
    /// <exception cref="NotSupportedException">The zone is conventional.</exception>
    /// <exception cref="AcknowledgedDataLostException">The drive has lost data whose write it had confirmed. The zone was not finished; a second call finishes it as it is.</exception>
    /// <exception cref="ZoneReadOnlyException">The zone has become read-only.</exception>
    /// <exception cref="ZoneOfflineException">The zone has gone offline.</exception>
    /// <exception cref="ZoneFaultedException">The drive could not be asked. The zone was not finished.</exception>
    /// <exception cref="ZonedIOException">The command failed.</exception>
    [DeviceIo]
    public ValueTask FinishZoneAsync(int zone, CancellationToken cancellationToken = default) =>
        ManageAsync(RequestOperation.Finish, zone, force: false, cancellationToken);

    /// <summary>Resets a zone's write pointer (RESET WRITE POINTER): its data are gone. Waits for what is in flight, reads included, and for readers' leases; appends that wait for the zone end with <see cref="ZoneResetException"/>.</summary>
    /// <param name="zone">Index of a sequential zone.</param>
    /// <param name="cancellationToken">Ends the wait for the zone; a command at the drive is seen to its end.</param>
    /// <exception cref="NotSupportedException">The zone is conventional.</exception>
    /// <exception cref="ZoneBlockedException">A command of the zone may still execute; this includes a read that did not come back within <see cref="ZonedDeviceOptions.CommandTimeout"/>.</exception>
    /// <exception cref="ZonedIOException">The command failed; the zone was reported again, and the exception says where its write pointer is.</exception>
    [DeviceIo]
    public ValueTask ResetZoneAsync(int zone, CancellationToken cancellationToken = default) =>
        ManageAsync(RequestOperation.Reset, zone, force: false, cancellationToken);

    /// <summary>Resets a zone ahead of the writes that wait for it: those have no offset yet and fail with <see cref="ZoneResetException"/> at once. What is in flight is still waited for.</summary>
    /// <inheritdoc cref="ResetZoneAsync(int, CancellationToken)"/>
    [DeviceIo]
    public ValueTask ForceResetZoneAsync(int zone, CancellationToken cancellationToken = default) =>
        ManageAsync(RequestOperation.Reset, zone, force: true, cancellationToken);

    /// <summary>Resets every sequential zone, one after another in the order of their index. Read-only and offline zones are left as they are.</summary>
    /// <param name="identity">The device's identity: proof that the caller means this device.</param>
    /// <param name="cancellationToken">Stops before the next zone, and ends the wait for a zone.</param>
    /// <exception cref="ArgumentException">The identity is another device's; nothing was reset.</exception>
    /// <exception cref="ZonedIOException">A report or a reset failed; the zones before it are reset, those behind it are not.</exception>
    [DeviceIo]
    public async ValueTask ResetAllAsync(DeviceIdentity identity, CancellationToken cancellationToken = default)
    {
        if (identity != Identity)
        {
            throw new ArgumentException($"{Name} is the device '{Identity}', not '{identity}': nothing was reset.", nameof(identity));
        }

        ThrowIfUnwritable();
        await foreach (ReadOnlyMemory<ZoneInfo> page in ReportReader.ReadAsync(_context, 0, _zones.Count, cancellationToken).ConfigureAwait(false))
        {
            for (int i = 0; i < page.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (NeedsReset(page.Span[i]))
                {
                    await ResetUnlessDeadAsync(page.Span[i].Index, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    // Empty is what drive and runtime both say, and nothing is on its way that could change it.
    private bool NeedsReset(in ZoneInfo reported)
    {
        if (reported.Type == ZoneType.Conventional)
        {
            return false;
        }

        bool isBusy = _zones.Find(reported.Index)?.Status() is { } status && (status.IsFaulted || status.InFlight > 0 || status.Waiting > 0);
        return isBusy || GetZone(reported.Index).Condition switch
        {
            ZoneCondition.ReadOnly or ZoneCondition.Offline => false,
            ZoneCondition.Empty => reported.Condition != ZoneCondition.Empty,
            _ => true,
        };
    }

    // A zone that turns out to be read-only or offline, by the drive or by the error policy, is left as it is.
    private async ValueTask ResetUnlessDeadAsync(int zone, CancellationToken cancellationToken)
    {
        try
        {
            await ResetZoneAsync(zone, cancellationToken).ConfigureAwait(false);
        }
        catch (ZonedIOException e) when (e.Error is ZoneError.ZoneReadOnly or ZoneError.ZoneOffline || (e.Zone == zone && e.Condition is ZoneCondition.ReadOnly or ZoneCondition.Offline))
        {
            // Nothing can reset it; the others still can be.
        }
    }

    /// <summary>Drains a zone, asks the drive where its write pointer stands, and goes on from there. Brings a faulted zone back; on a healthy one it is an audit.</summary>
    /// <param name="zone">Index of a sequential zone.</param>
    /// <param name="cancellationToken">Ends the wait for the zone.</param>
    /// <returns>What was found. Lost or foreign data are in the result, not thrown: whoever asks is told.</returns>
    /// <exception cref="ZoneBlockedException">A command of the zone may still execute.</exception>
    /// <exception cref="ZonedIOException">No believable report could be had.</exception>
    [DeviceIo]
    [Resynchronizes]
    public async ValueTask<ZoneRecovery> RecoverAsync(int zone, CancellationToken cancellationToken = default)
    {
        Zone target = Sequential(zone);
        ThrowIfUnreadable();
        cancellationToken.ThrowIfCancellationRequested();
        var box = new RecoveryBox();
        await target.SubmitExclusive(RequestOperation.Recover, force: false, box, cancellationToken).Task.ConfigureAwait(false);
        return box.Result;
    }

    /// <summary>Keeps a zone from being reset while somebody reads it.</summary>
    /// <param name="zone">Index of a sequential zone.</param>
    /// <param name="cancellationToken">Ends the wait for a reset that is under way.</param>
    /// <returns>The lease; disposing it lets resets go on.</returns>
    /// <exception cref="NotSupportedException">The zone is conventional: nothing resets it.</exception>
    /// <exception cref="ZonedIOException">The zone is offline, or faulted with a reset whose outcome is unknown.</exception>
    public async ValueTask<ZoneReaderLease> AcquireReaderLeaseAsync(int zone, CancellationToken cancellationToken = default)
    {
        Zone target = Sequential(zone);
        ThrowIfUnreadable();
        cancellationToken.ThrowIfCancellationRequested();
        await target.SubmitLease(cancellationToken).Task.ConfigureAwait(false);
        return new ZoneReaderLease(target);
    }

    private ValueTask ManageAsync(RequestOperation operation, int zone, bool force, CancellationToken cancellationToken) =>
        ZonedActivities.HasListeners ? ManageTracedAsync(operation, zone, force, cancellationToken) : ManageUntracedAsync(operation, zone, force, cancellationToken);

    private ValueTask ManageUntracedAsync(RequestOperation operation, int zone, bool force, CancellationToken cancellationToken)
    {
        Zone target = Sequential(zone);
        if (_context.WriteLatch is { } latch)
        {
            return ValueTask.FromException(Again(latch));
        }

        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : target.SubmitExclusive(operation, force, box: null, cancellationToken).Task;
    }

    private void ThrowIfUnwritable()
    {
        if (_context.WriteLatch is { } latch)
        {
            throw Again(latch);
        }
    }

    private void ThrowIfUnreadable()
    {
        if (_context.AllLatch is { } latch)
        {
            throw Again(latch);
        }
    }
}
