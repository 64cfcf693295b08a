using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ZonedSdk.CodeFixes.Descriptors;

/// <summary>ZSDK1014: names the file that was meant, or adds the one that is missing to the project's additional files.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DescriptorFileFix)), Shared]
public sealed class DescriptorFileFix : CodeFixProvider
{
    // A drive that is none, so that nobody takes the figures for theirs: they are there to be replaced.
    internal const string Template = """
        {
          "name": "Replace these figures by those of your drive: 'zoned capture' writes such a file",
          "model": "host-managed",
          "zoneSize": "256 MiB",
          "zoneCount": 64,
          "logicalBlockSize": 4096
        }

        """;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["ZSDK1014"];

    // Two volumes may name one file, which is added once; so fixes are made one at a time.
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root is null || model is null || FileOf(root, diagnostic) is not { } written || model.GetConstantValue(written, context.CancellationToken).Value is not string file)
            {
                continue;
            }

            if (Hints.Of(diagnostic) is { } meant)
            {
                context.RegisterCodeFix(CodeAction.Create($"Take '{meant}'", _ => Task.FromResult(Replace(context.Document, root, written, meant)), equivalenceKey: "ZonedSdk.NameFile"), diagnostic);
            }

            if (IsRelative(file) && !IsListed(context.Document.Project, file))
            {
                context.RegisterCodeFix(CodeAction.Create($"Add '{file}' to the additional files", _ => Task.FromResult(Add(context.Document, file)), equivalenceKey: "ZonedSdk.AddFile"), diagnostic);
            }
        }
    }

    private static ExpressionSyntax? FileOf(SyntaxNode root, Diagnostic diagnostic) =>
        (root.FindNode(diagnostic.Location.SourceSpan) as AttributeSyntax)?.ArgumentList?.Arguments.FirstOrDefault(static argument => argument.NameEquals?.Name.Identifier.ValueText == "FromFile")?.Expression;

    private static Document Replace(Document document, SyntaxNode root, ExpressionSyntax written, string name) =>
        document.WithSyntaxRoot(root.ReplaceNode(written, SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(name)).WithTriviaFrom(written)));

    // Only such a name can become a file below the project that the generator then finds.
    private static bool IsRelative(string file) =>
        file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !Path.IsPathRooted(file) && !Parts(file).Any(static part => part is "" or "." or "..") && file.IndexOfAny(Path.GetInvalidPathChars()) < 0;

    private static bool IsListed(Project project, string file) =>
        project.AdditionalDocuments.Any(document => (document.FilePath ?? document.Name).Replace('\\', '/').EndsWith("/" + string.Join("/", Parts(file)), StringComparison.Ordinal));

    private static Solution Add(Document document, string file)
    {
        string[] parts = Parts(file);
        string[] folders = [.. document.Folders, .. parts.Take(parts.Length - 1)];
        string? folder = Path.GetDirectoryName(document.FilePath);
        string? path = string.IsNullOrEmpty(folder) ? null : Path.Combine([folder!, .. parts]);
        return document.Project.Solution.AddAdditionalDocument(DocumentId.CreateNewId(document.Project.Id), parts[parts.Length - 1], SourceText.From(Template), folders, path);
    }

    private static string[] Parts(string file) => file.Split('/', '\\');
}
