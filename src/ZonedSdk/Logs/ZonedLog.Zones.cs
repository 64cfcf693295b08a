using System.Buffers;
using ZonedSdk.Annotations;
using ZonedSdk.Logs;
using ZonedSdk.Logs.Format;

namespace ZonedSdk;

/// <content>From one zone to the next, and what becomes of the log where that is not possible.</content>
public sealed partial class ZonedLog
{
    // Larger than that of every zone that was begun, or tried.
    [GuardedBy(nameof(_gate))]
    private long _generation;

    // Called by the loop alone, while nothing is in flight.
    private async ValueTask BeginZoneAsync()
    {
        LogSegment? last;
        Exception? failure;
        bool isHopeless;
        lock (_gate)
        {
            last = _segments.Count == 0 ? null : _segments[^1];
            failure = _failure;
            isHopeless = failure is not null && (_failuresInARow >= _options.WriteAttempts || IsOfDevice(failure));
        }

        if (isHopeless)
        {
            Fault($"The log on {_device.Name} could not be written: {failure!.Message}", failure);
            return;
        }

        if (last is { IsSealed: false } && ((failure is not null && !await SettleAsync(last, failure).ConfigureAwait(false)) || !await SealAsync(last).ConfigureAwait(false)))
        {
            return;
        }

        while (TryTakeZone(last?.Zone ?? -1, out int zone, out long generation))
        {
            try
            {
                await BeginAsync(zone, generation, last).ConfigureAwait(false);
                return;
            }
            catch (ZonedIOException e) when (e.IsTransient)
            {
                // Nothing is wrong with the zone: others hold what it needs.
                Release(zone);
                FailAll(append => new ZonedLogException($"The log on {_device.Name} could not begin zone {zone}: {e.Message} Append again later.", e, append.WasWritten));
                return;
            }
            catch (ZonedIOException e) when (!IsOfDevice(e))
            {
                Retire(zone);
            }
            catch (Exception e)
            {
                Retire(zone);
                Fault($"The log on {_device.Name} could not begin zone {zone}: {e.Message}", e);
                return;
            }
        }

        OnFull();
    }

    // A zone without a record is no link of the chain: its header may not be durable, and a power cut would take with it the way to those before.
    private async ValueTask BeginAsync(int zone, long generation, LogSegment? last)
    {
        LogSegment? empty = last is not null && last.End == last.DataStart ? last : null;
        LogSegment? previous = last;
        if (empty is not null)
        {
            lock (_gate)
            {
                previous = _segments.Count < 2 ? null : _segments[^2];
            }
        }

        LogSegment next = await WriteHeaderAsync(zone, generation, previous).ConfigureAwait(false);
        if (empty is not null)
        {
            // It may be all that tells which numbers were given, until this one does.
            await FlushOnceAsync(next, CancellationToken.None).ConfigureAwait(false);
        }

        lock (_gate)
        {
            if (empty is not null)
            {
                _segments.Remove(empty);
            }

            _segments.Add(next);
            _failure = null;
        }

        if (empty is not null)
        {
            Release(empty.Zone);
        }
    }

