using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Tests.Harness.Samples;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Harness;

/// <summary>Fixing all at once is tested in a document, a project and the solution.</summary>
public sealed class FixAllTests
{
    [Fact]
    public Task All_scopes_pass_over_files_and_projects() => SolutionTest<CapitalizeFix>("class Low { }", "class Lower { }", "class Lowest { }").RunAsync();

    [Theory]
    [InlineData("class X { }", "class Lower { }", "class Lowest { }")]
    [InlineData("class Low { }", "class X { }", "class Lowest { }")]
    [InlineData("class Low { }", "class Lower { }", "class X { }")]
    public Task A_wrong_file_anywhere_fails(string first, string second, string other)
        => Expect.FailsAsync(SolutionTest<CapitalizeFix>(first, second, other), "class X");

    [Fact]
    public async Task A_batch_that_ends_elsewhere_must_be_stated()
    {
        var test = SolutionTest<CapitalizeFix>("class Low { }", "class Lower { }", "class Lowest { }");
        test.BatchFixedState.Sources.Add("class Other { }");
        test.BatchFixedState.Sources.Add("class Lower { }");
        await Expect.FailsAsync(test, "Fix all in document", "-class Other");
    }

    [Theory]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInProjectCheck | CodeFixTestBehaviors.SkipFixAllInSolutionCheck, "Fix all in document")]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInDocumentCheck | CodeFixTestBehaviors.SkipFixAllInSolutionCheck, "Fix all in project")]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInDocumentCheck | CodeFixTestBehaviors.SkipFixAllInProjectCheck, "Fix all in solution")]
    public async Task A_provider_that_fixes_one_of_many_fails_in_each_scope(CodeFixTestBehaviors skipped, string scope)
    {
        var test = new FixTest<LowercaseTypeAnalyzer, LazyFixAllFix>
        {
            TestCode = "class [|low|] { } class [|lower|] { } class [|lowest|] { }",
            FixedCode = "class Low { } class Lower { } class Lowest { }",
            CodeFixTestBehaviors = skipped,
        };
        await Expect.FailsAsync(test, scope);
    }

    [Fact]
    public async Task A_provider_that_fixes_one_of_many_passes_where_fix_all_is_not_tested()
    {
        var test = new FixTest<LowercaseTypeAnalyzer, LazyFixAllFix>
        {
            TestCode = "class [|low|] { } class [|lower|] { }",
            FixedCode = "class Low { } class Lower { }",
            CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck,
        };
        await test.RunAsync();
    }

    [Fact]
    public Task A_fix_that_cannot_fix_all_passes() => SolutionTest<SingleFix>("class Low { }", "class Lower { }", "class Lowest { }").RunAsync();

    [Theory]
    [InlineData(2, null, null)]
    [InlineData(null, 1, null)]
    [InlineData(null, null, 1)]
    public async Task Another_number_of_iterations_fails(int? all, int? inDocument, int? inProject)
    {
        var test = SolutionTest<CapitalizeFix>("class Low { }", "class Lower { }", "class Lowest { }");
        test.NumberOfFixAllIterations = all;
        test.NumberOfFixAllInDocumentIterations = inDocument;
        test.NumberOfFixAllInProjectIterations = inProject;
        await Expect.FailsAsync(test);
    }

    [Fact]
    public async Task The_right_number_of_iterations_passes()
    {
        var test = SolutionTest<CapitalizeFix>("class Low { }", "class Lower { }", "class Lowest { }");
        test.NumberOfFixAllIterations = 1;
        test.NumberOfFixAllInDocumentIterations = 3;
        test.NumberOfFixAllInProjectIterations = 2;
        await test.RunAsync();
    }

    private static FixTest<LowercaseTypeAnalyzer, TFix> SolutionTest<TFix>(string first, string second, string other)
        where TFix : CodeFixProvider, new()
    {
        var test = new FixTest<LowercaseTypeAnalyzer, TFix>();
        Fill(test.TestState, "class [|low|] { }", "class [|lower|] { }", "class [|lowest|] { }");
        Fill(test.FixedState, first, second, other);
        return test;
    }

    private static void Fill(SolutionState state, string first, string second, string other)
    {
        state.Sources.Add(first);
        state.Sources.Add(second);
        var project = state.AdditionalProjects["Lib"];
        project.Sources.Add(other);
        project.AdditionalReferences.AddRange(TestReferences.Sdk);
    }
}
