using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Tests.Harness.Samples;
using ZonedSdk.Analyzers.Tests.Support;
using Verify = ZonedSdk.Analyzers.Tests.Support.RuleVerifier<ZonedSdk.Analyzers.Tests.Harness.Samples.LowercaseTypeAnalyzer>;

namespace ZonedSdk.Analyzers.Tests.Harness;

/// <summary>The runs that every test makes beside the first one, and what is compiled in them.</summary>
public sealed class RunTests
{
    [Fact]
    public Task A_compile_error_fails() => Expect.FailsAsync(Test<LowercaseTypeAnalyzer>("class A : Missing { }"), "CS0246");

    [Fact]
    public async Task A_compile_error_passes_where_the_compiler_is_not_asked()
    {
        var test = Test<LowercaseTypeAnalyzer>("class A : Missing { }");
        test.CompilerDiagnostics = CompilerDiagnostics.None;
        await test.RunAsync();
    }

    [Fact]
    public async Task A_compiler_warning_fails_where_warnings_count()
    {
        const string Source = "class A { int _unused; }";
        await Test<LowercaseTypeAnalyzer>(Source).RunAsync();

        var test = Test<LowercaseTypeAnalyzer>(Source);
        test.CompilerDiagnostics = CompilerDiagnostics.Warnings;
        await Expect.FailsAsync(test, "CS0169");

        test = Test<LowercaseTypeAnalyzer>(Source);
        test.CompilerDiagnostics = CompilerDiagnostics.Warnings;
        test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerWarning("CS0169").WithSpan(1, 15, 1, 22).WithArguments("A._unused"));
        await test.RunAsync();
    }

    [Fact]
    public Task A_crash_of_the_analyzer_fails() => Expect.FailsAsync(Test<CrashingAnalyzer>("class low { }"), "AD0001");

    [Fact]
    public async Task A_test_without_sources_fails() => await Expect.FailsAsync(new RuleTest<LowercaseTypeAnalyzer>(), "TestState.Sources");

    [Fact]
    public async Task A_disabled_diagnostic_is_not_reported()
    {
        var test = Test<LowercaseTypeAnalyzer>("class low { }");
        test.DisabledDiagnostics.Add("ZT0001");
        await test.RunAsync();
    }

    [Fact]
    public async Task Suppression_by_a_suppressor_is_compared()
    {
        var suppressed = Verify.Diagnostic().WithSpan(1, 7, 1, 11).WithArguments("lowx", 'l').WithIsSuppressed(true);
        await SuppressorTest("class lowx { }", suppressed).RunAsync();
        await Expect.FailsAsync(SuppressorTest("class lowx { }", suppressed.WithIsSuppressed(false)), "suppression");
        await Expect.FailsAsync(SuppressorTest("class low { }", suppressed.WithNoLocation().WithSpan(1, 7, 1, 10).WithArguments("low", 'l')), "suppression");
        await Expect.FailsAsync(SuppressorTest("class lowx { }"), "ZT0001");
    }

    [Fact]
    public async Task A_suppression_in_the_source_hides_the_diagnostic()
    {
        await Test<LowercaseTypeAnalyzer>("#pragma warning disable ZT0001\nclass low { }").RunAsync();
        await Expect.FailsAsync(Test<LowercaseTypeAnalyzer>("#pragma warning disable ZT0001\nclass [|low|] { }"), "1 are missing");
    }

    [Fact]
    public async Task A_diagnostic_that_a_pragma_cannot_disable_is_expected_under_it()
        => await Test<NotConfigurableAnalyzer>("class [|low|] { }").RunAsync();

    [Fact]
    public async Task Editor_configuration_reaches_the_analyzer()
    {
        var test = Test<LowercaseTypeAnalyzer>("class low { }");
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.ZT0001.severity = none\n"));
        await test.RunAsync();
    }

    [Fact]
    public async Task Other_projects_are_analyzed_and_referenced()
    {
        await ProjectTest("public class [|low|] { }", "class High : low { }").RunAsync();
        await Expect.FailsAsync(ProjectTest("public class low { }", "class High : low { }"), "/Lib/Test0.cs");
        await Expect.FailsAsync(ProjectTest("class [|low|] { }", "class High : low { }"), "CS0122");
    }

    [Fact]
    public async Task Solution_transforms_are_applied()
    {
        var test = Test<LowercaseTypeAnalyzer>("#if SPECIAL\nclass [|low|] { }\n#endif");
        test.MarkupOptions = MarkupOptions.UseFirstDescriptor;
        test.SolutionTransforms.Add((solution, id) => solution.WithProjectParseOptions(
            id, ((CSharpParseOptions)solution.GetProject(id)!.ParseOptions!).WithPreprocessorSymbols("SPECIAL")));
        await test.RunAsync();
    }

    [Fact]
    public Task The_annotations_and_the_framework_are_there()
        => Verify.VerifyAnalyzerAsync(
            """
            using System.Threading;
            using ZonedSdk.Annotations;

            class Zone
            {
                private readonly Lock _gate = new();

                [GuardedBy("_gate"), WritePointer]
                private long _submitted;

                public long Advance(int length)
                {
                    lock (_gate)
                        return _submitted += length;
                }
            }
            """);

    private static RuleTest<TAnalyzer> Test<TAnalyzer>(string source)
        where TAnalyzer : DiagnosticAnalyzer, new()
        => new() { TestCode = source };

    private static SuppressedTest SuppressorTest(string source, params DiagnosticResult[] expected)
    {
        var test = new SuppressedTest { TestCode = source };
        test.ExpectedDiagnostics.AddRange(expected);
        return test;
    }

    private static RuleTest<LowercaseTypeAnalyzer> ProjectTest(string library, string source)
    {
        var test = Test<LowercaseTypeAnalyzer>(source);
        var other = test.TestState.AdditionalProjects["Lib"];
        other.Sources.Add(library);
        other.AdditionalReferences.AddRange(TestReferences.Sdk);
        test.TestState.AdditionalProjectReferences.Add("Lib");
        return test;
    }

    private sealed class SuppressedTest : RuleTest<LowercaseTypeAnalyzer>
    {
        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => [new LowercaseTypeAnalyzer(), new LowercaseSuppressor()];
    }
}
