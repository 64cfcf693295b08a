using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;
using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Robustness;

/// <summary>Where nothing can be annotated, or nobody wants it, the compiler is not asked for a single body.</summary>
public sealed class AbsentSdkTests
{
    private const string Code = "class C { readonly object _o = new(); void M() { lock (_o) { lock (_o) { } } } }";

    [Fact]
    public async Task Without_the_sdk_nothing_is_looked_at()
    {
        AnalyzerTelemetryInfo info = await RunAsync(CSharpCompilation.Create("Other", [CSharpSyntaxTree.ParseText(Code)], TestReferences.Net100));
        Assert.Equal((0, 0, 0), (info.OperationBlockActionsCount, info.SymbolActionsCount, info.CompilationEndActionsCount));
    }

    [Fact]
    public async Task With_the_sdk_bodies_are_looked_at()
    {
        AnalyzerTelemetryInfo info = await RunAsync(CSharpCompilation.Create("Other", [CSharpSyntaxTree.ParseText(Code)], TestReferences.Sdk));
        Assert.True(info.OperationBlockActionsCount > 0);
    }

    [Theory]
    [InlineData("true", false)]
    [InlineData("True", false)]
    [InlineData("false", true)]
    public Task A_build_property_switches_everything_off(string value, bool isReported)
    {
        string body = isReported ? "{|ZSDK4001:_x|}++" : "_x++";
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test($"void M() => {body};");
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", $"is_global = true\nbuild_property.DisableZonedSdkAnalyzers = {value}\n"));
        return test.RunAsync();
    }

    private static async Task<AnalyzerTelemetryInfo> RunAsync(CSharpCompilation compilation)
    {
        var analyzer = new ConcurrencyAnalyzer();
        AnalysisResult result = await compilation.WithAnalyzers([analyzer]).GetAnalysisResultAsync(CancellationToken.None);
        return result.AnalyzerTelemetryInfo[analyzer];
    }
}
