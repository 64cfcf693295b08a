using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Analyzers.Tests.Harness.Samples;
using ZonedSdk.Analyzers.Tests.Support;
using Verify = ZonedSdk.Analyzers.Tests.Support.RuleVerifier<ZonedSdk.Analyzers.Tests.Harness.Samples.LowercaseTypeAnalyzer>;

namespace ZonedSdk.Analyzers.Tests.Harness;

/// <summary>Marks in the sources say where diagnostics are.</summary>
public sealed class MarkupTests
{
    [Theory]
    [InlineData("class [|low|] { }")]
    [InlineData("class {|ZT0001:low|} { }")]
    [InlineData("class $$low { }")]
    [InlineData("class [|low|] { class {|ZT0001:lower|} { } }")]
    [InlineData("class [|low|] { int[] _all = {|CS0103:Missing|}; }")]
    public Task A_mark_expects_a_diagnostic(string source) => Verify.VerifyAnalyzerAsync(source);

    [Theory]
    [InlineData("class [|High|] { }")]
    [InlineData("class {|ZT0001:High|} { }")]
    [InlineData("class $$High { }")]
    [InlineData("class l[|ow|] { }")]
    [InlineData("class lo$$w { }")]
    [InlineData("class {|CS0103:low|} { }")]
    [InlineData("class low { }")]
    public Task A_wrong_mark_fails(string source) => Expect.FailsAsync(Test<LowercaseTypeAnalyzer>(source));

    [Fact]
    public async Task A_number_is_a_place_for_the_test_to_name()
    {
        await Verify.VerifyAnalyzerAsync("class {|#0:low|} { }", Verify.Diagnostic().WithLocation(0).WithArguments("low", 'l'));
        await Expect.FailsAsync(Test<LowercaseTypeAnalyzer>("class {|#0:low|} { }"), "Expected 0 diagnostics and got 1");

        var test = Test<LowercaseTypeAnalyzer>("class {|#0:low|} { }");
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(1).WithArguments("low", 'l'));
        await Expect.FailsAsync(test, "no source has the mark");
    }

    [Fact]
    public async Task A_mark_without_id_needs_one_descriptor()
    {
        await Expect.FailsAsync(Test<TwoRulesAnalyzer>("class [|low|] { }"), "needs an analyzer with one descriptor");
        var test = Test<TwoRulesAnalyzer>("class [|low|] { }");
        test.MarkupOptions = MarkupOptions.UseFirstDescriptor;
        await test.RunAsync();
    }

    [Fact]
    public async Task A_position_mark_can_be_code()
    {
        const string Source = "class [|low|] { string _text = $$\"\"\"{{1}}\"\"\"; }";
        var test = Test<LowercaseTypeAnalyzer>(Source);
        test.MarkupOptions = MarkupOptions.TreatPositionIndicatorsAsCode;
        await test.RunAsync();
        await Expect.FailsAsync(Test<LowercaseTypeAnalyzer>(Source));
    }

    [Fact]
    public async Task Marks_can_be_ignored()
    {
        var test = Test<LowercaseTypeAnalyzer>("class [|High|] { }");
        test.TestState.MarkupHandling = MarkupMode.Ignore;
        await test.RunAsync();
    }

    [Fact]
    public void Spans_nest_and_numbered_ones_overlap()
    {
        TestFileMarkupParser.GetPositionsAndSpans(
            "a[|b{|x:c|}|]$${|#0:d{|#1:e|#0}f|#1}", out var output, out var positions, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans);
        Assert.Equal("abcdef", output);
        Assert.Equal(3, positions.Single());
        Assert.Equal(TextSpan.FromBounds(1, 3), spans[""].Single());
        Assert.Equal(TextSpan.FromBounds(2, 3), spans["x"].Single());
        Assert.Equal(TextSpan.FromBounds(3, 5), spans["#0"].Single());
        Assert.Equal(TextSpan.FromBounds(4, 6), spans["#1"].Single());
    }

    [Theory]
    [InlineData("[|int[|]1]", "int[1]", 0, 4)]
    [InlineData("[||]", "", 0, 0)]
    public void Brackets_at_the_end_of_a_span_are_read_as_code(string source, string text, int start, int end)
    {
        TestFileMarkupParser.GetSpan(source, out var output, out var span);
        Assert.Equal(text, output);
        Assert.Equal(TextSpan.FromBounds(start, end), span);
    }

    [Theory]
    [InlineData("a[|b")]
    [InlineData("a|]b")]
    [InlineData("{|#0:a|} {|#0:b|}")]
    public void Broken_markup_fails(string source)
        => Assert.ThrowsAny<Exception>(() => TestFileMarkupParser.GetSpans(source, out _, out ImmutableDictionary<string, ImmutableArray<TextSpan>> _));

    private static RuleTest<TAnalyzer> Test<TAnalyzer>(string source)
        where TAnalyzer : DiagnosticAnalyzer, new()
        => new() { TestCode = source };
}
