using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>How messages name gates: as the reader would have to write them at the place of the report.</summary>
internal static class GateNames
{
    public static string Of(FlowPoint point, GatePath path)
    {
        IOperation? instance = point.Operation switch
        {
            IMemberReferenceOperation reference => reference.Instance,
            IInvocationOperation call => call.Instance,
            _ => null,
        };
        ImmutableArray<IArgumentOperation> arguments = point.Operation switch
        {
            IInvocationOperation call => call.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => ImmutableArray<IArgumentOperation>.Empty,
        };
        // What stands before a "?." is captured first.
        if (path.Root == GatePathRoot.Instance && instance is IFlowCaptureReferenceOperation or ({ IsImplicit: false } and not IInstanceReferenceOperation))
        {
            return Join(instance.Syntax.ToString(), path);
        }

        if (path is { Root: GatePathRoot.Static, Links.Length: 1 } && QualifierOf(point.Operation.Syntax) is { } qualifier
            && SymbolEqualityComparer.Default.Equals(path.Links[0].ContainingType, MemberOf(point.Operation)?.ContainingType?.OriginalDefinition))
        {
            return Join(qualifier.ToString(), path);
        }

        if (path.Root == GatePathRoot.Parameter && arguments.FirstOrDefault(a => a.Parameter?.Ordinal == path.Parameter!.Ordinal) is { } argument)
        {
            return Join(argument.Value.Syntax.ToString(), path);
        }

        return path.Text;
    }

    /// <summary>A gate that is held.</summary>
    public static string Of(AccessPath path)
    {
        string text = path.ToString();
        return text.StartsWith("this.", StringComparison.Ordinal) ? text.Substring(5) : text.TrimStart('.');
    }

    /// <summary>A gate that is acquired: by its path, or as it is written where the path has no name.</summary>
    public static string Of(FlowPoint point, AccessPath path)
    {
        string name = Of(path);
        IOperation? written = point.Operation switch
        {
            IInvocationOperation { Instance: { } instance } => instance,
            IInvocationOperation { Arguments: { IsEmpty: false } arguments } => arguments[0].Value,
            _ => null,
        };
        return name.StartsWith("?", StringComparison.Ordinal) && written is not null ? written.Syntax.ToString() : name;
    }

    // Who names the type of a static member has to name it for the gate too.
    private static ExpressionSyntax? QualifierOf(SyntaxNode reference) => reference switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
        _ => null,
    };

    private static ISymbol? MemberOf(IOperation operation) => operation switch
    {
        IMemberReferenceOperation reference => reference.Member,
        IInvocationOperation call => call.TargetMethod,
        _ => null,
    };

    private static string Join(string owner, GatePath path) =>
        path.Links.IsEmpty ? owner : $"{owner}.{string.Join(".", path.Links.Select(static l => l.Name))}";
}
