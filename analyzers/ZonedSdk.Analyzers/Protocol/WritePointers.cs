using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>Finds write pointers in code, whatever flow says of them.</summary>
internal static class WritePointers
{
    /// <summary>The write pointer that an operation names; null where it names none.</summary>
    public static ISymbol? Named(SdkContext sdk, IOperation? operation) => operation switch
    {
        IMemberReferenceOperation reference and (IFieldReferenceOperation or IPropertyReferenceOperation) when sdk.Contracts.Of(reference.Member).IsWritePointer => reference.Member.OriginalDefinition,
        IArrayElementReferenceOperation element => Named(sdk, element.ArrayReference),
        _ => null,
    };

    /// <summary>The write pointer that an operation moves on: an increment, or an assignment computed from the pointer itself.</summary>
    public static ISymbol? AdvancedBy(SdkContext sdk, IOperation operation) => operation switch
    {
        IIncrementOrDecrementOperation { Kind: OperationKind.Increment } step => Named(sdk, step.Target),
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } sum => Named(sdk, sum.Target),
        ISimpleAssignmentOperation assignment when Named(sdk, assignment.Target) is { } pointer
            && assignment.Value.DescendantsAndSelf().Any(o => SymbolEqualityComparer.Default.Equals(Named(sdk, o), pointer)) => pointer,
        IInvocationOperation { TargetMethod: { ContainingType.Name: "Interlocked", Name: "Add" or "Increment" } } call => Named(sdk, call.Arguments[0].Value),
        _ => null,
    };

    /// <summary>The gate guards a write pointer, or a struct that contains one.</summary>
    public static bool IsGateOfPointer(SdkContext sdk, ISymbol? gate) => gate is not null && GuardsPointer(sdk, gate.ContainingType, gate);

    /// <summary>Whether the instances of a type are the gates of a pointer in them.</summary>
    public static bool IsOwnGateOfPointer(SdkContext sdk, ITypeSymbol? type) => GuardsPointer(sdk, type, null);

    // The gate is a member, or the instance itself: null.
    private static bool GuardsPointer(SdkContext sdk, ITypeSymbol? type, ISymbol? gate)
    {
        foreach (ISymbol member in type?.GetMembers() ?? ImmutableArray<ISymbol>.Empty)
        {
            Contract contract = sdk.Contracts.Of(member);
            bool isItsGate = contract.GuardedBy is { IsUsable: true, Root: not GatePathRoot.Parameter } guard && SymbolEqualityComparer.Default.Equals(guard.Gate?.OriginalDefinition, gate?.OriginalDefinition);
            if (isItsGate && (contract.IsWritePointer || ContainsPointer(sdk, (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type, 0)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The guard of a pointer that is a member of a type, or stands in a struct that is one.</summary>
    public static GatePath? GuardIn(SdkContext sdk, INamedTypeSymbol type, ISymbol pointer)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if (sdk.Contracts.Of(member).GuardedBy is { IsUsable: true } guard
                && (SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, pointer)
                    || ((member as IFieldSymbol)?.Type is { IsValueType: true } state && SymbolEqualityComparer.Default.Equals(state.OriginalDefinition, pointer.ContainingType))))
            {
                return guard;
            }
        }

        return null;
    }

    private static bool ContainsPointer(SdkContext sdk, ITypeSymbol? type, int depth) => type switch
    {
        IArrayTypeSymbol array => ContainsPointer(sdk, array.ElementType, depth),
        INamedTypeSymbol { IsValueType: true, SpecialType: SpecialType.None } when depth < 4 =>
            type.GetMembers().OfType<IFieldSymbol>().Any(f => !f.IsStatic && (sdk.Contracts.Of(f).IsWritePointer || ContainsPointer(sdk, f.Type, depth + 1))),
        _ => false,
    };
}
