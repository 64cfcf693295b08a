using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
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
        if (path.Root == GatePathRoot.Instance && instance is { IsImplicit: false } and not IInstanceReferenceOperation)
        {
            return Join(instance.Syntax.ToString(), path);
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

    private static string Join(string owner, GatePath path) =>
        path.Links.IsEmpty ? owner : $"{owner}.{string.Join(".", path.Links.Select(static l => l.Name))}";
}
