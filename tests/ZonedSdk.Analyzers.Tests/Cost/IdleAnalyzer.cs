using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ZonedSdk.Analyzers.Tests.Cost;

/// <summary>Asks for every body, as any analyzer of operations does, and looks at none: what the compiler spends on having an analyzer at all.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class IdleAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [new("IDLE1", "Nothing", "Nothing", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.EnableConcurrentExecution();
        context.RegisterOperationBlockAction(static _ => { });
        context.RegisterSymbolAction(static _ => { }, SymbolKind.Field, SymbolKind.Property, SymbolKind.Method, SymbolKind.NamedType);
    }
}
