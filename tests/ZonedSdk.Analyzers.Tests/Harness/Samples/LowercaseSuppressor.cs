using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ZonedSdk.Analyzers.Tests.Harness.Samples;

/// <summary>Suppresses the sample rule for types that end with a small x.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LowercaseSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor s_descriptor = new("ZTS001", LowercaseTypeAnalyzer.Rule.Id, "The name is a term of the field");

    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => [s_descriptor];

    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            var text = diagnostic.Location.SourceTree!.GetText(context.CancellationToken).ToString(diagnostic.Location.SourceSpan);
            if (text.EndsWith('x'))
                context.ReportSuppression(Suppression.Create(s_descriptor, diagnostic));
        }
    }
}
