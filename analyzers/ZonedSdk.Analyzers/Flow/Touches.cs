using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>Tells reading from writing by the place in which a reference stands.</summary>
internal static class Touches
{
    public static Touch Of(IOperation reference)
    {
        IOperation? parent = reference.Parent;
        switch (parent)
        {
            case ISimpleAssignmentOperation assignment when assignment.Target == reference:
                return assignment.IsRef ? Touch.None : Touch.Write;
            case ISimpleAssignmentOperation { IsRef: true }:
                return Touch.Address;
            case ICompoundAssignmentOperation compound when compound.Target == reference:
            case ICoalesceAssignmentOperation coalesce when coalesce.Target == reference:
            case IIncrementOrDecrementOperation:
                return Touch.ReadWrite;
            case IDeconstructionAssignmentOperation deconstruction when deconstruction.Target == reference:
                return Touch.Write;
            case ITupleOperation or IDeclarationExpressionOperation when IsDeconstructed(parent):
                return Touch.Write;
            case IArgumentOperation { Parameter: { } parameter }:
                return OfArgument(parameter.RefKind);
            case IAddressOfOperation:
                return Touch.Address;
            case IReturnOperation or null when IsRefReturn(reference):
                return Touch.Address;
            case IFieldReferenceOperation field when field.Instance == reference && reference.Type is { IsValueType: true }:
                return Of(field);
            case IPropertyReferenceOperation property when property.Instance == reference && reference.Type is { IsValueType: true, IsReadOnly: false }:
                return property.Property.GetMethod is { IsReadOnly: true } ? Of(property) : Touch.Read;
            case IPropertyReferenceOperation { Property.IsIndexer: true } indexer when indexer.Instance == reference:
                return Touch.Read | (Of(indexer) & Touch.Write);
            case IArrayElementReferenceOperation element when element.ArrayReference == reference:
                return Touch.Read | (Of(element) & Touch.Write);
            case IInvocationOperation call when call.Instance == reference && reference.Type is { IsValueType: true, IsReadOnly: false } && !call.TargetMethod.IsReadOnly:
                return call.TargetMethod.ContainingType?.SpecialType == SpecialType.None ? Touch.ReadWrite : Touch.Read;
            default:
                return Touch.Read;
        }
    }

    private static Touch OfArgument(RefKind kind) => kind switch
    {
        RefKind.Ref => Touch.ReadWrite,
        RefKind.Out => Touch.Write,
        _ => Touch.Read,
    };

    private static bool IsDeconstructed(IOperation operation)
    {
        for (IOperation? o = operation; o is not null; o = o.Parent)
        {
            if (o.Parent is IDeconstructionAssignmentOperation assignment)
            {
                return assignment.Target == o;
            }
        }

        return false;
    }

    // In a graph the returned operation stands alone; its syntax still says "ref".
    private static bool IsRefReturn(IOperation reference) =>
        reference.Syntax.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.RefExpressionSyntax { Parent: not Microsoft.CodeAnalysis.CSharp.Syntax.EqualsValueClauseSyntax };
}
