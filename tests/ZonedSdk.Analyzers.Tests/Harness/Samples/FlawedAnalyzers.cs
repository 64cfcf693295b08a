using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ZonedSdk.Analyzers.Tests.Harness.Samples;

/// <summary>Reports in generated code too.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class GeneratedCodeAnalyzer : LowercaseTypeAnalyzer
{
    protected override GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics;
}

/// <summary>Crashes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class CrashingAnalyzer : LowercaseTypeAnalyzer
{
    protected override void Report(SymbolAnalysisContext context, ISymbol type) => throw new NotSupportedException("The sample crashes.");
}

/// <summary>Reports only the type that it meets first, so that the order of the files decides.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class FirstFileAnalyzer : LowercaseTypeAnalyzer
{
    protected override void Register(AnalysisContext context) => context.RegisterCompilationAction(compilationContext =>
    {
        var tree = compilationContext.Compilation.SyntaxTrees.First();
        compilationContext.ReportDiagnostic(Diagnostic.Create(Rule, tree.GetRoot().ChildNodes().First().GetLocation(), "x", "x"));
    });
}

/// <summary>Keeps what it saw in the analyzer, so that the second compilation gets less.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class RememberingAnalyzer : LowercaseTypeAnalyzer
{
    private readonly HashSet<string> _seen = [];

    protected override void Report(SymbolAnalysisContext context, ISymbol type)
    {
        lock (_seen)
        {
            if (!_seen.Add(type.Name))
                return;
        }

        base.Report(context, type);
    }
}

/// <summary>Has two descriptors, so that a mark must name the one it means.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class TwoRulesAnalyzer : LowercaseTypeAnalyzer
{
    private static readonly DiagnosticDescriptor s_other = new("ZT0002", "Other", "Other", "Tests", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule, s_other];
}

/// <summary>Cannot be suppressed in the source.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class NotConfigurableAnalyzer : LowercaseTypeAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = new(
        "ZT0003", "A type", "A type", "Tests", DiagnosticSeverity.Warning, isEnabledByDefault: true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

    protected override void Report(SymbolAnalysisContext context, ISymbol type) => context.ReportDiagnostic(Diagnostic.Create(s_rule, type.Locations[0]));
}

/// <summary>Reports on the compilation, at no place.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class NoLocationAnalyzer : LowercaseTypeAnalyzer
{
    protected override void Register(AnalysisContext context) => context.RegisterCompilationAction(
        compilationContext => compilationContext.ReportDiagnostic(Diagnostic.Create(Rule, Location.None, "none", "n")));
}

/// <summary>Calls the second location unnecessary code, and the first one not.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnnecessaryAnalyzer : LowercaseTypeAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = new(
        "ZT0004", "A type", "A type", "Tests", DiagnosticSeverity.Warning, isEnabledByDefault: true, customTags: WellKnownDiagnosticTags.Unnecessary);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

    protected override void Report(SymbolAnalysisContext context, ISymbol type)
    {
        var properties = ImmutableDictionary<string, string?>.Empty.Add(WellKnownDiagnosticTags.Unnecessary, "[0]");
        var declaration = type.DeclaringSyntaxReferences[0].GetSyntax();
        context.ReportDiagnostic(Diagnostic.Create(s_rule, type.Locations[0], [declaration.GetLocation()], properties));
    }
}

/// <summary>Reports when the compilation is over, where no editor offers a fix.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class EndOfCompilationAnalyzer : LowercaseTypeAnalyzer
{
    protected override void Register(AnalysisContext context) => context.RegisterCompilationAction(compilationContext =>
    {
        foreach (var type in compilationContext.Compilation.GlobalNamespace.GetTypeMembers().Where(type => type.Locations[0].IsInSource && type.Name.StartsWith('l')))
            compilationContext.ReportDiagnostic(Diagnostic.Create(Rule, type.Locations[0], type.Name, type.Name[0]));
    });
}
