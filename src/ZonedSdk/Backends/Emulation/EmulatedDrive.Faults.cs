#pragma warning disable CA1822
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Backends.Emulation;

/// <content>Fault injection: where a plan bends what the other parts do.</content>
internal sealed partial class EmulatedDrive
{
    internal bool TryHold(DriveWork work) => false;
    public int ReleaseHeld() => 0;
    private void PlanFault(DriveCommand command) { }
    private bool IsHeldByFault(DriveCommand command) => false;
    private BackendResult MoveOutWithFault(DriveCommand write, out long landedBytes) => MoveOut(write, write.LengthBytes, out landedBytes);
    private BackendResult MoveInWithFault(DriveCommand read, long dataEnd) => MoveIn(read, dataEnd);
    private void AcknowledgeWithFault(ZoneRequest request, long ticket, in BackendResult result, FaultRule fault) => request.Complete(ticket, result);
    private void PlanHop(DriveHop hop, FaultRule? fault) { }
    private ValueTask FinishHopAsync(DriveEvent command, int zone, FaultRule? fault) => default;
    private ValueTask<BackendResult> ExecuteWithFaultAsync(ZoneAction action, DriveZone zone, FaultRule fault) => ExecuteAsync(action, zone);
    private ValueTask<BackendResult> FlushWithFaultAsync(FaultRule fault, CancellationToken ct) => _metadata.FlushAsync(this, ct);
    private BackendResult ReportWithFault(Span<ZoneInfo> zones, int asked, FaultRule fault, ulong random) => BackendResult.Success(asked);
}
