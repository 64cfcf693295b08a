using System.ComponentModel;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Descriptors;

namespace ZonedSdk.CompilerServices;

/// <summary>Keeps conditions, write pointers and limits over a described medium that only reads, writes and forgets: the emulated drive, with the medium behind its seams. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MediumEngine : IZoneBackend
{
    private readonly MediumMetadata _metadata;

    /// <summary>Starts a drive: every sequential zone is loaded from the medium.</summary>
    /// <exception cref="ArgumentException">The shape contradicts itself.</exception>
    public MediumEngine(IZoneMedium medium, BackendTable table, BackendShape shape)
    {
        ArgumentNullException.ThrowIfNull(medium);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(shape);
        IZoneMedium probed = shape.Probe is { } probe ? new ProbedMedium(medium, probe) : medium;
        EmulatedDriveOptions options = OptionsOf(table, shape);
        _metadata = new MediumMetadata(probed, options);
        Drive = new EmulatedDrive(options, new MediumData(probed), _metadata, SchedulerOf(shape));
        _metadata.Source = Drive;
    }

    /// <inheritdoc/>
    public string Name => Drive.Name;

    /// <inheritdoc/>
    public DeviceIdentity Identity => Drive.Identity;

    /// <inheritdoc/>
    public Geometry Geometry => Drive.Geometry;

    /// <inheritdoc/>
    public Limits Limits => Drive.Limits;

    /// <inheritdoc/>
    public BackendCapabilities Capabilities => Drive.Capabilities;

    /// <inheritdoc/>
    public BackendDescription Description => Drive.Description;

    internal EmulatedDrive Drive { get; }

    /// <inheritdoc/>
    public void Submit(ZoneRequest request) => Drive.Submit(request);

    /// <inheritdoc/>
    public void Kick() => Drive.Kick();

    /// <inheritdoc/>
    public ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken) => Drive.ManageAsync(action, zone, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken) => Drive.ReportAsync(firstZone, zones, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) => Drive.FlushAsync(zone, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Drive.DisposeAsync();

    private static IDriveScheduler SchedulerOf(BackendShape shape) => shape.Scheduling switch
    {
        BackendScheduling.Inline => new InlineScheduler(),
        BackendScheduling.ThreadPool => new PoolScheduler(Environment.ProcessorCount),
        BackendScheduling.Threads => new DriveWorkers(shape.Threads, shape.Name),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape.Scheduling, "There is no such scheduling."),
    };

    private static EmulatedDriveOptions OptionsOf(BackendTable table, BackendShape shape)
    {
        Geometry geometry = shape.Geometry;
        if (shape.ZoneCapacityBytes < 0 || shape.ZoneCapacityBytes > geometry.ZoneSizeBytes || shape.ZoneCapacityBytes % geometry.BlockSizeBytes != 0)
        {
            throw new ArgumentException($"The zone capacity ({shape.ZoneCapacityBytes} bytes) of {shape.Name} must be a multiple of the block size ({geometry.BlockSizeBytes}) and at most the zone size ({geometry.ZoneSizeBytes}).", nameof(shape));
        }

        if (shape.ConventionalZones < 0 || shape.ConventionalZones > geometry.ZoneCount)
        {
            throw new ArgumentException($"{shape.ConventionalZones} conventional zones do not fit into the {geometry.ZoneCount} zones of {shape.Name}.", nameof(shape));
        }

        return new EmulatedDriveOptions
        {
            Name = shape.Name,
            Identity = shape.Identity,
            Geometry = geometry,
            Limits = table.LimitsOf(shape),
            ZoneCapacityBytes = shape.ZoneCapacityBytes,
            ConventionalZones = shape.ConventionalZones,
            Flavour = shape.Flavour ?? table.Flavour,
            ClosesImplicitly = table.ClosesImplicitly,
            EnforcesOrder = table.Ordering == WriteOrdering.Required,

            // A medium whose flush failed may have dropped what it held, and its next flush would not say so.
            FlushFailureIsFinal = true,
            TimeProvider = shape.TimeProvider,
            Description = shape.Description,
            Faults = shape.Faults,
        };
    }
}
