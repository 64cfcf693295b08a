using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZonedSdk.CodeFixes.Descriptors;

/// <summary>ZSDK1001: makes the described type partial, and each type around it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix)), Shared]
public sealed class MakePartialFix : CodeFixProvider
{
    private const string Title = "Make the type partial";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["ZSDK1001"];

    // Types within one another may lack the same modifier, so that all of a document are made partial in one edit.
    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(static async (context, document, diagnostics) =>
        await MakePartialAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is not null && Lacking(root, context.Diagnostics).Any())
        {
            context.RegisterCodeFix(CodeAction.Create(Title, token => MakePartialAsync(context.Document, context.Diagnostics, token), equivalenceKey: "ZonedSdk.MakePartial"), context.Diagnostics);
        }
    }

    private static async Task<Document> MakePartialAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
        {
            return document;
        }

        return document.WithSyntaxRoot(root.ReplaceNodes(Lacking(root, diagnostics), static (_, type) => WithPartial(type)));
    }

    private static IEnumerable<TypeDeclarationSyntax> Lacking(SyntaxNode root, ImmutableArray<Diagnostic> diagnostics) => diagnostics
        .SelectMany(diagnostic => root.FindNode(diagnostic.Location.SourceSpan).Ancestors().OfType<TypeDeclarationSyntax>())
        .Where(static type => !type.Modifiers.Any(SyntaxKind.PartialKeyword))
        .Distinct();

    // Partial stands last. Where there are no modifiers, it takes over what stands before the keyword.
    private static TypeDeclarationSyntax WithPartial(TypeDeclarationSyntax type)
    {
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (type.Modifiers.Count > 0)
        {
            return type.AddModifiers(partial);
        }

        SyntaxToken keyword = type.Keyword;
        return type
            .WithKeyword(keyword.WithLeadingTrivia())
            .AddModifiers(partial.WithLeadingTrivia(keyword.LeadingTrivia));
    }
}
