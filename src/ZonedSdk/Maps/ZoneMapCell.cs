namespace ZonedSdk.Maps;

/// <summary>One cell of a map: a zone, or several that stand side by side. All figures are sums over its zones.</summary>
public sealed class ZoneMapCell
{
    internal const int StateCount = (int)ZoneMapState.Faulted + 1;

    private readonly int[] _counts = new int[StateCount];
    private readonly long[] _written = new long[StateCount];

    internal ZoneMapCell(int firstZone) => FirstZone = firstZone;

    /// <summary>Index of its first zone.</summary>
    public int FirstZone { get; }

    /// <summary>How many zones it stands for, at least 1.</summary>
    public int ZoneCount { get; private set; }

    /// <summary>The state of its zones that matters most.</summary>
    public ZoneMapState Worst { get; private set; }

    /// <summary>The first of its zones in the state <see cref="Worst"/>.</summary>
    public int WorstZone { get; private set; }

    /// <summary>Length of the zones' address ranges in bytes.</summary>
    public long LengthBytes { get; private set; }

    /// <summary>How much of them can be written behind a write pointer, in bytes; conventional zones count as nothing.</summary>
    public long CapacityBytes { get; private set; }

    /// <summary>How much of them lies beyond their zones' capacities, in bytes: no data can stand there.</summary>
    public long GapBytes { get; private set; }

    /// <summary>How much of them is written: up to the write pointers, and full zones to their capacity. Zones without a write pointer that means something count as nothing.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>How much was written and has completed since the look before; 0 where there was none.</summary>
    public long RecentBytes { get; private set; }

    /// <summary>Writes at the drive, or queued for it. Those of conventional zones are not known by zone, and count as none.</summary>
    public int InFlight { get; private set; }

    /// <summary>Requests that wait for admission.</summary>
    public int Waiting { get; private set; }

    /// <summary>How many of its zones were recovered within the last seconds; always 0 on a map that is not a live one.</summary>
    public int RecoveredCount { get; private set; }

    /// <summary>How many of its zones are in a state.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such state.</exception>
    public int CountOf(ZoneMapState state) => (uint)state < StateCount ? _counts[(int)state] : throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state of a zone.");

    internal long WrittenIn(ZoneMapState state) => _written[(int)state];

    internal void Add(in ZoneInfo zone, ZoneMapState state, long recentBytes, int inFlight, int waiting, bool isRecovered)
    {
        if (ZoneCount == 0 || state > Worst)
        {
            Worst = state;
            WorstZone = zone.Index;
        }

        long written = WrittenBytesOf(zone);
        ZoneCount++;
        LengthBytes += zone.LengthBytes;
        CapacityBytes += state == ZoneMapState.Conventional ? 0 : zone.CapacityBytes;
        GapBytes += zone.LengthBytes - zone.CapacityBytes;
        WrittenBytes += written;
        RecentBytes += recentBytes;
        InFlight += inFlight;
        Waiting += waiting;
        RecoveredCount += isRecovered ? 1 : 0;
        _counts[(int)state]++;
        _written[(int)state] += written;
    }

    /// <summary>Takes in a cell that stands behind this one.</summary>
    internal void Add(ZoneMapCell next)
    {
        if (ZoneCount == 0 || next.Worst > Worst)
        {
            Worst = next.Worst;
            WorstZone = next.WorstZone;
        }

        ZoneCount += next.ZoneCount;
        LengthBytes += next.LengthBytes;
        CapacityBytes += next.CapacityBytes;
        GapBytes += next.GapBytes;
        WrittenBytes += next.WrittenBytes;
        RecentBytes += next.RecentBytes;
        InFlight += next.InFlight;
        Waiting += next.Waiting;
        RecoveredCount += next.RecoveredCount;
        for (int state = 0; state < StateCount; state++)
        {
            _counts[state] += next._counts[state];
            _written[state] += next._written[state];
        }
    }

    // A report may say anything, and a picture must not leave its frame.
    private static long WrittenBytesOf(in ZoneInfo zone) => zone switch
    {
        { Condition: ZoneCondition.Full } => zone.CapacityBytes,
        { HasValidWritePointer: true } => Math.Clamp(zone.WritePointer - zone.Start, 0, zone.CapacityBytes),
        _ => 0,
    };
}
