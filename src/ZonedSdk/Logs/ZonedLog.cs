using ZonedSdk.Annotations;
using ZonedSdk.CompilerServices;
using ZonedSdk.Logs;
using ZonedSdk.Logs.Format;

namespace ZonedSdk;

/// <summary>An append-only log of records over several zones: many appends in flight, read by number, read as it grows, trimmed zone by zone.</summary>
/// <remarks>
/// <para>Each record has a number: the first one of a log has 0, and each one behind it the next. Readers get records in this order, and are told where some are missing (<see cref="ZonedLogDamageException"/>).</para>
/// <para>An append ends when the record, and every record before it, is acknowledged by the drive; with <see cref="Durability.Flushed"/> when a flush has covered it, too. What is durable is found again after a power cut. Of what is only acknowledged the end may be
/// missing then, and never a part in the middle.</para>
/// <para>A write that fails is looked for in its zone: what is whole there counts, the rest is made again in the next zone, by the log itself. Where it cannot be read, the log takes no more records until it is opened again. An append that throws tells whether its record may be found all the same (<see cref="ZonedLogException.MayHaveBeenAppended"/>).</para>
/// <para>The zones belong to the log while it is open: nobody else writes to them. The device stays its caller's. All members may be called from any thread.</para>
/// <example>
/// <code>
/// await using ZonedDevice device = await ZonedDevice.OpenAsync("memory:events");
/// await using ZonedLog log = await ZonedLog.OpenAsync(device, zones: Enumerable.Range(0, 8));
/// long sequence = await log.AppendAsync("first"u8.ToArray(), Durability.Flushed);
/// await foreach (ZonedLogRecord record in log.ReadAsync(log.FirstSequence))
/// {
///     Console.WriteLine($"{record.Sequence}: {record.Data.Length} bytes");
/// }
///
/// await log.TrimAsync(before: sequence);
/// </code>
/// </example>
/// </remarks>
public sealed partial class ZonedLog : IAsyncDisposable
{
    private const int MinZoneBlocks = LogZoneHeader.Copies + 2;

    private readonly ZonedDevice _device;
    private readonly ZonedLogOptions _options;
    private readonly int _blockBytes;
    private readonly int _maxGroupBytes;
    private readonly IReadOnlyList<int> _zones;
    private readonly VolumeZoneHold? _hold;
    private readonly TaskCreationOptions _continuations;
    private readonly Lock _gate = new();

    // The oldest first; the last one is written.
    [GuardedBy(nameof(_gate))]
    private readonly List<LogSegment> _segments;

    // Zones without records of the log; those that are not empty are reset before they are used.
    [GuardedBy(nameof(_gate))]
    private readonly SortedSet<int> _free;

    [GuardedBy(nameof(_gate))]
    private readonly SortedSet<int> _dead;

    // Why the log takes no more records.
    [GuardedBy(nameof(_gate))]
    private ZonedLogException? _fault;

    // Readers that wait for records, and the log's end.
    [GuardedBy(nameof(_gate))]
    private readonly LogSignal _changed;

    [GuardedBy(nameof(_gate))]
    private long _trimmedBefore;

    private ZonedLog(ZonedDevice device, IReadOnlyList<int> zones, ZonedLogOptions options, RecoveredLog recovered, int maxGroupBytes, VolumeZoneHold? hold)
    {
        _device = device;
        _zones = zones;
        _options = options;
        _hold = hold;
        _blockBytes = device.Geometry.BlockSizeBytes;
        _maxGroupBytes = maxGroupBytes;

        // Nobody's code may run in the middle of ours, unless the device was asked for that.
        _continuations = device.Options.InlineContinuations ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously;
        _segments = recovered.Segments;
        _free = recovered.Free;
        _dead = recovered.Dead;
        _nextSequence = recovered.NextSequence;
        _acknowledged = recovered.NextSequence;
        _durable = recovered.NextSequence;
        _generation = recovered.NextGeneration;
        _changed = new LogSignal(_continuations);
        Identity = recovered.Identity;
        Findings = recovered.Findings;

        // Numbers that were left out begin in a zone of their own: readers are told by its header.
        if (_segments.Count > 0 && _segments[^1].NextSequence != recovered.NextSequence)
        {
            _segments[^1].IsSealed = true;
        }
    }

    /// <summary>The log's identity. Chosen when the log is made, kept in each of its zones.</summary>
    public Guid Identity { get; }

    /// <summary>What opening the log brought to light: an end that a crash cut off, zones that are dead. Log them; none of them kept the log from being opened.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>Most bytes of a record; 0 is the least.</summary>
    public int MaxRecordBytes => _maxGroupBytes - LogGroup.HeaderBytes - LogGroup.EntryBytes - LogGroup.TrailerBytes;

    /// <summary>Zones of the log, dead ones included.</summary>
    public int ZoneCount => _zones.Count;

    /// <summary>Zones that hold no records and can take some.</summary>
    public int FreeZoneCount
    {
        get
        {
            lock (_gate)
            {
                return _free.Count;
            }
        }
    }

