using ZonedSdk.Logs;

namespace ZonedSdk;

/// <content>What becomes of a write that failed: what it has left is looked for before its zone is left.</content>
public sealed partial class ZonedLog
{
    // What a failed write has left whole may be read one day, where the header is lost that says where the zone ends. So it counts, and its numbers are those of its records for ever.
    private async ValueTask<bool> SettleAsync(LogSegment segment, Exception failure)
    {
        try
        {
            LogEnd end = await LogEndScan.RunAsync(_device, Identity, segment, isOpening: false, CancellationToken.None).ConfigureAwait(false);
            bool isOffline = _device.GetZone(segment.Zone).Condition == ZoneCondition.Offline;
            if (isOffline && _device.Options.ErrorPolicy != ZoneErrorPolicy.ZoneOffline)
            {
                // Nothing of it will ever be read.
                return true;
            }

            bool isKnown = end is { IsCertain: true, IsWhole: true } && !isOffline && !_device.GetStatus(segment.Zone).IsFaulted;
            if (isKnown && end.NextSequence > segment.NextSequence)
            {
                await _device.FlushAsync(segment.Zone, CancellationToken.None).ConfigureAwait(false);
            }

            if (isKnown && Adopt(segment, end))
            {
                return true;
            }
        }
        catch (Exception e)
        {
            Fault($"The log on {_device.Name} cannot tell what a write to zone {segment.Zone} has left that failed ({failure.Message}): {e.Message}", e);
            return false;
        }

        Fault($"The log on {_device.Name} cannot tell what a write to zone {segment.Zone} has left that failed: {failure.Message}", failure);
        return false;
    }

    // They are durable, and come first among those that were to be written again.
    private bool Adopt(LogSegment segment, LogEnd end)
    {
        var found = new List<LogAppend>();
        List<TaskCompletionSource> waiting;
        long first;
        lock (_gate)
        {
            first = segment.NextSequence;
            if (end.NextSequence - first > _again.Count)
            {
                return false;
            }

            while (found.Count < end.NextSequence - first)
            {
                found.Add(_again.Dequeue());
            }

            if (found.Count == 0)
            {
                return true;
            }

            segment.End = end.Offset;
            segment.NextSequence = end.NextSequence;
            segment.IsHeaderDurable = true;
            _acknowledged = _nextSequence = _durable = end.NextSequence;
            _failuresInARow = 0;
            waiting = _changed.Take();
        }

        for (int index = 0; index < found.Count; index++)
        {
            found[index].Succeed(first + index);
        }

        LogSignal.Wake(waiting);
        return true;
    }
}
