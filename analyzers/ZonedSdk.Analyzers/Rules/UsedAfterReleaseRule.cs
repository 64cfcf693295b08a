using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Ownership;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4042: a guard or reservation is used after it was disposed or completed.</summary>
internal sealed class UsedAfterReleaseRule : Rule
{
    public const string Id = "ZSDK4042";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "A guard or reservation is used after its release",
        "'{0}' is used here, though it was disposed or completed before: end it behind its last use",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "What a guard leads to is anybody's once the guard is released, and what a reservation stands for may be somebody else's.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (OwnerFact fact in analysis.Owners.Of(OwnerFactKind.UsedAfterEnd))
        {
            ImmutableArray<Location> ended = fact.Before is { } end ? ImmutableArray.Create(end.Syntax.GetLocation()) : ImmutableArray<Location>.Empty;
            reporter.Report(Diagnosed, fact.At!.Syntax.GetLocation(), ended, fact.NameIn(analysis.Sdk.Owned));
        }
    }
}