    /// <summary>The number of the first record that can be read; equal to <see cref="NextSequence"/> where there is none.</summary>
    public long FirstSequence
    {
        get
        {
            lock (_gate)
            {
                return FirstLocked();
            }
        }
    }

    /// <summary>The number behind that of the last record that can be read.</summary>
    public long NextSequence
    {
        get
        {
            lock (_gate)
            {
                return _acknowledged;
            }
        }
    }

    /// <summary>All records below this number survive a power cut.</summary>
    public long DurableSequence
    {
        get
        {
            lock (_gate)
            {
                return _durable;
            }
        }
    }

    /// <summary>Opens the log in zones of a device; where all of them are empty, makes a new one.</summary>
    /// <remarks>Reads the headers of all zones that are not empty, and the newest zone up to its write pointer. What is found there is made durable before anything of it is given to a reader. Zones that are offline are left out, and <see cref="Findings"/> tells them.</remarks>
    /// <param name="device">The device; it stays the caller's, and is closed after the log.</param>
    /// <param name="zones">Indexes of the log's zones, the same each time and each once; at least 2, for one can be reset only while another one holds the log's end.</param>
    /// <param name="options">Options; null = defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">There are no such zones, one is conventional or too small, or an option is out of range.</exception>
    /// <exception cref="ZonedLogException">The zones hold something else, or more than one log, or a header cannot be read. Nothing was changed.</exception>
    /// <exception cref="ZonedIOException">The device failed.</exception>
    [DeviceIo]
    public static ValueTask<ZonedLog> OpenAsync(ZonedDevice device, IEnumerable<int> zones, ZonedLogOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(zones);
        return OpenAsync(device, [.. zones], options, hold: null, cancellationToken);
    }

    /// <summary>Opens the log in zones of a volume; where all of them are empty, makes a new one. The log holds the zones, and one place of their region's budget, until it is disposed.</summary>
    /// <inheritdoc cref="OpenAsync(ZonedDevice, IEnumerable{int}, ZonedLogOptions?, CancellationToken)" path="/*[self::remarks or self::exception]"/>
    /// <param name="zones">Zones of one region of a volume, at least 2, each once.</param>
    /// <param name="options">Options; null = defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">Somebody holds one of the zones.</exception>
    [DeviceIo]
    public static async ValueTask<ZonedLog> OpenAsync(IEnumerable<SequentialVolumeZone> zones, ZonedLogOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(zones);
        VolumeZoneHold hold = await VolumeZoneHold.TakeAsync([.. zones], cancellationToken).ConfigureAwait(false);
        try
        {
            return await OpenAsync(hold.Device, hold.Zones, options, hold, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    [DeviceIo]
    private static async ValueTask<ZonedLog> OpenAsync(ZonedDevice device, IReadOnlyList<int> zones, ZonedLogOptions? options, VolumeZoneHold? hold, CancellationToken cancellationToken)
    {
        options ??= new ZonedLogOptions();
        options.Validate();
        int maxGroupBytes = CheckZones(device, zones, options);
        RecoveredLog recovered = await new LogRecovery(device, zones).RunAsync(cancellationToken).ConfigureAwait(false);

        // A program that died may have left records in the drive's cache: nobody shall read what a power cut could still take.
        await device.FlushAsync(cancellationToken).ConfigureAwait(false);
        return new ZonedLog(device, zones, options, recovered, maxGroupBytes, hold);
    }

    // The longest record must fit each of the zones.
    private static int CheckZones(ZonedDevice device, IReadOnlyList<int> zones, ZonedLogOptions options)
    {
        if (zones.Count < 2 || zones.Distinct().Count() != zones.Count)
        {
            throw new ArgumentException($"A log needs at least 2 different zones, these are {zones.Distinct().Count()}: one can be reset only while another one holds the log's end.", nameof(zones));
        }

        int blockBytes = device.Geometry.BlockSizeBytes;
        long bytes = Math.Min(options.MaxGroupBytes, device.Limits.MaxTransferBytes);
        foreach (int zone in zones)
        {
            ZoneInfo info = device.GetZone(zone);
            if (info.Type == ZoneType.Conventional)
            {
                throw new ArgumentException($"Zone {zone} of {device.Name} is conventional. A log needs zones with a write pointer.", nameof(zones));
            }

            if (info.CapacityBytes < MinZoneBlocks * (long)blockBytes)
            {
                throw new ArgumentException($"Zone {zone} of {device.Name} has room for {info.CapacityBytes} bytes; a log's zones have at least {MinZoneBlocks} blocks of {blockBytes}.", nameof(zones));
            }

            bytes = Math.Min(bytes, info.CapacityBytes - (LogZoneHeader.Copies * blockBytes));
        }

        return (int)(Math.Max(bytes, blockBytes) / blockBytes * blockBytes);
    }

    [RequiresLock(nameof(_gate))]
    private long FirstLocked() => Math.Max(_trimmedBefore, _segments.Count == 0 ? _acknowledged : Math.Min(_segments[0].FirstSequence, _acknowledged));

    private void Signal()
    {
        List<TaskCompletionSource> waiting;
        lock (_gate)
        {
            waiting = _changed.Take();
        }

        LogSignal.Wake(waiting);
    }
}
