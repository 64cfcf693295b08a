using ZonedSdk.Annotations;
using ZonedSdk.Maps.Drawing;

namespace ZonedSdk.Maps;

/// <summary>
/// A map of a device's zones at one moment: how far each is written, in what condition it is, and what is wrong with it. It is drawn as an SVG, as a page, and as text for a terminal.
/// </summary>
/// <remarks>
/// <para>A drive may have a hundred thousand zones. The map then has several in each cell, and says so. A cell shows how much of its zones is written by which of them, and the state that matters most: one zone that is offline among a
/// thousand is seen.</para>
/// <para>The same map gives the same bytes, whatever the culture.</para>
/// <example>
/// <code>
/// ZoneMap map = ZoneMap.Of(device);
/// await File.WriteAllTextAsync("zones.svg", map.ToSvg());
/// Console.Write(map.ToText(new ZoneMapTextOptions { WidthColumns = 100 }));
/// </code>
/// </example>
/// </remarks>
public sealed class ZoneMap
{
    private const int MostTroubled = 100;

    // What people count in; rows then begin with round numbers, too.
    private static readonly int[] s_steps = [1, 2, 5, 10, 20, 25];

    private readonly ZoneMapCell[] _cells;
    private readonly List<(int Zone, ZoneMapState State)> _troubled = [];

    private ZoneMap(ZonedDevice device, ZoneMapOptions options)
    {
        options.Validate();
        Title = options.Title ?? device.Name;
        Identity = device.Identity;
        Geometry = device.Geometry;
        Limits = device.Limits;
        ZonesPerCell = ZonesPerCellOf(Geometry.ZoneCount, options.MaxCells);
        _cells = new ZoneMapCell[((Geometry.ZoneCount - 1) / ZonesPerCell) + 1];
        for (int index = 0; index < _cells.Length; index++)
        {
            _cells[index] = new ZoneMapCell(index * ZonesPerCell);
        }
    }

    /// <summary>What stands above the map: the device's name, or what the options said.</summary>
    public string Title { get; }

    /// <summary>The device's identity.</summary>
    public DeviceIdentity Identity { get; }

    /// <summary>The device's geometry.</summary>
    public Geometry Geometry { get; }

    /// <summary>The device's limits.</summary>
    public Limits Limits { get; }

    /// <summary>How many zones a cell stands for; the last one may have fewer.</summary>
    public int ZonesPerCell { get; }

    /// <summary>The cells, in the order of their zones.</summary>
    public IReadOnlyList<ZoneMapCell> Cells => _cells;

    /// <summary>All zones as one cell: the sums.</summary>
    public ZoneMapCell Total { get; } = new(0);

    /// <summary>How long <see cref="ZoneMapCell.RecentBytes"/> was gathered; zero where there was no look before.</summary>
    public TimeSpan Period { get; internal set; }

    /// <summary>How many recoveries were seen to end since a live map began; null on a map that is not a live one.</summary>
    public long? RecoveryCount { get; internal set; }

    /// <summary>Zones with which something is wrong (read-only, recovering, offline, faulted), the first hundred of them by index.</summary>
    public IReadOnlyList<(int Zone, ZoneMapState State)> Troubled => _troubled;

    /// <summary>What the runtime knows of a device's zones now. No I/O; each zone's lock is taken for as long as reading a few fields takes, one after the other, so that writers are not held up and the zones are seen at slightly different moments.</summary>
    /// <param name="device">The device; it may be in use.</param>
    /// <param name="options">How the map is made; null = defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static ZoneMap Of(ZonedDevice device, ZoneMapOptions? options = null) => Look(device, options ?? new ZoneMapOptions(), history: null);

    /// <summary>What the drive reports of its zones now: for a device that somebody else writes, opened read-only. It knows nothing of what is in flight.</summary>
    /// <param name="device">The device.</param>
    /// <param name="source">Who is asked.</param>
    /// <param name="options">How the map is made; null = defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range, or there is no such source.</exception>
    /// <exception cref="ZonedIOException">The report failed, took too long, or cannot be believed.</exception>
    [DeviceIo]
    public static ValueTask<ZoneMap> ReportAsync(ZonedDevice device, ReportSource source = ReportSource.Drive, ZoneMapOptions? options = null, CancellationToken cancellationToken = default) =>
        ReportAsync(device, source, options ?? new ZoneMapOptions(), history: null, cancellationToken);

    /// <summary>Draws the map as an SVG that needs nothing but itself, with a title, a legend and a description of each cell. Its colours follow the reader's light or dark mode.</summary>
    /// <returns>The text of the file.</returns>
    public string ToSvg() => SvgFile.Draw(this);

