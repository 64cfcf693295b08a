using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Buffers;
using ZonedSdk.Devices;
using ZonedSdk.Zones;

namespace ZonedSdk;

/// <summary>
/// A zoned device: many writes in flight per zone, write pointers that move when a write is issued, and recovery that is exact.
/// </summary>
/// <remarks>
/// <para>All offsets and lengths are bytes, absolute from the device's start, and multiples of <see cref="Geometry.BlockSizeBytes"/>.</para>
/// <para>All members may be called from any thread. A buffer given to an operation belongs to it until the operation's task has ended.</para>
/// <example>
/// <code>
/// await using ZonedDevice device = await ZonedDevice.OpenAsync("memory:");
/// long offset = await device.AppendAsync(zone: 3, data);
/// await device.FlushAsync();
/// </code>
/// </example>
/// </remarks>
public sealed partial class ZonedDevice : IAsyncDisposable
{
    private readonly DeviceContext _context;
    private readonly ZoneTable _zones;
    private readonly ConventionalZones _conventional;
    private readonly FlushQueue _flushes;

    private ZonedDevice(IZoneBackend backend, ZonedDeviceOptions options)
    {
        _context = new DeviceContext(backend, options, backend.Capabilities.ClosesImplicitly) { Raise = Raise, Lost = EndDurabilityWaits, WritesStopped = StopWaitingWrites };
        _zones = new ZoneTable(_context);
        _conventional = new ConventionalZones(_context);
        _flushes = new FlushQueue(FlushOnceAsync, options.InlineContinuations);
        _tracesTransfers = options.TraceTransfers;
        Buffers = new DeviceBufferPool(backend, options.BufferArenaBytes);
        Zones = new ZoneList(this);
        if (options.InlineContinuations && backend is ICompletesInline drive)
        {
            drive.CompleteInline();
        }
    }

    /// <summary>Something happened to a zone: a recovery, a fault, a loss. Raised outside every lock, on the thread pool unless <see cref="ZonedDeviceOptions.InlineContinuations"/> is set. A handler that throws ends the process, as everything unhandled on the thread pool does.</summary>
    public event EventHandler<ZoneEventArgs>? ZoneEvent;

    /// <summary>What this device is called in messages: a path, or <c>memory:</c> and a name.</summary>
    public string Name => _context.Backend.Name;

    /// <summary>The device's identity: uuid, WWN or serial number.</summary>
    public DeviceIdentity Identity => _context.Backend.Identity;

    /// <summary>Block size, zone size, zone count, size.</summary>
    public Geometry Geometry => _context.Backend.Geometry;

    /// <summary>Open and active zones, transfer and append sizes.</summary>
    public Limits Limits => _context.Backend.Limits;

    /// <summary>The zones as the runtime sees them now, by their index; no I/O. Each look is a new one: two looks at a zone may differ.</summary>
    public IReadOnlyList<ZoneInfo> Zones { get; }

    /// <summary>Memory for this device's reads and writes that lies as direct I/O needs it: each buffer begins on a page and has whole blocks, as many as the next power of two where there is room in the arena (<see cref="ZonedDeviceOptions.BufferArenaBytes"/>).</summary>
    /// <remarks>
    /// <para><c>Rent(n)</c> gives at least n bytes, at least one block and one page, and fails only where the system has no memory: what the arena has no room for is allocated. Cut <c>Memory</c> to what is to be written. An image whose data go by a ring has the arena registered with the kernel, which then pins
    /// none of it for each transfer; elsewhere it is memory that need not be copied. The arena is made by the first rent.</para>
    /// <para>A buffer <b>may contain old data</b>, of whoever had it before: overwrite all of what you write to a device.</para>
    /// <para>Dispose the owner when the operations with its memory have ended. What is at the drive even so keeps the memory from the next renter until it ends. Disposing it twice does nothing while nobody else has rented it; after that it would take the memory from whoever has. One that nobody disposes is lost to the arena, and its memory goes with the device.</para>
    /// <para>A buffer stays valid until its owner is disposed, also when the device is closed first, and works with every device. Disposing the pool itself does nothing.</para>
    /// </remarks>
    public MemoryPool<byte> Buffers { get; }

    /// <summary>What the backend says of itself: which way its I/O goes, and what opening it brought to light. Log its findings: nothing else tells of damage that is not yet a loss.</summary>
    public BackendDescription Description => _context.Backend.Description;

    /// <summary>The options that the device was opened with.</summary>
    public ZonedDeviceOptions Options => _context.Options;

    internal BackendCapabilities Capabilities => _context.Backend.Capabilities;

    /// <summary>An emulated drive has an identity of its own, never a vendor's serial number.</summary>
    internal bool IsEmulated => _context.Backend is EmulatedDrive or MemoryDrive;

