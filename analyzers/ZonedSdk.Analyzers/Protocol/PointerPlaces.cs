using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>Which gate guards a place, where the place itself says so or the guarded struct around it, a guard or a ref local leads there.</summary>
internal sealed class PointerPlaces(SdkContext sdk, FlowBody body)
{
    /// <summary>The write pointer that a place is; null where it is none, nobody else can see it, or its gate is not known here (a function over <c>ref State</c>).</summary>
    public PointerKey? KeyOf(IOperation place) =>
        WritePointers.Named(sdk, place) is { } member && GateOf(place) is { } gate && !GateCheck.IsUnresolved(gate) ? new PointerKey(member, gate) : null;

    /// <summary>The write pointer of the object that a call or property is on; null where its gate is not one of that object's own.</summary>
    public PointerKey? KeyThrough(FlowPoint call, ISymbol pointer)
    {
        ISymbol? called = (call.Operation as IInvocationOperation)?.TargetMethod ?? (call.Operation as IPropertyReferenceOperation)?.Property as ISymbol;
        if (called is not { IsStatic: false, ContainingType: { } type } || WritePointers.GuardIn(sdk, type, pointer) is not { } guard)
        {
            return null;
        }

        AccessPath gate = body.GateAt(call, guard);
        return GateCheck.IsUnresolved(gate) ? null : new PointerKey(pointer, gate);
    }

    /// <summary>The region of a gate that an operation lies in.</summary>
    public static AcquireSite? RegionAt(FlowPoint? point, PointerKey pointer) => point?.State.RegionOf(pointer.Gate);

    public AccessPath? GateOf(IOperation place)
    {
        FlowPoint? point = body.PointOf(place);
        switch (place)
        {
            case IMemberReferenceOperation member when sdk.Contracts.Of(member.Member).GuardedBy is { IsUsable: true } guard:
                return point is not null && !GuardedAccess.IsPrivateToBody(body, point, member.Member) ? body.GateAt(point, guard) : null;
            case IMemberReferenceOperation { Instance: { } instance }:
                return point?.Receiver is { } receiver && point.State.BindingOf(receiver) is { Form: BindingForm.Guard, Gates.Length: > 0 } binding
                    ? binding.Gates[0].Path
                    : instance.Type is { IsValueType: true } || instance is IArrayElementReferenceOperation ? GateOf(instance) : null;
            case IInvocationOperation { Instance: not null }:
                return point?.Receiver is { } made && point.State.BindingOf(made) is { Form: BindingForm.Guard, Gates.Length: > 0 } held ? held.Gates[0].Path : null;
            case ILocalReferenceOperation local:
                return point?.State.RefOf(local.Local)?.Gate;
            case IArrayElementReferenceOperation element:
                return GateOf(element.ArrayReference);
            case IFlowCaptureReferenceOperation reference:
                return body.Info.Shape.ValueOf(reference.Id) is { } captured && captured != place ? GateOf(captured) : null;
            case IConversionOperation conversion:
                return GateOf(conversion.Operand);
            default:
                return null;
        }
    }
}
