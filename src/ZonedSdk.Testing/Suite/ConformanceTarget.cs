using System.Runtime.Versioning;
using ZonedSdk.Backends;
using ZonedSdk.Backends.LinuxBlock;

namespace ZonedSdk.Testing;

/// <summary>What the suite runs on: a maker of drives of any shape, or one device as it is.</summary>
/// <example>A backend of one's own, made to each case's shape, and a block device whose zones may be overwritten:
/// <code>
/// ConformanceTarget mine = new("mine", ZoneFlavour.Zbc, (shape, time, ct) => ValueTask.FromResult&lt;DriveUnderTest>(new MyDriveUnderTest(shape, time)));
/// ConformanceTarget disk = await ConformanceTarget.ForBlockDeviceAsync("/dev/nullb0", overwrites: new DeviceIdentity("..."));
/// </code>
/// </example>
public sealed class ConformanceTarget
{
    private readonly Func<DriveShape, TimeProvider, CancellationToken, ValueTask<DriveUnderTest>> _makeDrive;

    /// <summary>A maker of drives: each case gets a fresh one of the shape that it asks for.</summary>
    /// <param name="name">What reports call the target.</param>
    /// <param name="flavour">Whose transition rules its drives follow.</param>
    /// <param name="makeDrive">Makes an empty drive of a shape, on a time.</param>
    public ConformanceTarget(string name, ZoneFlavour flavour, Func<DriveShape, TimeProvider, CancellationToken, ValueTask<DriveUnderTest>> makeDrive)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(makeDrive);
        Name = name;
        Flavour = flavour;
        _makeDrive = makeDrive;
    }

    /// <summary>What reports call the target.</summary>
    public string Name { get; }

    /// <summary>Whose transition rules its drives follow.</summary>
    public ZoneFlavour Flavour { get; }

    /// <summary>In which cases the target may do otherwise, and why.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<PermittedDifference> Differences { get; init; } = [];

    /// <summary>The identity of the device whose sequential zones the kit may reset and overwrite.</summary>
    /// <value>Default null: only drives that are found empty are written.</value>
    public DeviceIdentity? Overwrites { get; init; }

    /// <summary>Of a device that is not made for the case: the first zone that may be used.</summary>
    /// <value>Default 0.</value>
    public int FirstZone { get; init; }

    /// <summary>How long a case may take before it counts as failed, in the system's time.</summary>
    /// <value>Default one minute.</value>
    public TimeSpan CaseTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Memory drives, as a yardstick for others.</summary>
    /// <param name="flavour">Whose transition rules they follow.</param>
    public static ConformanceTarget Memory(ZoneFlavour flavour) =>
        new($"memory ({flavour})", flavour, static (shape, time, _) => ValueTask.FromResult<DriveUnderTest>(new MemoryDriveUnderTest(shape, time)));

    /// <summary>One device as it is, through a backend of one's own. Each case resets the zones that it uses and those that are open or closed; some reset all.</summary>
    /// <param name="name">What reports call the target.</param>
    /// <param name="open">Opens the backend; called many times, one after another.</param>
    /// <param name="overwrites">The identity of the device that may be overwritten: the consent of its owner.</param>
    /// <param name="differences">In which cases the device may do otherwise; null = in none.</param>
    /// <param name="firstZone">The first zone that may be used; where it is not 0, cases that reset all zones do not apply.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The device is another one: nothing was touched.</exception>
    public static async ValueTask<ConformanceTarget> ForDeviceAsync(
        string name,
        Func<CancellationToken, ValueTask<IZoneBackend>> open,
        DeviceIdentity overwrites,
        IReadOnlyList<PermittedDifference>? differences = null,
        int firstZone = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentOutOfRangeException.ThrowIfNegative(firstZone);
        IZoneBackend backend = await open(cancellationToken).ConfigureAwait(false);
        await using (backend.ConfigureAwait(false))
        {
            if (backend.Identity != overwrites)
            {
                throw new ArgumentException($"{backend.Name} is the device '{backend.Identity}', not '{overwrites}': nothing was touched. To overwrite this one, give its identity.", nameof(overwrites));
            }

            return new ConformanceTarget(name, backend.Capabilities.Flavour, (_, _, _) => ValueTask.FromResult<DriveUnderTest>(new ExistingDevice(open)))
            {
                Overwrites = overwrites,
                Differences = differences ?? [],
                FirstZone = firstZone,
            };
        }
    }

    /// <summary>One zoned block device of Linux as it is. Each case resets the zones that it uses and those that are open or closed; some reset all.</summary>
    /// <param name="path">The device: <c>/dev/sdb</c>, <c>/dev/nvme0n1</c>.</param>
    /// <param name="overwrites">The identity of the device that may be overwritten: the consent of its owner.</param>
    /// <param name="name">What reports call the target; null = its path.</param>
    /// <param name="differences">In which cases the device may do otherwise; null = in none.</param>
    /// <param name="firstZone">The first zone that may be used; where it is not 0, cases that reset all zones do not apply.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The device is another one: nothing was touched.</exception>
    /// <exception cref="DeviceOpenException">The system refused.</exception>
    [SupportedOSPlatform("linux")]
    public static ValueTask<ConformanceTarget> ForBlockDeviceAsync(
        string path,
        DeviceIdentity overwrites,
        string? name = null,
        IReadOnlyList<PermittedDifference>? differences = null,
        int firstZone = 0,
        CancellationToken cancellationToken = default) =>
        ForDeviceAsync(name ?? path, _ => ValueTask.FromResult<IZoneBackend>(LinuxBlockDrive.Open(path)), overwrites, differences, firstZone, cancellationToken);

    internal ValueTask<DriveUnderTest> MakeAsync(DriveShape shape, TimeProvider time, CancellationToken cancellationToken) =>
        _makeDrive(shape, time, cancellationToken);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
