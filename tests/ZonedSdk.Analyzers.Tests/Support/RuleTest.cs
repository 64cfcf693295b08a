using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace ZonedSdk.Analyzers.Tests.Support;

/// <summary>A test of one rule: sources in the newest C# that the compiler reads, against .NET 10 and ZonedSdk.</summary>
internal class RuleTest<TAnalyzer> : CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    public RuleTest()
    {
        ReferenceAssemblies = TestReferences.Framework;
        TestState.AdditionalReferences.AddRange(TestReferences.Sdk);
    }

    // What Roslyn 4.14 knows of C# 14 is "preview" there.
    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Diagnose);
}
