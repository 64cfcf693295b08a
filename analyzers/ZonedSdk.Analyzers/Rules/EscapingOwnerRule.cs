using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Ownership;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4043: a guard or reservation goes where it outlives its end, or where nobody ends it.</summary>
internal sealed class EscapingOwnerRule : Rule
{
    public const string Id = "ZSDK4043";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "A guard or reservation escapes",
        "'{0}' is {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A guard or reservation that its own method ends must not be returned, stored or captured; one that is stored needs an object that ends it.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (OwnerFact fact in analysis.Owners.Of(OwnerFactKind.StoredForGood))
        {
            ISymbol? member = ((fact.At as ISimpleAssignmentOperation)?.Target as IMemberReferenceOperation)?.Member;
            string what = $"stored in '{member?.Name}' of '{member?.ContainingType.Name}', which has no Dispose to end it";
            reporter.Report(Diagnosed, PlaceOf(fact.At!), ImmutableArray.Create(fact.Location), fact.NameIn(analysis.Sdk.Owned), what);
        }

        foreach (OwnerFact fact in analysis.Owners.Of(OwnerFactKind.EndedAfterEscape))
        {
            string how = fact.At switch
            {
                IFlowAnonymousFunctionOperation => "captured by code that may run later",
                ISimpleAssignmentOperation => "stored",
                _ => "returned",
            };
            ImmutableArray<Location> end = fact.Before is { } before ? ImmutableArray.Create(before.Syntax.GetLocation()) : ImmutableArray<Location>.Empty;
            reporter.Report(Diagnosed, PlaceOf(fact.At!), end, fact.NameIn(analysis.Sdk.Owned), $"{how}, and disposed where this method leaves it");
        }
    }

    private static Location PlaceOf(IOperation at) => ((at as ISimpleAssignmentOperation)?.Value ?? at).Syntax.GetLocation();
}
