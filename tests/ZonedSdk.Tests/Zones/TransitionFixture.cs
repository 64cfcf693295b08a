using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Zones;

/// <summary>One zone of ten blocks of one byte, driven transition by transition. Effects of the last one are kept.</summary>
internal sealed class TransitionFixture : IRequestOwner
{
    private static readonly byte[] s_memory = new byte[16];

    public readonly ZoneBounds Bounds;

    public readonly CreditPool Credits;

    public ZoneState State = new() { Condition = ZoneCondition.Empty };

    public ZoneEffects Effects;

    public TransitionFixture(bool enforcesOrder = false, ZoneErrorPolicy policy = ZoneErrorPolicy.Repair, Limits? limits = null, bool finishPassesThroughOpen = false, bool isStrict = false)
    {
        Bounds = new ZoneBounds
        {
            Start = 0,
            End = 10,
            Limit = 16,
            BlockSizeBytes = 1,
            Type = ZoneType.SequentialWriteRequired,
            EnforcesOrder = enforcesOrder,
            FinishPassesThroughOpen = finishPassesThroughOpen,
            MaxTransferBytes = 8,
            ErrorPolicy = policy,
            HasStrictTransitions = isStrict,
        };
        Credits = new CreditPool(limits ?? new Limits(), closesImplicitly: false);
    }

    public ZoneRequest Submit(RequestOperation operation, int lengthBytes = 1, long offset = 0, bool force = false)
    {
        var r = new ZoneRequest()
        {
            Operation = operation,
            Kind = operation is RequestOperation.Read or RequestOperation.ReaderLease ? ZoneRequestKind.Read : ZoneRequestKind.Write,
            Offset = offset,
            Buffer = s_memory.AsMemory(0, operation is RequestOperation.Read or RequestOperation.Write or RequestOperation.Append ? lengthBytes : 0),
            Force = force,
        };
        Effects = default;
        ZoneTransitions.Submit(ref State, Bounds, Credits, r, noWait: false, ref Effects);
        for (ZoneRequest? command = Effects.FirstHandOver; command is not null; command = command.Next)
        {
            command.Arm(this);
        }

        return r;
    }

    public void Complete(ZoneRequest command, ZoneError error = ZoneError.None)
    {
        Effects = default;
        BackendResult result = error == ZoneError.None ? BackendResult.Success(command.CommandLengthBytes) : BackendResult.Failure(error);
        ZoneTransitions.CompleteWrite(ref State, Bounds, Credits, command, result, ref Effects);
    }

    public void CompleteManage(ZoneRequest command, ZoneError error = ZoneError.None)
    {
        Effects = default;
        ZoneTransitions.CompleteManage(ref State, Bounds, Credits, command, error == ZoneError.None ? BackendResult.Success() : BackendResult.Failure(error), ref Effects);
    }

    public void Report(ZoneCondition condition, long pointer, bool keepsPointer = false)
    {
        Effects = default;
        var info = new ZoneInfo { Index = 0, Type = Bounds.Type, Condition = condition, Start = 0, LengthBytes = 16, CapacityBytes = 10, WritePointer = pointer, KeepsWritePointer = keepsPointer };
        ZoneTransitions.ApplyReport(ref State, Bounds, Credits, info, ref Effects);
    }

    public void FailReport()
    {
        Effects = default;
        ZoneTransitions.ReportFailed(ref State, Bounds, Credits, BackendResult.Failure(ZoneError.Io), ref Effects);
    }

    public void PassDeadline()
    {
        Effects = default;
        Assert.True(ZoneTransitions.DeadlinePassed(ref State, Bounds, State.Epoch, ref Effects));
    }

    void IRequestOwner.OnCompleted(ZoneRequest request, in BackendResult result) => throw new NotSupportedException("Tests call the transitions.");
}
