using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace ZonedSdk.Analyzers.Tests.Support;

/// <summary>A test of one rule's fix: sources in the newest C# that the compiler reads, against .NET 10 and ZonedSdk.</summary>
internal class FixTest<TAnalyzer, TCodeFix> : CSharpCodeFixTest<TAnalyzer, TCodeFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    public FixTest()
    {
        ReferenceAssemblies = TestReferences.Framework;
        TestState.AdditionalReferences.AddRange(TestReferences.Sdk);
    }

    // What Roslyn 4.14 knows of C# 14 is "preview" there.
    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Diagnose);
}
