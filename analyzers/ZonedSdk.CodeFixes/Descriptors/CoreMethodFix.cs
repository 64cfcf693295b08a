using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.CodeFixes.Text;

namespace ZonedSdk.CodeFixes.Descriptors;

/// <summary>ZSDK3006: adds a method that a backend's table needs, or declares one that is there as the table needs it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CoreMethodFix)), Shared]
public sealed class CoreMethodFix : CodeFixProvider
{
    private const string Key = "ZonedSdk.CoreMethod";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["ZSDK3006"];

    // All that is missing goes to the same place, so that all of a document are added in one edit.
    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(static async (context, document, diagnostics) =>
        await FixAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root is null || model is null || CoreDeclaration.Of(diagnostic) is not { } core || EditOf(root, model, diagnostic, core) is null)
            {
                continue;
            }

            string title = MethodAt(root, diagnostic) is null ? $"Add '{core.Name}'" : $"Declare '{core.Name}' as the table needs it";
            context.RegisterCodeFix(CodeAction.Create(title, token => FixAsync(context.Document, [diagnostic], token), equivalenceKey: Key), diagnostic);
        }
    }

    private static async Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return document;
        }

        Edits edits = new();
        List<(TypeDeclarationSyntax Type, CoreDeclaration Core)> missing = [];
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (CoreDeclaration.Of(diagnostic) is not { } core || EditOf(root, model, diagnostic, core) is not { } edit)
            {
                continue;
            }

            if (edit.Method is not null)
            {
                CoreRewrite.Declare(edits, model, edit.Method, core);
            }
            else
            {
                missing.Add((edit.Type, core));
            }
        }

        foreach (IGrouping<TypeDeclarationSyntax, (TypeDeclarationSyntax Type, CoreDeclaration Core)> type in missing.GroupBy(static item => item.Type))
        {
            CoreRewrite.Add(edits, text, model, type.Key, [.. type.Select(static item => item.Core).OrderBy(static core => core.Name, StringComparer.Ordinal)]);
        }

        return document.WithText(text.WithChanges(edits.ToChanges()));
    }

    /// <summary>What is to be changed: a method, or else the type that lacks it; null where no change is certain.</summary>
    private static (TypeDeclarationSyntax Type, MethodDeclarationSyntax? Method)? EditOf(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CoreDeclaration core)
    {
        if (MethodAt(root, diagnostic) is not { } method)
        {
            return root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type ? (type, null) : null;
        }

        // A second method of the name, or another half of this one, would have to change as well.
        bool isAlone = model.GetDeclaredSymbol(method) is { Arity: 0, PartialDefinitionPart: null, PartialImplementationPart: null } symbol
            && symbol.ContainingType.GetMembers(core.Name).Length == 1;
        return isAlone && method.Parent is TypeDeclarationSyntax around ? (around, method) : null;
    }

    private static MethodDeclarationSyntax? MethodAt(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindToken(diagnostic.Location.SourceSpan.Start) is { Parent: MethodDeclarationSyntax method } name && name == method.Identifier ? method : null;
}
