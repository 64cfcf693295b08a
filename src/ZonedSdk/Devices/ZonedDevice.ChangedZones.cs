using System.Globalization;
using ZonedSdk.Annotations;
using ZonedSdk.Backends;
using ZonedSdk.Devices;
using ZonedSdk.Zones;

namespace ZonedSdk;

/// <content>What the drive has changed by itself: without a command of a zone nobody would meet it.</content>
public sealed partial class ZonedDevice
{
    private readonly ChangedZones _changed = new();

    /// <summary>Whether the drive keeps a list of the zones that it has changed by itself, so that <see cref="RecoverChangedZonesAsync"/> can ask for it: NVMe's zoned namespaces past the block layer where their controller does, and emulated drives that follow ZNS.</summary>
    public bool KeepsChangedZones => _context.Backend is IChangedZoneLog { WhyNoChangedZones: null };

    /// <summary>Asks the drive which zones it has changed by itself (made read-only, taken offline, finished, given other advice), and recovers exactly these, as <see cref="RecoverAsync(int, CancellationToken)"/> does: each is drained first, and reported.</summary>
    /// <remarks>
    /// <para>Where the drive could not keep all of them, every zone is reported, and those are recovered that are not as the runtime has them, or of which that cannot be told because they are in use.</para>
    /// <para>A drive tells each change once, to whoever asks: one program should. What it told stays with the device until the zone was recovered, also when a call is cancelled or fails. <see cref="ZoneEvent"/> tells of each zone what became of it.</para>
    /// <para>A zone that is read-only or offline for the runtime stays so; what the drive says of it now is in the result.</para>
    /// <para>Conventional zones are left out: the runtime keeps nothing of them.</para>
    /// <example>
    /// <code>
    /// foreach (ZoneRecovery changed in await device.RecoverChangedZonesAsync())
    /// {
    ///     Console.WriteLine($"Zone {changed.Zone} is {changed.Condition} now.");
    /// }
    /// </code>
    /// </example>
    /// </remarks>
    /// <param name="cancellationToken">Stops before the next zone, and ends the wait for a zone.</param>
    /// <returns>What was found of each zone that was recovered, in the order of their index; empty where nothing has changed.</returns>
    /// <exception cref="NotSupportedException">The drive keeps no such list; the message says why. <see cref="ZonedDeviceOptions.AuditInterval"/> compares zones that are in use without one.</exception>
    /// <exception cref="ZonedIOException">The list could not be had, or a zone could not be recovered (the first of them is told, the others were recovered all the same): call again.</exception>
    [DeviceIo]
    public async ValueTask<IReadOnlyList<ZoneRecovery>> RecoverChangedZonesAsync(CancellationToken cancellationToken = default)
    {
        var log = _context.Backend as IChangedZoneLog;
        if (log?.WhyNoChangedZones is var reason && (log is null || reason is not null))
        {
            throw new NotSupportedException($"{Name} does not tell which zones it has changed by itself: {reason ?? "drives of its kind keep no such list"}. RecoverAsync asks after one zone; AuditInterval has those compared that are in use.");
        }

        ThrowIfUnreadable();
        cancellationToken.ThrowIfCancellationRequested();
        await TakeChangedZonesAsync(log!, cancellationToken).ConfigureAwait(false);

        (int Zone, long Ticket)[] pending = _changed.Pending(out long any);
        List<int> zones = any == 0 ? [] : await FindChangedAsync(cancellationToken).ConfigureAwait(false);
        var tickets = pending.ToDictionary(static change => change.Zone, static change => change.Ticket);
        List<ZoneRecovery> recovered = [];
        ZonedException? failure = null;
        foreach (int zone in zones.Union(tickets.Keys).Order())
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (_zones.TypeOf(zone) != ZoneType.Conventional)
                {
                    recovered.Add(await RecoverUnlessDeadAsync(zone, cancellationToken).ConfigureAwait(false));
                }

                _changed.Done(zone, tickets.GetValueOrDefault(zone));
            }
            catch (ZonedException e)
            {
                failure ??= e;
            }
        }

        if (failure is not null)
        {
            throw failure;
        }

        _changed.DoneAny(any);
        return recovered;
    }

    // What is read-only or offline for the runtime stays so, and is recovered no more; where it was not known, a write in flight has just found it. The drive's word is told in any case.
    private async ValueTask<ZoneRecovery> RecoverUnlessDeadAsync(int zone, CancellationToken cancellationToken)
    {
        try
        {
            return await RecoverAsync(zone, cancellationToken).ConfigureAwait(false);
        }
        catch (ZonedIOException e) when (e.Zone == zone && e.Error is ZoneError.ZoneReadOnly or ZoneError.ZoneOffline)
        {
            ZoneInfo reported = await ReportZoneAsync(zone, cancellationToken).ConfigureAwait(false);
            long end = GetStatus(zone).Submitted;
            return new ZoneRecovery { Zone = zone, WritePointer = end, Condition = reported.Condition, RangeStart = end, RangeEnd = end };
        }
    }

    // Whatever keeps the answer from us, the drive may have struck off its list what nobody has seen.
    private async ValueTask TakeChangedZonesAsync(IChangedZoneLog log, CancellationToken cancellationToken)
    {
        ChangedZoneList? list = null;
        try
        {
            list = await log.TakeChangedZonesAsync(cancellationToken).AsTask().WaitAsync(Options.ReportTimeout, _context.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw Untold(string.Create(CultureInfo.InvariantCulture, $"nothing came within {Options.ReportTimeout.TotalSeconds} s ({nameof(ZonedDeviceOptions.ReportTimeout)})"), BackendResult.Failure(ZoneError.Timeout));
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            // A backend reports failures as results; one that throws has told nothing.
            throw Untold($"the backend threw {e.GetType().Name}: {e.Message}", BackendResult.Failure(ZoneError.Io), e);
        }
        finally
        {
            _changed.Add(list);
        }

        if (!list.Result.IsSuccess)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _context.HearOf(list.Result);
            throw Untold($"{list.Result.Error}, {ZonedErrors.Describe(list.Result.Errno)}", list.Result);
        }
    }

    private ZonedIOException Untold(string why, BackendResult result, Exception? inner = null) =>
        ZonedErrors.OfDevice($"{Name} did not tell which zones it has changed by itself: {why}. Check the device, and try again.", result.Error, result.Errno, inner);

    // A zone without advice that a report shows as the runtime has it has nothing to be recovered from.
    private async ValueTask<List<int>> FindChangedAsync(CancellationToken cancellationToken)
    {
        List<int> found = [];
        await foreach (ReadOnlyMemory<ZoneInfo> page in ReportReader.ReadAsync(_context, 0, _zones.Count, cancellationToken).ConfigureAwait(false))
        {
            for (int i = 0; i < page.Length; i++)
            {
                if (IsChanged(page.Span[i]))
                {
                    found.Add(page.Span[i].Index);
                }
            }
        }

        return found;
    }

    private bool IsChanged(in ZoneInfo reported)
    {
        Zone? used = _zones.Find(reported.Index);
        bool isKnown = used is null || used.IsIdle(out _, out _) || used.Info().Condition is ZoneCondition.ReadOnly or ZoneCondition.Offline;
        return !isKnown || reported.ResetRecommended || reported.FinishRecommended || IsForeign(reported, used?.Info() ?? _zones.Reported(reported.Index));
    }
}
