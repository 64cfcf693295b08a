using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace ZonedSdk.Analyzers.Tests.Support;

/// <summary>A test of one generator: sources in the newest C# that the compiler reads, against .NET 10 and ZonedSdk.</summary>
internal class GeneratorTest<TGenerator> : CSharpSourceGeneratorTest<TGenerator, DefaultVerifier>
    where TGenerator : new()
{
    public GeneratorTest()
    {
        ReferenceAssemblies = TestReferences.Framework;
        TestState.AdditionalReferences.AddRange(TestReferences.Sdk);
    }

    // What Roslyn 4.14 knows of C# 14 is "preview" there.
    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Diagnose);
}
