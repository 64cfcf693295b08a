using Microsoft.CodeAnalysis.Testing;

namespace ZonedSdk.Analyzers.Tests.Harness;

/// <summary>Expectations that must fail.</summary>
internal static class Expect
{
    /// <summary>The test fails, and its message holds these parts. (Other harnesses word theirs differently.)</summary>
    public static async Task FailsAsync(AnalyzerTest<DefaultVerifier> test, params string[] says)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => test.RunAsync());
#if !ROSLYN_TESTING_PACKAGE
        foreach (var part in says)
            Assert.Contains(part, failure.Message, StringComparison.Ordinal);
#endif
    }
}