    // What the last zone holds is durable before the next one is begun: after a power cut nothing is missing in front of what is there.
    private async ValueTask<bool> SealAsync(LogSegment segment)
    {
        try
        {
            if (DurableSequence < NextSequence)
            {
                await FlushOnceAsync(segment, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Fault($"Records of the log on {_device.Name} that were acknowledged could not be made durable: {e.Message}", e);
            return false;
        }

        bool isFull = segment.End == segment.CapacityEnd;
        lock (_gate)
        {
            segment.IsSealed = true;
        }

        if (!isFull)
        {
            try
            {
                // A zone with room left would keep one of the drive's active places.
                await _device.FinishZoneAsync(segment.Zone, CancellationToken.None).ConfigureAwait(false);
            }
            catch (ZonedIOException)
            {
                // It keeps its place then. What ails the device meets the next zone's header, and is told there.
            }
        }

        return true;
    }

    // Round and round, so that all zones are worn alike.
    private bool TryTakeZone(int after, out int zone, out long generation)
    {
        lock (_gate)
        {
            generation = _generation;
            zone = -1;
            if (_free.Count == 0)
            {
                return false;
            }

            SortedSet<int> behind = _free.GetViewBetween(after + 1, int.MaxValue);
            zone = behind.Count > 0 ? behind.Min : _free.Min;
            _free.Remove(zone);

            // A header that failed may stand on the medium: no other zone gets the same generation.
            _generation++;
            return true;
        }
    }

    private async ValueTask<LogSegment> WriteHeaderAsync(int zone, long generation, LogSegment? previous)
    {
        ZoneInfo info = _device.GetZone(zone);
        if (info.Condition != ZoneCondition.Empty || info.WritePointer != info.Start || _device.GetStatus(zone).IsFaulted)
        {
            await _device.ResetZoneAsync(zone, CancellationToken.None).ConfigureAwait(false);
        }

        LogZoneHeader header;
        lock (_gate)
        {
            header = new LogZoneHeader
            {
                Log = Identity,
                Generation = generation,
                FirstSequence = _nextSequence,
                Zone = zone,
                PreviousZone = previous?.Zone ?? 0,
                PreviousGeneration = previous?.Generation ?? 0,
                PreviousEndBytes = previous is null ? 0 : previous.End - previous.Start,
                DeadZones = LogRecovery.Fingerprint(_dead),
            };
        }

        int lengthBytes = LogZoneHeader.Copies * _blockBytes;
        using IMemoryOwner<byte> owner = _device.Buffers.Rent(lengthBytes);
        Memory<byte> bytes = owner.Memory[..lengthBytes];
        header.Encode(_blockBytes, bytes.Span);
        await _device.WriteAsync(info.Start, bytes, CancellationToken.None).ConfigureAwait(false);
        return new LogSegment(zone, generation, header.FirstSequence, info.Start, _device.GetZone(zone).End, _blockBytes);
    }

    // A zone that could not be begun is left out until the log is opened again; one that is offline counts as dead from now on.
    private void Retire(int zone)
    {
        lock (_gate)
        {
            if (_device.GetZone(zone).Condition == ZoneCondition.Offline)
            {
                _dead.Add(zone);
            }
        }
    }

    private void OnFull()
    {
        lock (_gate)
        {
            if (_free.Count > 0)
            {
                // Somebody trimmed meanwhile.
                return;
            }

            if (_options.WaitForRoom && !_isClosing)
            {
                _isFull = true;
                return;
            }
        }

        FailAll(append => new ZonedLogFullException($"No zone of the log on {_device.Name} is free: records {FirstSequence} to {NextSequence - 1} are in its {_zones.Count} zones. Trim what is no longer needed.", append.WasWritten));
    }

    // The log is closed to writers: what was acknowledged can be read, and opening it again tells what is left.
    private void Fault(string message, Exception cause)
    {
        lock (_gate)
        {
            _fault ??= new ZonedLogException($"{message} The log takes no more records; open it again.", cause);
        }

        FailAll(append =>
        {
            lock (_gate)
            {
                return AgainLocked(append);
            }
        });
    }

    private void FailAll(Func<LogAppend, ZonedLogException> failureOf)
    {
        LogAppend[] failed;
        lock (_gate)
        {
            failed = [.. _again, .. _waiting.Where(append => !append.IsCancelled)];
            foreach (LogAppend append in failed)
            {
                append.IsTaken = true;
            }

            _again.Clear();
            _waiting.Clear();
            _isFull = false;
        }

        foreach (LogAppend append in failed)
        {
            append.Fail(failureOf(append));
        }

        Signal();
    }

    // Each caller gets an exception of its own, with the first one inside.
    [RequiresLock(nameof(_gate))]
    private ZonedLogException AgainLocked(LogAppend append) => new(_fault!.Message, _fault.InnerException, append.WasWritten);

    private static bool IsOfDevice(Exception failure) =>
        failure is not ZonedIOException { Error: var error } || error is ZoneError.DeviceGone or ZoneError.Disposed or ZoneError.DeviceReadOnly or ZoneError.FlushFailed;
}
