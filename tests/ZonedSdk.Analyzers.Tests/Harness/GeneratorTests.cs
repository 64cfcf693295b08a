using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Analyzers.Tests.Harness.Samples;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Harness;

/// <summary>What generators write and report is compared.</summary>
public sealed class GeneratorTests
{
    [Fact]
    public Task The_right_source_passes() => Test<NamesGenerator>("// A, B\n").RunAsync();

    [Fact]
    public Task Another_source_fails() => Expect.FailsAsync(Test<NamesGenerator>("// A, C\n"), "-// A, C", "+// A, B");

    [Fact]
    public async Task Another_file_name_fails()
    {
        var test = Test<NamesGenerator>(null);
        test.TestState.GeneratedSources.Add((typeof(NamesGenerator), "Other.g.cs", "// A, B\n"));
        await Expect.FailsAsync(test, "Other.g.cs", "Names.g.cs");
    }

    [Fact]
    public Task A_missing_source_fails() => Expect.FailsAsync(Test<EmptySourceGeneratorProvider>("// A, B\n", typeof(NamesGenerator)), "Names.g.cs");

    [Fact]
    public Task An_unexpected_source_fails() => Expect.FailsAsync(Test<NamesGenerator>(null), "Names.g.cs");

    [Fact]
    public async Task An_unexpected_source_passes_where_sources_are_not_looked_at()
    {
        var test = Test<NamesGenerator>(null);
        test.TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck;
        await test.RunAsync();
    }

    [Fact]
    public async Task Another_encoding_fails()
    {
        var test = Test<NamesGenerator>(null);
        test.TestState.GeneratedSources.Add((typeof(NamesGenerator), "Names.g.cs", SourceText.From("// A, B\n", System.Text.Encoding.Unicode)));
        await Expect.FailsAsync(test, "encoding");
    }

    [Fact]
    public Task A_generated_source_that_does_not_compile_fails() => Expect.FailsAsync(Test<BrokenGenerator>("class Broken : Missing { }\n"), "CS0246");

    [Fact]
    public Task A_crash_fails() => Expect.FailsAsync(Test<CrashingGenerator>(null));

    [Fact]
    public async Task Reported_diagnostics_are_compared()
    {
        var test = Test<NamesGenerator>("// A, B, Bad\n");
        test.TestCode = "class Bad { }";
        await Expect.FailsAsync(test, "ZT0001");

        test = Test<NamesGenerator>("// A, B, Bad\n");
        test.TestCode = "class Bad { }";
        test.ExpectedDiagnostics.Add(new DiagnosticResult(LowercaseTypeAnalyzer.Rule).WithNoLocation().WithArguments("Bad", 'B'));
        await test.RunAsync();
    }

#if !ROSLYN_TESTING_PACKAGE
    [Fact]
    public Task A_source_that_follows_the_order_of_the_files_fails()
        => Expect.FailsAsync(Test<FileOrderGenerator>("// A, B\n"), "files in reverse order", "+// B, A");
#endif

    private static GeneratorTest<TGenerator> Test<TGenerator>(string? expected, Type? writer = null)
        where TGenerator : new()
    {
        var test = new GeneratorTest<TGenerator>();
        test.TestState.Sources.Add("class A { }");
        test.TestState.Sources.Add("class B { }");
        if (expected is not null)
            test.TestState.GeneratedSources.Add((writer ?? typeof(TGenerator), "Names.g.cs", expected));

        return test;
    }
}
