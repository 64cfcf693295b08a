using System.Globalization;
using System.Text;
using ZonedSdk.Annotations;

namespace ZonedSdk.Maps.Drawing;

/// <summary>What a device said of its zones: the last events in words, the recoveries that are news, and how many there were.</summary>
internal sealed class LiveEvents(TimeProvider time, TimeSpan newsFor)
{
    private const int Most = 8;

    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly Queue<(DateTimeOffset At, ZoneEventArgs Event)> _last = new();

    [GuardedBy(nameof(_gate))]
    private readonly Dictionary<int, long> _recovered = [];

    private long _recoveryCount;

    public long RecoveryCount => Interlocked.Read(ref _recoveryCount);

    /// <summary>Called in the middle of the device's work: it only notes.</summary>
    public void OnZoneEvent(object? sender, ZoneEventArgs what)
    {
        if (what.Kind == ZoneEventKind.ImplicitlyClosed)
        {
            // It is the device's daily work, and would drive out what is worth reading.
            return;
        }

        DateTimeOffset now = time.GetUtcNow();
        long until = time.GetTimestamp() + (long)(newsFor.TotalSeconds * time.TimestampFrequency);
        lock (_gate)
        {
            _last.Enqueue((now, what));
            if (_last.Count > Most)
            {
                _last.Dequeue();
            }

            if (what.Kind == ZoneEventKind.Recovered)
            {
                _recovered[what.Zone] = until;
                Interlocked.Increment(ref _recoveryCount);
            }
        }
    }

    /// <summary>Hands over which zones were recovered since the last time.</summary>
    public void TakeRecovered(ZoneHistory history)
    {
        lock (_gate)
        {
            foreach ((int zone, long until) in _recovered)
            {
                history.Recovered(zone, until);
            }

            _recovered.Clear();
        }
    }

    /// <summary>The last events, the newest first.</summary>
    public string ToMarkup()
    {
        var list = new StringBuilder();
        (DateTimeOffset At, ZoneEventArgs Event)[] events;
        lock (_gate)
        {
            events = [.. _last];
        }

        foreach ((DateTimeOffset at, ZoneEventArgs what) in events.Reverse())
        {
            list.Append(CultureInfo.InvariantCulture, $"<li><time>{at:HH:mm:ss}</time><span>{Words(what)}</span></li>");
        }

        return list.Length == 0 ? "<li class=\"quiet\">Nothing yet.</li>" : list.ToString();
    }

    private static string Words(ZoneEventArgs what)
    {
        string zone = what.Zone < 0 ? "The device" : $"Zone {MapWords.Number(what.Zone)}";
        string range = MapWords.Bytes(Math.Max(0, what.End - what.Start));
        return what.Kind switch
        {
            ZoneEventKind.Recovered when what.End > what.Start => $"{zone} recovered, write pointer back by {range}",
            ZoneEventKind.Recovered => $"{zone} recovered, write pointer unmoved",
            ZoneEventKind.ForeignWriter => $"{zone} has {range} that somebody else wrote",
            ZoneEventKind.AcknowledgedDataLost => $"{zone} has lost {range} that had been acknowledged",
            ZoneEventKind.Faulted => $"{zone} is faulted: its state is unproven",
            ZoneEventKind.ReadOnly => $"{zone} became read-only",
            ZoneEventKind.Offline => $"{zone} went offline",
            ZoneEventKind.FlushFailed => $"{zone}: a flush failed, {range} are not durable",
            ZoneEventKind.FoundFull => $"{zone} was found full",
            ZoneEventKind.DeviceGone => "The device is gone",
            ZoneEventKind.DeviceReadOnly => "The device takes no more writes",
            _ => $"{zone}: {MapWords.Escape(what.Kind.ToString())}",
        };
    }
}
