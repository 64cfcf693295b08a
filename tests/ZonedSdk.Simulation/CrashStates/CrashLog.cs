using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>Everything that a workload did to its image, in order, and what was promised when.</summary>
internal sealed class CrashLog : IImageRecorder
{
    private readonly List<CrashEvent> _events = [];

    public IReadOnlyList<CrashEvent> Events => _events;

    public int Position => _events.Count;

    public void Written(long offset, byte[] data) => _events.Add(new CrashEvent(CrashEventKind.Change, offset, data, data.Length));

    public void Cleared(long offset, long lengthBytes) => _events.Add(new CrashEvent(CrashEventKind.Change, offset, null, lengthBytes));

    public void Synchronized(int coveredPosition) => _events.Add(new CrashEvent(CrashEventKind.Barrier, coveredPosition, null, 0));

    /// <summary>A promise was made: every state that is possible now must keep it.</summary>
    public void Promised(ZoneModel[] zones) => _events.Add(new CrashEvent(CrashEventKind.Promise, 0, null, 0, [.. zones]));

    /// <summary>Something was asked for: states from now on may show it.</summary>
    public void Asked(ZoneModel[] zones) => _events.Add(new CrashEvent(CrashEventKind.Request, 0, null, 0, [.. zones]));
}

internal enum CrashEventKind
{
    Change,
    Barrier,
    Promise,
    Request,
}

/// <summary>One event of a log; for a barrier the offset is the position up to which everything is stable.</summary>
internal sealed record CrashEvent(CrashEventKind Kind, long Offset, byte[]? Data, long LengthBytes, ZoneModel[]? Zones = null)
{
    public void ApplyTo(PageImage image)
    {
        if (Data is null)
        {
            image.Zero(Offset, LengthBytes);
        }
        else
        {
            image.Write(Offset, Data);
        }
    }
}
