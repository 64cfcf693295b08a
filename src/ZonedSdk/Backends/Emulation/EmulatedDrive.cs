using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Emulation;

/// <summary>
/// A complete zoned drive over two seams: where the data are (<see cref="IZoneData"/>) and what survives (<see cref="IZoneMetadata"/>).
/// It owns its write pointers and conditions, as a real drive does; whoever drives it learns of them by a report.
/// </summary>
/// <remarks>
/// Read along the data path: <c>EmulatedDrive.Submission.cs</c> (accept, under the zone's gate), <c>.Execution.cs</c> (move data, on a thread) or
/// <c>.Transfers.cs</c> (have them moved), <c>.Completion.cs</c> (acknowledge in order); beside it <c>.Management.cs</c>, <c>.Reporting.cs</c>, <c>.Faults.cs</c>
/// and <c>.Interference.cs</c> (what the device does by itself). Lock order: zone gate, then resources or held works; none over I/O or a callback.
/// </remarks>
internal sealed partial class EmulatedDrive : IZoneBackend, IZoneStateSource, IFaultyDrive, IChangedZoneLog, ICompletesInline, IKickedByZone, IRegistersMemory
{
    private readonly EmulatedDriveOptions _options;
    private readonly IZoneData _data;
    private readonly IZoneTransfers? _transfers;
    private readonly IZoneMetadata _metadata;
    private readonly IDriveScheduler _scheduler;
    private readonly DriveResources _resources;
    private readonly DelayQueue _delays;
    private readonly FaultPlan? _faults;
    private readonly SubmissionStack _submitted;

    // What was submitted and has to be executed by a thread.
    private readonly SubmissionStack _blocking = new();

    // A zone's state is made at its first use: a large drive of which little is used costs one reference a zone.
    private readonly DriveZone?[] _zones;

    private StrongBox<BackendResult>? _flushFailure;
    private volatile bool _isGone;
    private volatile bool _isDisposed;

    /// <summary>Switches the drive on.</summary>
    /// <param name="options">What the drive is.</param>
    /// <param name="data">Where the data are; the drive disposes it.</param>
    /// <param name="metadata">What survives; the drive disposes it.</param>
    /// <param name="scheduler">Which thread does the work; the drive disposes it.</param>
    public EmulatedDrive(EmulatedDriveOptions options, IZoneData data, IZoneMetadata metadata, IDriveScheduler scheduler)
    {
        _options = options;
        _data = data;
        _transfers = data.Transfers;
        Debug.Assert(_transfers is null || !options.EnforcesOrder, "Transfers keep no order.");
        _metadata = metadata;
        _scheduler = scheduler;
        _submitted = new SubmissionStack(_transfers is null ? scheduler.Lanes : (int)BitOperations.RoundUpToPowerOf2((uint)_transfers.Lanes));
        _faults = options.Faults;
        _delays = new DelayQueue(this, options.TimeProvider);
        bool closesImplicitly = options.ClosesImplicitly ?? options.Flavour == ZoneFlavour.Zbc;
        _resources = new DriveResources(options.Flavour, options.Limits.MaxOpenZones, options.Limits.MaxActiveZones, closesImplicitly);
        Capabilities = new BackendCapabilities
        {
            EnforcesOrder = options.EnforcesOrder,
            CompletesInOrder = options.CompletesInOrder && !options.EnforcesOrder,
            ClosesImplicitly = closesImplicitly,
            FlushFailureIsFinal = options.FlushFailureIsFinal,
            Flavour = options.Flavour,
        };
        _zones = new DriveZone?[options.Geometry.ZoneCount];
        LoadZones();
        _faults?.Attach(this);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public DeviceIdentity Identity => _options.Identity;

    /// <inheritdoc/>
    public Geometry Geometry => _options.Geometry;

    /// <inheritdoc/>
    public Limits Limits => _options.Limits;

    /// <inheritdoc/>
    public BackendCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public BackendDescription Description =>
        _transfers?.Finding is { } finding ? _options.Description with { Findings = [.. _options.Description.Findings, finding] } : _options.Description;

    /// <summary>Zones that hold an open resource.</summary>
    public int OpenCount => _resources.OpenCount;

    /// <summary>Zones that hold an active resource.</summary>
    public int ActiveCount => _resources.ActiveCount;

    /// <summary>True after the device vanished.</summary>
    public bool IsGone => _isGone;

    /// <summary>Queues a work; <see cref="Kick()"/> has to follow.</summary>
    public void Post(DriveWork work) => _submitted.Push(work);

    /// <summary>Queues a work when some time has passed.</summary>
    public void PostLater(DriveWork work, TimeSpan delay) => _delays.Add(work, delay);

    /// <inheritdoc/>
    public void Kick() => Kick(_submitted.AllLanes);

    /// <inheritdoc/>
    public void Kick(int zone) => Kick(_submitted.MaskOf(zone));

    /// <inheritdoc/>
    public void CompleteInline() => _transfers?.CompleteInline();

    /// <inheritdoc/>
    public void Register(PinnedArray memory) => _transfers?.Register(memory);

    /// <inheritdoc/>
    public StoredZone Snapshot(int zone)
    {
        if (Volatile.Read(ref _zones[zone]) is not { } state)
        {
            return _options.PristineOf(zone);
        }

        lock (state.Gate)
        {
            return state.StoreLocked();
        }
    }

    /// <summary>Everything that is still queued or held ends as <see cref="ZoneError.DeviceGone"/>; then threads, metadata and data are let go. Nothing is flushed: whoever drives the drive does that before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Disconnect();
        _faults?.Detach(this);
        _delays.Dispose();
        await _scheduler.DisposeAsync().ConfigureAwait(false);
        await _metadata.DisposeAsync().ConfigureAwait(false);
        await _data.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The device vanishes: every command that is queued, held or comes later fails.</summary>
    public void Disconnect()
    {
        _isGone = true;
        ReleaseHeld();
        _delays.ReleaseAll();
        Kick();
    }

    /// <summary>The zone's state, made at its first use.</summary>
    internal DriveZone ZoneAt(int index)
    {
        return Volatile.Read(ref _zones[index]) ?? Make(index);

        DriveZone Make(int zone)
        {
            DriveZone made = NewZone(zone, _options.PristineOf(zone));
            return Interlocked.CompareExchange(ref _zones[zone], made, null) ?? made;
        }
    }

    private void Kick(ulong lanes)
    {
        if (_transfers is null)
        {
            _scheduler.Dispatch(_submitted, lanes);
        }
        else
        {
            BeginTransfers(_transfers, lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LoadZones()
    {
        for (int index = 0; index < _zones.Length; index++)
        {
            StoredZone stored = _metadata.Load(index);
            if (stored == _options.PristineOf(index))
            {
                continue;
            }

            DriveZone zone = NewZone(index, stored);
            _zones[index] = zone;
            _resources.AddAtStart(zone);
        }
    }

    private DriveZone NewZone(int index, in StoredZone stored) =>
        new(index, _options.TypeOf(index), Geometry.StartOf(index), Geometry.LengthOf(index), _options.CapacityOf(index), stored);
}
