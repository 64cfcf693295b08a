using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ZonedSdk.Analyzers.Tests.Harness.Samples;

/// <summary>Reports types whose names start with a small letter: a rule that is easy to see through, for tests of the harness.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal class LowercaseTypeAnalyzer : DiagnosticAnalyzer
{
    public static readonly DiagnosticDescriptor Rule = new(
        "ZT0001", "A type starts with a small letter", "The type '{0}' starts with '{1}'", "Tests", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    protected virtual GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.None;

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCode);
        Register(context);
    }

    protected virtual void Register(AnalysisContext context) => context.RegisterSymbolAction(
        symbolContext =>
        {
            if (char.IsAsciiLetterLower(symbolContext.Symbol.Name[0]))
                Report(symbolContext, symbolContext.Symbol);
        },
        SymbolKind.NamedType);

    /// <summary>The first declaration is the location, the others are additional ones.</summary>
    protected virtual void Report(SymbolAnalysisContext context, ISymbol type)
        => context.ReportDiagnostic(Diagnostic.Create(Rule, type.Locations[0], type.Locations.Skip(1), type.Name, type.Name[0]));
}
