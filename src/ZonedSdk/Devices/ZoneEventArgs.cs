namespace ZonedSdk;

/// <summary>Tells the owner of a device what happened to a zone. Raised outside every lock.</summary>
public sealed class ZoneEventArgs : EventArgs
{
    internal ZoneEventArgs(ZoneEventKind kind, int zone, long start, long end, ZonedException? error)
    {
        Kind = kind;
        Zone = zone;
        Start = start;
        End = end;
        Error = error;
    }

    /// <summary>What happened.</summary>
    public ZoneEventKind Kind { get; }

    /// <summary>Zone index, or -1 where the whole device is meant.</summary>
    public int Zone { get; }

    /// <summary>Absolute offset of the first byte concerned.</summary>
    public long Start { get; }

    /// <summary>Absolute offset behind the last byte concerned.</summary>
    public long End { get; }

    /// <summary>Writes that failed with this event because they stood behind a failed one; 0 where there were none.</summary>
    public int Followers { get; internal init; }

    /// <summary>The error behind it, with its numbers; null where nothing went wrong.</summary>
    public ZonedException? Error { get; }
}
