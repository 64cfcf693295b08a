using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZonedSdk.Analyzers.Tests.Harness.Samples;

/// <summary>Capitalizes the name of the sample rule's type where it is declared; a second action puts a T before it.</summary>
internal class CapitalizeFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => [LowercaseTypeAnalyzer.Rule.Id];

    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            Register("Capitalize", "capitalize", name => char.ToUpperInvariant(name[0]) + name[1..]);
            Register("Put T before", "prefix", name => "T" + name);

            void Register(string title, string key, Func<string, string> rename) => context.RegisterCodeFix(
                CodeAction.Create(title, token => RenameAsync(context.Document, diagnostic, rename, token), key), diagnostic);
        }

        return Task.CompletedTask;
    }

    protected virtual SyntaxToken Rename(SyntaxToken name, Func<string, string> rename) => SyntaxFactory.Identifier(rename(name.Text)).WithTriviaFrom(name);

    protected virtual SyntaxNode Finish(SyntaxNode root) => root;

    private async Task<Document> RenameAsync(Document document, Diagnostic diagnostic, Func<string, string> rename, CancellationToken token)
    {
        var root = (await document.GetSyntaxRootAsync(token))!;
        var name = root.FindToken(diagnostic.Location.SourceSpan.Start);
        return document.WithSyntaxRoot(Finish(root.ReplaceToken(name, Rename(name, rename))));
    }
}
