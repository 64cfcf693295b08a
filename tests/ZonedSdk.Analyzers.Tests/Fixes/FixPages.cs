using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZonedSdk.Analyzers.Tests.Support;
using ZonedSdk.CodeFixes.Locks;
using ZonedSdk.CodeFixes.Ownership;
using ZonedSdk.CodeFixes.Protocol;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>Which rule's page shows which fix, and what that makes of the page's example.</summary>
public static class FixPages
{
    private static readonly TriedFix[] s_fixes =
    [
        new TakeGateFix(), new WaitOutsideFix(), new AdvanceAtIssueFix(), new ResynchronizeFix(), new UsingFix(), new AssignedOffsetFix(), new ReadAgainFix(), new RequireGateFix(),
    ];

    public static TheoryData<string> Ids() => new(s_fixes.SelectMany(static f => f.FixableDiagnosticIds).Distinct());

    /// <summary>The first fix of a rule; null where it has none.</summary>
    internal static TriedFix? FixOf(string id) => Array.Find(s_fixes, f => f.FixableDiagnosticIds.Contains(id));

    public static string[] ExamplesIn(string page) => [.. Regex.Matches(page, "```csharp\n(.*?)```", RegexOptions.Singleline).Select(static m => m.Groups[1].Value)];

    /// <summary>The wrong example and what the fix makes of it: the right one, or one of its own; or a pair of their own.</summary>
    public static (string Before, string After) FixedExampleIn(string page) => ExamplesIn(page) switch
    {
        [var wrong, var right] => (wrong, right),
        [var wrong, _, var after] => (wrong, after),
        [_, _, var before, var after] => (before, after),
        _ => throw new InvalidOperationException("A page has two examples, and up to two for its fix."),
    };

    /// <summary>Fixes all that a rule's first fix can.</summary>
    public static async Task<string> FixAsync(string id, string code)
    {
        using var workspace = new AdhocWorkspace();
        Project project = workspace.AddProject("Example", LanguageNames.CSharp)
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Preview))
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .WithMetadataReferences(TestReferences.Sdk);
        TriedSource source = (await TriedSource.OfAsync(project.AddDocument("Example.cs", RuleCheck.Usings + code), default))!;
        TriedFix fix = FixOf(id)!;
        ImmutableArray<Diagnostic> found = [.. (await source.FindAsync(default)).Rules.Where(d => fix.FixableDiagnosticIds.Contains(d.Id))];
        return (await TriedFixAll.RunAsync(fix, source, found, default)).Text.ToString()[RuleCheck.Usings.Length..];
    }
}
