namespace ZonedSdk.Analyzers.Tests.SelfHost;

/// <summary>The runtime's own sources under all rules.</summary>
public sealed class RuntimeSourcesTests
{
    [Fact]
    public async Task The_runtime_itself_has_no_findings()
    {
        Assert.Empty(RuntimeSources.ErrorsOf(RuntimeSources.Unchanged));
        Assert.Empty(await RuntimeSources.FindingsInAsync(RuntimeSources.Unchanged));
    }
}
