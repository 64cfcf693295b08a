using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>A guarded member is touched, and how its gate stands there.</summary>
/// <param name="Point">Where.</param>
/// <param name="Member">The guarded member.</param>
/// <param name="Path">Its gate as annotated.</param>
/// <param name="Gate">Its gate on this instance.</param>
/// <param name="Mode">How it must be held.</param>
/// <param name="Check">How that stands.</param>
internal sealed record GuardedAccess(FlowPoint Point, ISymbol Member, GatePath Path, AccessPath Gate, LockMode Mode, GateCheck Check)
{
    /// <summary>All touches in a body that need a gate; not those on an instance that nobody else can know.</summary>
    public static IEnumerable<GuardedAccess> In(SdkContext sdk, FlowBody body)
    {
        foreach (FlowPoint point in body.Points)
        {
            if (point.Touch == Touch.None || MemberOf(point.Operation) is not { } member)
            {
                continue;
            }

            Contract contract = sdk.Contracts.Of(member);
            if (contract.GuardedBy is not { IsUsable: true } path || IsPrivateToBody(body, point, member))
            {
                continue;
            }

            LockMode mode = contract.IsShared && point.Touch == Touch.Read ? LockMode.Read : LockMode.Exclusive;
            AccessPath gate = body.GateAt(point, path);
            yield return new GuardedAccess(point, member, path, gate, mode, GateCheck.Of(point.State, gate, mode));
        }
    }

    /// <summary>Nobody else can touch the instance: it is under construction, fresh, or a copy of a struct.</summary>
    public static bool IsPrivateToBody(FlowBody body, FlowPoint point, ISymbol member)
    {
        if (member.IsStatic)
        {
            return body.IsOnOwnInstance && body.Info.Member.IsStatic && SymbolEqualityComparer.Default.Equals(member.ContainingType, body.Info.Member.ContainingType);
        }

        if (point.Receiver is not { } receiver)
        {
            return false;
        }

        IOperation? instance = point.Operation switch
        {
            IMemberReferenceOperation reference => reference.Instance,
            IInvocationOperation call => call.Instance,
            _ => null,
        };
        return (body.IsOnOwnInstance && receiver.Equals(AccessPath.This))
            || point.State.IsFresh(receiver)
            || instance is ILocalReferenceOperation { Local.RefKind: RefKind.None, Type.IsValueType: true }
            || instance is IParameterReferenceOperation { Parameter.RefKind: RefKind.None, Type.IsValueType: true };
    }

    private static ISymbol? MemberOf(IOperation operation) => operation switch
    {
        IMethodReferenceOperation => null,
        IMemberReferenceOperation reference => reference.Member,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };
}
