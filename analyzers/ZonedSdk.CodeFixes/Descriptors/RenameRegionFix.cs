using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZonedSdk.CodeFixes.Descriptors;

/// <summary>ZSDK1010: gives a region a name that can be used. The generator, which knows all names, proposes it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RenameRegionFix)), Shared]
public sealed class RenameRegionFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["ZSDK1010"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root is not null && Hints.Of(diagnostic) is { } name && NameOf(root, diagnostic) is { } written)
            {
                context.RegisterCodeFix(CodeAction.Create($"Rename the region to '{name}'", _ => Task.FromResult(Rename(context.Document, root, written, name)), equivalenceKey: "ZonedSdk.RenameRegion"), diagnostic);
            }
        }
    }

    // A region of a file has its place at the volume's attribute, where there is no name to change.
    private static ExpressionSyntax? NameOf(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan) is AttributeSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } attribute && IsRegion(attribute)
            ? arguments.FirstOrDefault(static argument => argument.NameEquals is null)?.Expression
            : null;

    private static bool IsRegion(AttributeSyntax attribute) => attribute.Name.ToString().Split('.', ':').Last() is "ZoneRegion" or "ZoneRegionAttribute";

    private static Document Rename(Document document, SyntaxNode root, ExpressionSyntax written, string name) =>
        document.WithSyntaxRoot(root.ReplaceNode(written, SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(name)).WithTriviaFrom(written)));
}
