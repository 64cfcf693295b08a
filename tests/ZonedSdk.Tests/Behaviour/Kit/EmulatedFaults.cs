using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>What happens to an emulated drive without a command, past the backend that stands over it.</summary>
/// <remarks>Of power cuts the crash states of images tell more than a case could: <c>ZonedSdk.Simulation</c>.</remarks>
internal sealed class EmulatedFaults(Func<EmulatedDrive> drive, FaultPlan plan) : IFaultInjector
{
    private const byte ForeignByte = 0xEE;

    public DriveFaults Supported => DriveFaults.FailWrite | DriveFaults.FailWritePartly | DriveFaults.ReadOnlyZone | DriveFaults.OfflineZone
        | DriveFaults.FinishZone | DriveFaults.MoveWritePointer | DriveFaults.Disconnect | DriveFaults.Plan;

    public FaultPlan Plan => plan;

    public void SetCondition(int zone, ZoneCondition condition) => drive().SetCondition(drive().ZoneAt(zone), condition);

    public void MoveWritePointer(int zone, long offsetInZone) => drive().MoveWritePointer(drive().ZoneAt(zone), offsetInZone, ForeignByte);

    public void Disconnect() => drive().Disconnect();
}
