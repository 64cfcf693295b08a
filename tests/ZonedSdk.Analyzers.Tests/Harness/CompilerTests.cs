using Microsoft.CodeAnalysis.CSharp;

namespace ZonedSdk.Analyzers.Tests.Harness;

/// <summary>Which compiler the tests run on: a leg that silently ran on the other one would prove nothing.</summary>
public sealed class CompilerTests
{
    [Fact]
    public void The_tests_run_on_the_compiler_of_their_project()
    {
        var project = typeof(CompilerTests).Assembly.GetName().Name;
        var expected = project == "ZonedSdk.Analyzers.Tests.Next" ? new Version(5, 12) : new Version(4, 14);
        var actual = typeof(CSharpCompilation).Assembly.GetName().Version!;
        Assert.Equal(expected, new Version(actual.Major, actual.Minor));
    }
}
