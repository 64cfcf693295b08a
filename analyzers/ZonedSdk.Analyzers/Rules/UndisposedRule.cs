using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Ownership;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4040: a guard or reservation is not ended on every way out.</summary>
internal sealed class UndisposedRule : Rule
{
    public const string Id = "ZSDK4040";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "A guard or reservation is never disposed or completed",
        "'{0}' is not disposed or completed {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A guard keeps its lock, and a reservation what it reserves, until it is disposed or completed: exactly once on every way out, for a reservation also where an exception leaves.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (OwnerFact fact in analysis.Owners.Of(OwnerFactKind.Leaked).Concat(analysis.Owners.Of(OwnerFactKind.LeakedOnSomePaths)))
        {
            reporter.Report(Diagnosed, fact.Location, null, null, fact.NameIn(analysis.Sdk.Owned), "on every way out");
        }

        foreach (OwnerFact fact in analysis.Owners.Of(OwnerFactKind.Thrown))
        {
            string where = fact.At is { } thrower ? $"when line {thrower.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1} throws" : "when an exception leaves";
            reporter.Report(Diagnosed, fact.Location, null, null, fact.NameIn(analysis.Sdk.Owned), where);
        }
    }
}
