using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace ZonedSdk.Analyzers.Tests.Harness.Samples;

/// <summary>Makes a token that the compiler would read as two.</summary>
internal sealed class BrokenTreeFix : CapitalizeFix
{
    protected override SyntaxToken Rename(SyntaxToken name, Func<string, string> rename)
        => SyntaxFactory.Identifier(rename(name.Text) + " { } class Second").WithTriviaFrom(name);
}

/// <summary>Loses the blanks and comments around what it changes.</summary>
internal sealed class TriviaFix : CapitalizeFix
{
    protected override SyntaxToken Rename(SyntaxToken name, Func<string, string> rename)
        => SyntaxFactory.Identifier([.. name.LeadingTrivia, SyntaxFactory.Space], rename(name.Text), []);
}

/// <summary>Appends an x, which leaves the diagnostic where it was: it never ends.</summary>
internal sealed class EndlessFix : CapitalizeFix
{
    protected override SyntaxToken Rename(SyntaxToken name, Func<string, string> rename) => SyntaxFactory.Identifier(name.Text + "x").WithTriviaFrom(name);
}

/// <summary>Is offered and changes nothing.</summary>
internal sealed class IdleFix : CapitalizeFix
{
    protected override SyntaxToken Rename(SyntaxToken name, Func<string, string> rename) => name;
}

/// <summary>Cannot fix all at once.</summary>
internal sealed class SingleFix : CapitalizeFix
{
    public override FixAllProvider? GetFixAllProvider() => null;
}

/// <summary>Fixes only the first of many.</summary>
internal sealed class LazyFixAllFix : CapitalizeFix
{
    public override FixAllProvider GetFixAllProvider() => new FirstOnly();

    private sealed class FirstOnly : FixAllProvider
    {
        public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
        {
            var diagnostics = await fixAllContext.GetDocumentDiagnosticsAsync(fixAllContext.Document!);
            var actions = ImmutableArray.CreateBuilder<CodeAction>();
            var context = new CodeFixContext(
                fixAllContext.Document!, diagnostics.First(), (action, _) => actions.Add(action), fixAllContext.CancellationToken);
            await fixAllContext.CodeFixProvider.RegisterCodeFixesAsync(context);
            return actions[0];
        }
    }
}
