using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Tests.Harness.Samples;
using ZonedSdk.Analyzers.Tests.Support;
using Verify = ZonedSdk.Analyzers.Tests.Support.RuleVerifier<ZonedSdk.Analyzers.Tests.Harness.Samples.LowercaseTypeAnalyzer>;

namespace ZonedSdk.Analyzers.Tests.Harness;

/// <summary>Everything of a diagnostic is compared: each kind of difference must fail a test.</summary>
public sealed class MatchingTests
{
    private const string Source = "class low { }";

    private static readonly DiagnosticResult s_right = Verify.Diagnostic().WithSpan(1, 7, 1, 10).WithArguments("low", 'l');

    [Fact]
    public Task The_right_diagnostic_passes() => Verify.VerifyAnalyzerAsync(Source, s_right);

    [Fact]
    public Task A_clean_source_passes() => Verify.VerifyAnalyzerAsync("class High { }");

    [Fact]
    public Task An_unexpected_diagnostic_fails()
        => FailsAsync([], "Expected 0 diagnostics and got 1", "+ /0/Test0.cs(1,7,1,10): warning ZT0001: The type 'low' starts with 'l'", "      ~~~");

    [Fact]
    public Task A_missing_diagnostic_fails() => FailsAsync([s_right, s_right.WithArguments("other", 'o')], "1 are missing, 0 are unexpected", "'other'");

    [Fact]
    public Task The_same_diagnostic_expected_twice_fails() => FailsAsync([s_right, s_right], "Expected 2 diagnostics and got 1");

    [Fact]
    public Task Another_id_fails()
        => FailsAsync([new DiagnosticResult("ZT0009", DiagnosticSeverity.Warning).WithSpan(1, 7, 1, 10)], "id: expected ZT0009, got ZT0001");

    [Fact]
    public Task Another_start_fails()
        => FailsAsync([Verify.Diagnostic().WithSpan(1, 6, 1, 10).WithArguments("low", 'l')], "start of the location: expected (1,6), got (1,7)");

    [Fact]
    public Task Another_end_fails()
        => FailsAsync([Verify.Diagnostic().WithSpan(1, 7, 1, 11).WithArguments("low", 'l')], "end of the location: expected (1,11), got (1,10)");

    [Fact]
    public Task A_location_compares_only_the_start() => Verify.VerifyAnalyzerAsync(Source, Verify.Diagnostic().WithLocation(1, 7).WithArguments("low", 'l'));

    [Fact]
    public Task Another_location_fails()
        => FailsAsync([Verify.Diagnostic().WithLocation(2, 7).WithArguments("low", 'l')], "start of the location: expected (2,7), got (1,7)");

    [Fact]
    public Task Another_path_fails()
        => FailsAsync([Verify.Diagnostic().WithSpan("/0/Other.cs", 1, 7, 1, 10).WithArguments("low", 'l')], "expected '/0/Other.cs', got '/0/Test0.cs'");

    [Fact]
    public Task No_location_where_there_is_one_fails()
        => FailsAsync([Verify.Diagnostic().WithNoLocation().WithArguments("low", 'l')], "location: expected none");

    [Fact]
    public Task Other_arguments_fail() => FailsAsync([s_right.WithArguments("low", 'k')], "expected \"The type 'low' starts with 'k'\"");

    [Fact]
    public Task Other_arguments_without_a_message_fail()
        => FailsAsync([s_right.WithMessage(null).WithArguments("low", 'k')], "arguments: expected [low, k], got [low, l]");

    [Fact]
    public Task Another_message_fails() => FailsAsync([s_right.WithMessage("No.")], "message: expected \"No.\"");

    [Fact]
    public Task Another_severity_fails() => FailsAsync([s_right.WithSeverity(DiagnosticSeverity.Error)], "severity: expected Error, got Warning");

    [Fact]
    public Task Another_severity_passes_where_it_is_ignored()
        => Verify.VerifyAnalyzerAsync(Source, s_right.WithSeverity(DiagnosticSeverity.Error).WithOptions(DiagnosticOptions.IgnoreSeverity));

    [Fact]
    public Task Another_suppression_fails() => FailsAsync([s_right.WithIsSuppressed(true)], "suppression: expected True, got False");

    [Fact]
    public async Task Additional_locations_are_compared()
    {
        const string Partial = "partial class {|#0:low|} { } partial class {|#1:low|} { }";
        var one = Verify.Diagnostic().WithLocation(0).WithArguments("low", 'l');
        await Verify.VerifyAnalyzerAsync(Partial, one.WithLocation(1));
        await Verify.VerifyAnalyzerAsync(Partial, one.WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
        await Expect.FailsAsync(Test(Partial, one), "additional locations: expected 0, got 1");
        await Expect.FailsAsync(Test(Partial, one.WithLocation(0)), "start of the additional location 0");
    }

    [Fact]
    public async Task Unnecessary_code_is_compared()
    {
        const string Marked = "{|#1:class {|#0:low|} { }|}";
        var expected = new DiagnosticResult("ZT0004", DiagnosticSeverity.Warning).WithLocation(0);
        await Test<UnnecessaryAnalyzer>(Marked, expected.WithLocation(1, DiagnosticLocationOptions.UnnecessaryCode)).RunAsync();
        await Expect.FailsAsync(Test<UnnecessaryAnalyzer>(Marked, expected.WithLocation(1)), "not to be unnecessary");
    }

    [Fact]
    public async Task A_diagnostic_without_location_is_compared()
    {
        await Test<NoLocationAnalyzer>("class A { }", Verify.Diagnostic().WithArguments("none", 'n')).RunAsync();
        await Expect.FailsAsync(Test<NoLocationAnalyzer>("class A { }", Verify.Diagnostic().WithSpan(1, 7, 1, 8).WithArguments("none", 'n')));
    }

    [Fact]
    public Task Expectations_that_fit_several_diagnostics_leave_the_others_their_own()
        => Verify.VerifyAnalyzerAsync(
            "class low { } class lot { }",
            new DiagnosticResult("ZT0001", DiagnosticSeverity.Warning).WithLocation(1, 7),
            Verify.Diagnostic().WithSpan(1, 21, 1, 24).WithArguments("lot", 'l'));

    [Fact]
    public async Task The_further_comparison_sees_each_pair()
    {
        var test = Test(Source, s_right);
        var calls = 0;
        test.DiagnosticVerifier = (actual, expected, verifier) =>
        {
            calls++;
            verifier.Equal(expected.Id, actual.Id);
        };
        await test.RunAsync();
        Assert.True(calls > 0);

        test = Test(Source, s_right);
        test.DiagnosticVerifier = (_, _, verifier) => verifier.Fail("This one is never right.");
        await Expect.FailsAsync(test, "This one is never right.");
    }

    private static RuleTest<LowercaseTypeAnalyzer> Test(string source, params DiagnosticResult[] expected) => Test<LowercaseTypeAnalyzer>(source, expected);

    private static RuleTest<TAnalyzer> Test<TAnalyzer>(string source, params DiagnosticResult[] expected)
        where TAnalyzer : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer, new()
    {
        var test = new RuleTest<TAnalyzer> { TestCode = source };
        test.ExpectedDiagnostics.AddRange(expected);
        return test;
    }

    private static Task FailsAsync(DiagnosticResult[] expected, params string[] says) => Expect.FailsAsync(Test(Source, expected), says);
}