    /// <summary>Draws the map as a page that needs nothing but itself.</summary>
    /// <returns>The text of the file.</returns>
    public string ToHtml() => HtmlPage.Draw(this);

    /// <summary>Draws the map for a terminal.</summary>
    /// <param name="options">How wide, how high, in which characters; null = defaults.</param>
    /// <returns>Lines, each with its end; with colours they have escape sequences.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public string ToText(ZoneMapTextOptions? options = null) => AnsiText.Write(ToRuns(options), options?.HasColours ?? false);

    /// <summary>Draws the map for a terminal, for who has means of its own to write in colours.</summary>
    /// <param name="options">How wide, how high, in which characters; null = defaults.</param>
    /// <returns>The lines; each is a row of runs of one tone.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public IReadOnlyList<IReadOnlyList<ZoneMapRun>> ToRuns(ZoneMapTextOptions? options = null)
    {
        options ??= new ZoneMapTextOptions();
        options.Validate();
        return TextMap.Draw(this, options);
    }

    internal static ZoneMap Look(ZonedDevice device, ZoneMapOptions options, ZoneHistory? history)
    {
        ArgumentNullException.ThrowIfNull(device);
        var map = new ZoneMap(device, options);
        for (int zone = 0; zone < device.Geometry.ZoneCount; zone++)
        {
            ZoneInfo info = device.Look(zone, out ZoneStatus? status);
            map.Add(info, status, history);
        }

        return map.Sum();
    }

    internal static async ValueTask<ZoneMap> ReportAsync(ZonedDevice device, ReportSource source, ZoneMapOptions options, ZoneHistory? history, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        var map = new ZoneMap(device, options);
        await foreach (ZoneInfo info in device.ReportAsync(ReportFilter.All, source, cancellationToken).ConfigureAwait(false))
        {
            map.Add(info, status: null, history);
        }

        return map.Sum();
    }

    /// <summary>The same map with at most so many cells.</summary>
    internal ZoneMapCell[] Merge(int maxCells)
    {
        int cellsPerCell = 1;
        while (((_cells.Length - 1) / cellsPerCell) + 1 > maxCells)
        {
            cellsPerCell++;
        }

        if (cellsPerCell == 1)
        {
            return _cells;
        }

        var merged = new ZoneMapCell[((_cells.Length - 1) / cellsPerCell) + 1];
        for (int index = 0; index < _cells.Length; index++)
        {
            (merged[index / cellsPerCell] ??= new ZoneMapCell(_cells[index].FirstZone)).Add(_cells[index]);
        }

        return merged;
    }

    private static int ZonesPerCellOf(int zones, int maxCells)
    {
        for (int power = 1; ; power *= 10)
        {
            foreach (int step in s_steps)
            {
                if ((((long)zones - 1) / ((long)step * power)) + 1 <= maxCells)
                {
                    return step * power;
                }
            }
        }
    }

    private static ZoneMapState StateOf(in ZoneInfo zone, in ZoneStatus? status) => status switch
    {
        { IsFaulted: true } => ZoneMapState.Faulted,
        { IsRecovering: true } => ZoneMapState.Recovering,
        _ => zone.Condition switch
        {
            ZoneCondition.Offline => ZoneMapState.Offline,
            ZoneCondition.ReadOnly => ZoneMapState.ReadOnly,
            ZoneCondition.NotWritePointer => ZoneMapState.Conventional,
            ZoneCondition.Full => ZoneMapState.Full,
            ZoneCondition.ExplicitlyOpen => ZoneMapState.ExplicitlyOpen,
            ZoneCondition.ImplicitlyOpen => ZoneMapState.ImplicitlyOpen,
            ZoneCondition.Closed => ZoneMapState.Closed,
            ZoneCondition.Active => ZoneMapState.Active,
            _ => ZoneMapState.Empty,
        },
    };

    private void Add(in ZoneInfo info, in ZoneStatus? status, ZoneHistory? history)
    {
        ZoneMapState state = StateOf(info, status);
        long recent = history?.Advance(info, status) ?? 0;
        _cells[info.Index / ZonesPerCell].Add(info, state, recent, status?.InFlight ?? 0, status?.Waiting ?? 0, history?.IsRecovered(info.Index) ?? false);
        if (state >= ZoneMapState.ReadOnly && _troubled.Count < MostTroubled)
        {
            _troubled.Add((info.Index, state));
        }
    }

    private ZoneMap Sum()
    {
        foreach (ZoneMapCell cell in _cells)
        {
            Total.Add(cell);
        }

        return this;
    }
}