    /// <summary>Opens a device on a backend, which the device owns from then on.</summary>
    /// <remarks>On a drive that limits open zones, those that a program left explicitly open (<see cref="ZoneCondition.ExplicitlyOpen"/>) are closed, for a drive never closes these by itself: they keep their data and their write pointers. A zone that does not close is left as it is.</remarks>
    /// <param name="backend">The backend.</param>
    /// <param name="options">Options; null = defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range; the backend is left open, and is still the caller's.</exception>
    /// <exception cref="ZonedIOException">The start-up report failed or cannot be believed, or the backend's limits are impossible; the backend is closed again.</exception>
    public static async ValueTask<ZonedDevice> OpenAsync(IZoneBackend backend, ZonedDeviceOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backend);
        options ??= new ZonedDeviceOptions();
        options.Validate();
        return await TraceOpeningAsync(backend.Name, () => OpenUntracedAsync(backend, options, cancellationToken)).ConfigureAwait(false);
    }

    private static async ValueTask<ZonedDevice> OpenUntracedAsync(IZoneBackend backend, ZonedDeviceOptions options, CancellationToken cancellationToken)
    {
        var device = new ZonedDevice(backend, options);
        try
        {
            await device.LoadAsync(cancellationToken).ConfigureAwait(false);
            await device.CloseLeftOpenAsync().ConfigureAwait(false);
        }
        catch
        {
            await backend.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        if (options.ReadOnly)
        {
            device._context.LatchWrites(ZonedErrors.OfDevice($"{device.Name} was opened for reading only. Open it without ReadOnly to write.", ZoneError.DeviceReadOnly));
        }

        device.StartWatchdogs();
        return device;
    }

    /// <summary>A zone as the runtime sees it now; no I/O.</summary>
    /// <param name="zone">Zone index, 0 to <see cref="Geometry.ZoneCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such zone.</exception>
    public ZoneInfo GetZone(int zone)
    {
        CheckZone(zone);
        return _zones.Find(zone)?.Info() ?? _zones.Reported(zone);
    }

    /// <summary>The three write pointers of a sequential zone, and how often it changed; no I/O.</summary>
    /// <param name="zone">Index of a sequential zone.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such zone.</exception>
    /// <exception cref="NotSupportedException">The zone is conventional and has no write pointer.</exception>
    public ZoneStatus GetStatus(int zone) => Sequential(zone).Status();

    /// <summary>A zone as the runtime sees it, and what it is doing; null where it was never used, or has no write pointer.</summary>
    internal ZoneInfo Look(int zone, out ZoneStatus? status)
    {
        if (_zones.Find(zone) is { } used)
        {
            ZoneInfo info = used.Look(out ZoneStatus seen);
            status = seen;
            return info;
        }

        status = null;
        return _zones.Reported(zone);
    }

    // What a backend says of itself is input like its reports. Nothing could be written to such a device, and no message at a write would say why.
    private void CheckLimits()
    {
        int block = Geometry.BlockSizeBytes;
        if (Limits.MaxTransferBytes < block || Limits.MaxAppendBytes < block || Limits.MaxOpenZones < 0 || Limits.MaxActiveZones < 0)
        {
            throw ZonedErrors.OfDevice(
                $"{Name} has limits that no device can have: commands up to {Limits.MaxTransferBytes} bytes, appends up to {Limits.MaxAppendBytes} (one block is {block}), {Limits.MaxOpenZones} open and {Limits.MaxActiveZones} active zones. Check the backend's limits.",
                ZoneError.NotSupported);
        }
    }

    // No remembered state is trusted: the device's own report says where every write pointer stands.
    private async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        CheckLimits();
        await foreach (ReadOnlyMemory<ZoneInfo> page in ReportReader.ReadAsync(_context, 0, Geometry.ZoneCount, cancellationToken).ConfigureAwait(false))
        {
            LoadPage(page.Span);
        }
    }

    // A drive takes an open zone back for another only where it was opened implicitly. Those that a dead program opened would keep their places for good.
    private async ValueTask CloseLeftOpenAsync()
    {
        if (Options.ReadOnly || Limits.MaxOpenZones == 0)
        {
            return;
        }

        foreach (Zone zone in _zones.Used())
        {
            if (!zone.IsExplicitlyOpen())
            {
                continue;
            }

            try
            {
                await zone.SubmitExclusive(RequestOperation.Close, force: false, box: null, CancellationToken.None).Task.ConfigureAwait(false);
            }
            catch (ZonedException)
            {
                // No reason to keep the rest of the device from its owner. What is wrong with the zone is told by what uses it.
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LoadPage(ReadOnlySpan<ZoneInfo> page)
    {
        foreach (ref readonly ZoneInfo info in page)
        {
            _zones.Load(info);
            CreditHold hold = _context.Credits.HoldOf(info.Condition);
            if (hold == CreditHold.None || info.Type == ZoneType.Conventional)
            {
                continue;
            }

            // Zones that were left open count too, and may have to be closed for others.
            _context.Credits.Force(hold);
            if (hold.HasFlag(CreditHold.Open))
            {
                _zones[info.Index].TrackAtStart();
            }
        }
    }

    private Zone Sequential(int zone)
    {
        CheckZone(zone);
        if (_zones.TypeOf(zone) == ZoneType.Conventional)
        {
            ThrowConventional(zone);
        }

        return _zones[zone];
    }

    private void CheckZone(int zone)
    {
        if ((uint)zone >= (uint)_zones.Count)
        {
            ThrowNoZone(zone);
        }
    }

    private void ThrowNoZone(int zone) =>
        throw new ArgumentOutOfRangeException(nameof(zone), zone, $"{Name} has {_zones.Count} zones, numbered from 0.");

    private void ThrowConventional(int zone) =>
        throw new NotSupportedException($"Zone {zone} of {Name} is conventional: it has no write pointer, takes no appends and no zone management. Use WriteAsync at any offset.");

    private void Raise(ZoneEventArgs args)
    {
        if (ZoneEvent is not { } handlers)
        {
            return;
        }

        if (Options.InlineContinuations)
        {
            try
            {
                handlers(this, args);
            }
            catch (Exception exception)
            {
                // Whoever raised this is in the middle of a completion or a recovery, and others wait for that. The handler's failure goes where it goes without inline continuations.
                ThreadPool.UnsafeQueueUserWorkItem(static failure => failure.Throw(), ExceptionDispatchInfo.Capture(exception), preferLocal: false);
            }
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(static call => call.Handlers(call.Device, call.Args), (Handlers: handlers, Device: this, Args: args), preferLocal: false);
        }
    }
}
