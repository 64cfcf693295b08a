using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Backends.Emulation;

/// <content>Fault injection for management commands, reports and flushes.</content>
internal sealed partial class EmulatedDrive
{
    private static void PlanHop(DriveHop hop, FaultRule? fault)
    {
        hop.Hangs = fault is { Effect: FaultEffect.Hang };
        hop.Delay = fault is { Effect: FaultEffect.Delay } ? fault.Delay : TimeSpan.Zero;
    }

    /// <summary>The command is over; a fault may keep that from being said. Awaited directly: an async method in between would leave it to the runtime's scheduler, not to the drive's, on which thread the command ends.</summary>
    private DriveHop? LateHop(DriveEvent command, int zone, FaultRule? fault) => fault?.Effect switch
    {
        FaultEffect.LoseCompletion => new DriveHop(this, new DriveStep(command, zone)) { Hangs = true },
        FaultEffect.DelayCompletion => new DriveHop(this, new DriveStep(command, zone)) { Delay = fault.Delay },
        _ => null,
    };

    private async ValueTask<BackendResult> ExecuteWithFaultAsync(ZoneAction action, DriveZone zone, FaultRule fault)
    {
        switch (fault.Effect)
        {
            case FaultEffect.Fail:
                return BackendResult.Failure(fault.Error, fault.Errno);
            case FaultEffect.DeviceGone:
                Disconnect();
                break;
            case FaultEffect.ZoneReadOnly:
                SetCondition(zone, ZoneCondition.ReadOnly);
                break;
            case FaultEffect.ZoneOffline:
                SetCondition(zone, ZoneCondition.Offline);
                break;
            case FaultEffect.ZoneFull:
                SetCondition(zone, ZoneCondition.Full);
                break;
            default:
                break;
        }

        BackendResult result = await ExecuteAsync(action, zone).ConfigureAwait(false);
        return fault.Effect == FaultEffect.FailAfter && result.IsSuccess ? BackendResult.Failure(fault.Error, fault.Errno) : result;
    }

    private async ValueTask<BackendResult> FlushWithFaultAsync(FaultRule fault, ulong random, CancellationToken cancellationToken)
    {
        switch (fault.Effect)
        {
            case FaultEffect.Fail:
                return BackendResult.Failure(fault.Error, fault.Errno);
            case FaultEffect.Lie:
                return BackendResult.Success();
            case FaultEffect.DropData:
                LoseUnflushed(random);
                return BackendResult.Failure(fault.Error, fault.Errno);
            case FaultEffect.DeviceGone:
                Disconnect();
                return BackendResult.Failure(ZoneError.DeviceGone);
            default:
                BackendResult result = await _metadata.FlushAsync(this, cancellationToken).ConfigureAwait(false);
                return fault.Effect == FaultEffect.FailAfter && result.IsSuccess ? BackendResult.Failure(fault.Error, fault.Errno) : result;
        }
    }

    private BackendResult ReportWithFault(Span<ZoneInfo> zones, int count, FaultRule fault)
    {
        switch (fault.Effect)
        {
            case FaultEffect.Fail:
                return BackendResult.Failure(fault.Error, fault.Errno);
            case FaultEffect.DeviceGone:
                Disconnect();
                return BackendResult.Failure(ZoneError.DeviceGone);
            case FaultEffect.ShortTransfer:
                return BackendResult.Success(Math.Clamp(fault.LandedBlocks, 1, count));
            case FaultEffect.Lie when fault.Lie == ReportLie.ZeroZones:
                return BackendResult.Success();
            case FaultEffect.Lie when fault.Lie == ReportLie.TooManyZones:
                return BackendResult.Success(zones.Length + 1);
            case FaultEffect.Lie:
                int victim = fault.Zone is { } zone ? Math.Clamp(zone - zones[0].Index, 0, count - 1) : 0;
                Distort(zones[..count], victim, fault.Lie);
                return BackendResult.Success(count);
            default:
                return BackendResult.Success(count);
        }
    }

    private void Distort(Span<ZoneInfo> zones, int victim, ReportLie lie)
    {
        ref ZoneInfo zone = ref zones[victim];
        long block = Geometry.BlockSizeBytes;
        switch (lie)
        {
            case ReportLie.Unsorted when zones.Length > 1:
                int other = victim + 1 < zones.Length ? victim + 1 : victim - 1;
                (zones[victim], zones[other]) = (zones[other], zones[victim]);
                break;
            case ReportLie.Unsorted:
                int index = zone.Index > 0 ? zone.Index - 1 : zone.Index + 1;
                zone = zone with { Index = index, Start = Geometry.StartOf(index) };
                break;
            default:
                zone = Distorted(zone, lie, block);
                break;
        }
    }

    private static ZoneInfo Distorted(ZoneInfo zone, ReportLie lie, long block) => lie switch
    {
        ReportLie.WritePointerTooHigh => zone with { WritePointer = zone.WritePointer + block },
        ReportLie.WritePointerTooLow => zone with { WritePointer = Math.Max(zone.Start, zone.WritePointer - block) },
        ReportLie.WritePointerOutside => zone with { WritePointer = zone.Start + zone.LengthBytes + block },
        ReportLie.WrongCondition => zone with { Condition = zone.Condition == ZoneCondition.Closed ? ZoneCondition.Empty : ZoneCondition.Closed },
        ReportLie.UnknownCondition => zone with { Condition = (ZoneCondition)0x9 },
        ReportLie.UnknownType => zone with { Type = (ZoneType)0xE },
        ReportLie.CapacityAboveLength => zone with { CapacityBytes = zone.LengthBytes + block },
        ReportLie.ZeroLength => zone with { LengthBytes = 0 },
        ReportLie.Gap => zone with { Start = zone.Start + block },
        ReportLie.Overlap => zone with { Start = zone.Start - block },
        ReportLie.GeometryChanged => zone with { LengthBytes = zone.LengthBytes / 2, CapacityBytes = Math.Min(zone.CapacityBytes, zone.LengthBytes / 2) },
        _ => zone,
    };
}
