using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace ZonedSdk.Analyzers.Tests.Support;

/// <summary>Short forms for tests of the concurrency rules' fixes.</summary>
internal static class FixCheck
{
    /// <summary>What every source of these tests begins with.</summary>
    public const string Usings = RuleCheck.Usings + "using System.IO;\n";

    /// <summary>Fixes one by one and all at once, to the same end.</summary>
    public static Task Types<TFix>(string before, string after, string? title = null)
        where TFix : CodeFixProvider, new() => Test<TFix>(before, after, title: title).RunAsync();

    /// <summary>Nothing is offered: what stands there stays.</summary>
    public static Task NotOffered<TFix>(string code)
        where TFix : CodeFixProvider, new() => Types<TFix>(code, code);

    /// <summary>The test itself, to be changed before it runs.</summary>
    /// <param name="before">With the diagnostics marked.</param>
    /// <param name="after">After fixing them one by one; diagnostics that are left are marked.</param>
    /// <param name="atOnce">After fixing them all at once, where that is something else.</param>
    /// <param name="title">What the editor shows.</param>
    public static FixTest<ConcurrencyAnalyzer, TFix> Test<TFix>(string before, string after, string? atOnce = null, string? title = null)
        where TFix : CodeFixProvider, new()
    {
        var test = new FixTest<ConcurrencyAnalyzer, TFix>
        {
            TestCode = Usings + before,
            FixedCode = Usings + after,
            CodeActionVerifier = title is null ? null : (action, verifier) => verifier.Equal(title, action.Title),
        };
        // What is left is said in the fixed sources too, also where another place would be fixed.
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        test.BatchFixedState.MarkupHandling = MarkupMode.Allow;
        if (atOnce is not null)
        {
            test.BatchFixedCode = Usings + atOnce;
        }

        return test;
    }
}
