using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>A memory drive with stepped scheduling.</summary>
internal sealed class MemorySimDrive(MemoryDrive drive, MemoryDriveOptions options, TimeProvider time) : SimDrive
{
    public override IZoneBackend Backend => drive;

    public override int StepCount => drive.StepCount;

    public override int HungCount => drive.HungCount;

    public override int OpenZoneCount => drive.OpenZoneCount;

    public override int ActiveZoneCount => drive.ActiveZoneCount;

    public override DriveStep DescribeStep(int index) => drive.DescribeStep(index);

    public override void Step(int index) => drive.Step(index);

    public override void ReleaseHung() => drive.ReleaseHung();

    public override ZoneInfo Inspect(int zone) => drive.Inspect(zone);

    public override void CloseByDevice(int zone) => drive.CloseByDevice(zone);

    public override void SetCondition(int zone, ZoneCondition condition)
    {
        switch (condition)
        {
            case ZoneCondition.ReadOnly:
                drive.SetReadOnly(zone);
                break;
            case ZoneCondition.Offline:
                drive.SetOffline(zone);
                break;
            default:
                drive.FinishByDevice(zone);
                break;
        }
    }

    public override void MoveWritePointer(int zone, long offsetInZone) => drive.MoveWritePointer(zone, offsetInZone);

    public override void PowerCut(int seed) => drive.PowerCut(seed);

    public override SimDrive Reopen(FaultPlan faults) =>
        new MemorySimDrive(drive.Reopen(options with { Faults = faults, TimeProvider = time }), options, time);
}
