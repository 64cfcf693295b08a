using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Rules;

namespace ZonedSdk.Analyzers;

/// <summary>Runs all rules of the category <c>ZonedSdk.Concurrency</c> over one analysis of each body.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConcurrencyAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        AllRules.Create().Select(static r => r.Descriptor).ToImmutableArray();

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        if (SdkContext.TryCreate(context.Compilation, context.Options) is not { } sdk)
        {
            return;
        }

        ImmutableArray<Rule> rules = AllRules.Create();
        context.RegisterOperationBlockAction(c => CheckBody(c, sdk, rules));
        context.RegisterSymbolAction(c => CheckSymbol(c, sdk, rules), SymbolKind.Field, SymbolKind.Property, SymbolKind.Method, SymbolKind.NamedType);
        context.RegisterCompilationEndAction(c =>
        {
            var reporter = new Reporter(c.ReportDiagnostic);
            foreach (Rule rule in rules)
            {
                rule.CheckCompilation(sdk, reporter);
            }
        });
    }

    private static void CheckBody(OperationBlockAnalysisContext context, SdkContext sdk, ImmutableArray<Rule> rules)
    {
        if (context.IsGeneratedCode && !sdk.AnalyzesGenerated)
        {
            return;
        }

        IOperation? block = context.OperationBlocks.FirstOrDefault(static b => b.Kind is OperationKind.Block or OperationKind.FieldInitializer or OperationKind.PropertyInitializer);
        if (block is null || !context.OperationBlocks.Any(b => sdk.IsWorthAnalysing(context.OwningSymbol as IMethodSymbol, b)))
        {
            return;
        }

        var analysis = BodyAnalysis.Run(sdk, context.OwningSymbol, context.GetControlFlowGraph(block), context.CancellationToken);
        var reporter = new Reporter(context.ReportDiagnostic);
        foreach (Rule rule in rules)
        {
            rule.CheckBody(analysis, reporter);
        }
    }

    private static void CheckSymbol(SymbolAnalysisContext context, SdkContext sdk, ImmutableArray<Rule> rules)
    {
        if (context.IsGeneratedCode && !sdk.AnalyzesGenerated)
        {
            return;
        }

        var reporter = new Reporter(context.ReportDiagnostic);
        foreach (Rule rule in rules)
        {
            rule.CheckSymbol(context.Symbol, sdk, reporter);
        }
    }
}
