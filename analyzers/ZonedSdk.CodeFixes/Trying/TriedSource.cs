using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Analyzers;
using ZonedSdk.CodeFixes.Text;

namespace ZonedSdk.CodeFixes.Trying;

/// <summary>
/// A file as it is, or as a fix would make it. It stands in a compilation of its own, not in a changed solution, so that no source generator
/// runs for a trial.
/// </summary>
internal sealed class TriedSource
{
    // An editor asks for the fixes of one finding after the other while the file stays as it is.
    private static readonly ConditionalWeakTable<SyntaxTree, Known> s_known = new();

    private readonly AnalyzerOptions _options;

    private TriedSource(Compilation compilation, SyntaxTree tree, SourceText text, AnalyzerOptions options)
    {
        Compilation = compilation;
        Tree = tree;
        Text = text;
        _options = options;
        Model = compilation.GetSemanticModel(tree);
    }

    public Compilation Compilation { get; }

    public SyntaxTree Tree { get; }

    public SourceText Text { get; }

    public SemanticModel Model { get; }

    public static async Task<TriedSource?> OfAsync(Document document, CancellationToken cancellationToken)
    {
        SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return model is null ? null : new TriedSource(model.Compilation, model.SyntaxTree, text, document.Project.AnalyzerOptions);
    }

    public TriedSource With(Edits edits)
    {
        SourceText text = Text.WithChanges(edits.ToChanges());
        SyntaxTree tree = Tree.WithChangedText(text);
        return new TriedSource(Compilation.ReplaceSyntaxTree(Tree, tree), tree, text, _options);
    }

    /// <summary>The editor's settings for the file.</summary>
    public string? OptionOf(string name) => _options.AnalyzerConfigOptionsProvider.GetOptions(Tree).TryGetValue(name, out string? value) ? value : null;

    public Task<Findings> FindAsync(CancellationToken cancellationToken) => FindAsync(Tree, cancellationToken);

    /// <summary>What is said of a file of this compilation.</summary>
    public async Task<Findings> FindAsync(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (s_known.TryGetValue(tree, out Known? known) && known.IsOf(Compilation))
        {
            return known.Findings;
        }

        Findings findings = await AnalyseAsync(tree, cancellationToken).ConfigureAwait(false);
        s_known.Remove(tree);
        s_known.GetValue(tree, _ => new Known(Compilation, findings));
        return findings;
    }

    private async Task<Findings> AnalyseAsync(SyntaxTree tree, CancellationToken cancellationToken)
    {
        SemanticModel model = tree == Tree ? Model : Compilation.GetSemanticModel(tree);
        var options = new CompilationWithAnalyzersOptions(_options, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        CompilationWithAnalyzers analysed = Compilation.WithAnalyzers(ImmutableArray.Create<DiagnosticAnalyzer>(new ConcurrencyAnalyzer()), options);
        ImmutableArray<Diagnostic> rules = await analysed.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, cancellationToken).ConfigureAwait(false);
        return new Findings(model.GetDiagnostics(cancellationToken: cancellationToken), rules);
    }

    // The options are the compilation's: others make another one. A file outlives its compilations, so it must not keep one alive.
    private sealed class Known(Compilation compilation, Findings findings)
    {
        private readonly WeakReference<Compilation> _compilation = new(compilation);

        public Findings Findings => findings;

        public bool IsOf(Compilation other) => _compilation.TryGetTarget(out Compilation? one) && ReferenceEquals(one, other);
    }
}
