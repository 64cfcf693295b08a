using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>A wrong memory drive under test.</summary>
/// <param name="options">What the drive is.</param>
/// <param name="spoil">What stands between it and the runtime.</param>
internal sealed class WrongDrive(MemoryDriveOptions options, Func<MemoryDrive, IZoneBackend> spoil) : DriveUnderTest, IFaultInjector
{
    private readonly MemoryDriveOptions _options = options with { Faults = options.Faults ?? new FaultPlan(seed: 1) };
    private MemoryDrive? _drive;

    public override IFaultInjector Faults => this;

    public override bool IsSwitchedOff => true;

    public DriveFaults Supported => DriveFaults.FailWrite | DriveFaults.FailWritePartly | DriveFaults.CutPower | DriveFaults.Plan;

    public FaultPlan Plan => _options.Faults!;

    public override ValueTask<IZoneBackend> OpenAsync(CancellationToken cancellationToken)
    {
        _drive = _drive?.Reopen(_options) ?? new MemoryDrive(_options);
        return ValueTask.FromResult(spoil(_drive));
    }

    public void CutPower() => _drive!.PowerCut(static zone => zone.FlushedBytes);
}
