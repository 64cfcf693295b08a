namespace ZonedSdk.Backends.Emulation;

/// <summary>A completion that arrives when the command is long over. The request may be somebody else's by then: its ticket tells.</summary>
internal sealed class LateCompletion(ZoneRequest request, long ticket, BackendResult result, DriveStep step) : DriveWork
{
    public override DriveStep Describe() => step;

    public override void Execute() => request.Complete(ticket, result);
}
