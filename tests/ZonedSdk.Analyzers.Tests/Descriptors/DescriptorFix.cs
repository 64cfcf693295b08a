using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Tests.Support;
using ZonedSdk.Generators;

namespace ZonedSdk.Analyzers.Tests.Descriptors;

/// <summary>A test of a fix for what the generator reports.</summary>
internal sealed class DescriptorFix<TFix> : FixTest<EmptyDiagnosticAnalyzer, TFix>
    where TFix : CodeFixProvider, new()
{
    private const string Usings = "using ZonedSdk;\nusing ZonedSdk.Descriptors;\n";

    public DescriptorFix(string before, string after)
    {
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck;
        TestCode = Usings + before;
        FixedCode = Usings + after;
    }

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(ZonedGenerator)];
}
