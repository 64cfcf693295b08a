using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Tests.Harness.Samples;
using ZonedSdk.Analyzers.Tests.Support;
using Verify = ZonedSdk.Analyzers.Tests.Support.FixVerifier<
    ZonedSdk.Analyzers.Tests.Harness.Samples.LowercaseTypeAnalyzer, ZonedSdk.Analyzers.Tests.Harness.Samples.CapitalizeFix>;

namespace ZonedSdk.Analyzers.Tests.Harness;

/// <summary>What fixes make is compared, and how they came to it.</summary>
public sealed class FixTests
{
    private const string Source = "class [|low|] { /* kept */ } class [|lower|] { }";
    private const string Fixed = "class Low { /* kept */ } class Lower { }";

    [Fact]
    public Task The_right_fix_passes() => Verify.VerifyCodeFixAsync(Source, Fixed);

    [Fact]
    public Task Another_result_fails()
        => Expect.FailsAsync(Test<CapitalizeFix>(Source, "class LOW { /* kept */ } class Lower { }"), "Fixes one by one", "-class LOW", "+class Low");

    [Fact]
    public Task A_source_without_a_fix_expected_to_change_fails()
        => Expect.FailsAsync(Test<EmptyCodeFixProvider>(Source, Fixed));

    [Fact]
    public Task A_fix_where_none_is_expected_fails() => Expect.FailsAsync(Test<CapitalizeFix>(Source, Source.Replace("[|", "").Replace("|]", "")));

    [Fact]
    public Task A_fixed_source_that_does_not_compile_fails()
        => Expect.FailsAsync(Test<CapitalizeFix>("class [|low|] { low _next; }", "class Low { low _next; }"), "CS0246");

    [Fact]
    public Task A_fixed_tree_that_its_text_does_not_parse_to_fails()
        => Expect.FailsAsync(Test<BrokenTreeFix>("class [|low|] { }", "class Low { } class Second { }"), "is not the tree that its text parses to");

    [Fact]
    public async Task Trivia_are_compared_where_the_whole_tree_is()
    {
        var test = Test<TriviaFix>("class [|low|] /* lost */ { }", "class  Low{ }");
        await test.RunAsync();

        test = Test<TriviaFix>("class [|low|] /* lost */ { }", "class  Low{ }");
        test.CodeActionValidationMode = CodeActionValidationMode.Full;
        await Expect.FailsAsync(test, "is not the tree that its text parses to");
    }

    [Fact]
    public Task A_fix_that_never_ends_fails() => Expect.FailsAsync(Test<EndlessFix>("class [|low|] { }", "class lowxx { }"), "limit of 1 iterations is exceeded");

    [Fact]
    public Task A_fix_that_changes_nothing_fails() => Expect.FailsAsync(Test<IdleFix>(Source, Fixed));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-1)]
    public async Task Another_number_of_iterations_fails(int number)
    {
        var test = Test<CapitalizeFix>(Source, Fixed);
        test.NumberOfIncrementalIterations = number;
        await Expect.FailsAsync(test);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    [InlineData(-5)]
    public async Task The_right_number_of_iterations_passes(int number)
    {
        var test = Test<CapitalizeFix>(Source, Fixed);
        test.NumberOfIncrementalIterations = number;
        await test.RunAsync();
    }

    [Fact]
    public async Task The_action_is_chosen_by_its_place_or_its_key()
    {
        const string Prefixed = "class Tlow { /* kept */ } class Tlower { }";
        var test = Test<CapitalizeFix>(Source, Prefixed);
        test.CodeActionIndex = 1;
        await test.RunAsync();

        test = Test<CapitalizeFix>(Source, Prefixed);
        test.CodeActionEquivalenceKey = "prefix";
        await test.RunAsync();

        test = Test<CapitalizeFix>(Source, Fixed);
        test.CodeActionEquivalenceKey = "prefix";
        await Expect.FailsAsync(test, "+class Tlow");

        test = Test<CapitalizeFix>(Source, Fixed);
        test.CodeActionEquivalenceKey = "none";
        await Expect.FailsAsync(test);

        test = Test<CapitalizeFix>(Source, Prefixed);
        test.CodeActionIndex = 0;
        test.CodeActionEquivalenceKey = "prefix";
        await Expect.FailsAsync(test, "has the key 'capitalize'");
    }

    [Fact]
    public async Task The_action_can_be_looked_at()
    {
        var test = Test<CapitalizeFix>(Source, Fixed);
        test.CodeActionVerifier = (action, verifier) => verifier.Equal("Capitalize", action.Title);
        await test.RunAsync();

        test = Test<CapitalizeFix>(Source, Fixed);
        test.CodeActionVerifier = (action, verifier) => verifier.Equal("Other", action.Title);
        await Expect.FailsAsync(test, "Expected 'Other', got 'Capitalize'");
    }

    [Fact]
    public async Task What_is_left_after_the_fix_must_be_expected()
    {
        var test = Test<CapitalizeFix>("class [|low|] { } class [|lower|] { }", "class Low { } class lower { }");
        test.CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne | CodeFixTestBehaviors.SkipFixAllCheck;
        test.FixedState.ExpectedDiagnostics.Add(Verify.Diagnostic().WithSpan(1, 21, 1, 26).WithArguments("lower", 'l'));
        test.NumberOfIncrementalIterations = 1;
        await test.RunAsync();

        test = Test<CapitalizeFix>("class [|low|] { } class [|lower|] { }", "class Low { } class lower { }");
        test.CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne | CodeFixTestBehaviors.SkipFixAllCheck;
        test.NumberOfIncrementalIterations = 1;
        await Expect.FailsAsync(test, "Fixed state", "'lower'");
    }

    [Fact]
    public Task A_fix_of_a_diagnostic_of_the_compilations_end_fails()
        => Expect.FailsAsync(new FixTest<EndOfCompilationAnalyzer, CapitalizeFix> { TestCode = "class [|low|] { }", FixedCode = "class Low { }" });

    private static FixTest<LowercaseTypeAnalyzer, TFix> Test<TFix>(string source, string fixedSource)
        where TFix : CodeFixProvider, new()
        => new() { TestCode = source, FixedCode = fixedSource };
}
