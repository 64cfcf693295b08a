using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ZonedSdk.Analyzers.Tests.Corpus;

/// <summary>
/// The three modes on one code base. Without annotations the rules have to be silent. With a GuardedBy on each field that the text shows to be guarded, each
/// report is looked at. With one lock removed or exchanged, something has to be reported inside it.
/// </summary>
internal sealed class CorpusRun
{
    // What says that a guarded member stands open. That a lock is unbalanced would be a find as well, but not of the lock that is missing.
    private static readonly HashSet<string> s_accessRules = ["ZSDK4001", "ZSDK4002", "ZSDK4003", "ZSDK4006", "ZSDK4007"];

    private readonly CodeBase _code;
    private readonly IReadOnlyList<GuardedField> _fields;
    private readonly ILookup<SyntaxTree, TextChange> _annotations;

    private CorpusRun(CodeBase code)
    {
        _code = code;
        _fields = GuardInference.Run(code);
        _annotations = _fields.ToLookup(static f => f.Declaration.SyntaxTree, static f => new TextChange(new TextSpan(f.Declaration.SpanStart, 0), f.Annotation));
    }

    public static async Task<CorpusReport> RunAsync(CodeBase code)
    {
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<Diagnostic> silent = await CodeBase.FindingsInAsync(code.Compilation);
        TimeSpan analysis = Stopwatch.GetElapsedTime(start);

        var run = new CorpusRun(code);
        CSharpCompilation annotated = run.Annotate();
        Finding[] reports = [.. (await CodeBase.FindingsInAsync(annotated)).Select(static d => new Finding(d))];
        (LockMutant[] mutants, List<string> survivors) = await run.MutateAsync(annotated, [.. reports.Select(static r => r.Key)]);
        return new CorpusReport
        {
            FileCount = code.Trees.Count,
            LineCount = code.LineCount,
            Analysis = analysis,
            Silent = [.. silent.Select(static d => new Finding(d))],
            Fields = run._fields,
            Reports = reports,
            MutantCount = mutants.Length,
            Survivors = survivors,
        };
    }

    private CSharpCompilation Annotate()
    {
        CSharpCompilation annotated = _code.Compilation.AddSyntaxTrees(CodeBase.Parse($"{OtherGates.TypeName}.cs", OtherGates.Source));
        foreach (IGrouping<SyntaxTree, TextChange> file in _annotations)
        {
            annotated = annotated.ReplaceSyntaxTree(file.Key, Edit(file.Key, file));
        }

        return annotated;
    }

    private async Task<(LockMutant[] Mutants, List<string> Survivors)> MutateAsync(CSharpCompilation annotated, HashSet<string> known)
    {
        LockMutant[] mutants = [.. LockMutant.Of(_fields)];
        Dictionary<string, SyntaxTree> trees = annotated.SyntaxTrees.ToDictionary(static t => t.FilePath, StringComparer.Ordinal);
        List<string> survivors = [];
        foreach (LockMutant mutant in mutants)
        {
            SyntaxTree source = mutant.Scope.Gate.SyntaxTree;
            SyntaxTree tree = Edit(source, _annotations[source].Concat(mutant.Edits));
            CSharpCompilation compilation = annotated.ReplaceSyntaxTree(trees[source.FilePath], tree);
            FileLinePositionSpan lines = source.GetLineSpan(mutant.Scope.Enclosed);
            IReadOnlyList<Diagnostic> found = await CodeBase.FindingsInAsync(compilation, tree, MemberAround(tree, lines.StartLinePosition, mutant));
            if (!found.Any(d => s_accessRules.Contains(d.Id) && IsInside(d, lines) && !known.Contains(new Finding(d).Key)))
            {
                string what = mutant.IsSwap ? "another lock in its place" : "without the lock";
                survivors.Add($"{source.FilePath}({source.GetLineSpan(mutant.Scope.Gate.Span).StartLinePosition.Line + 1}): {what}, open: {string.Join(", ", mutant.Fields)}");
            }
        }

        return (mutants, survivors);
    }

    private static bool IsInside(Diagnostic diagnostic, FileLinePositionSpan lines) =>
        diagnostic.Location.GetLineSpan().StartLinePosition.Line is var line && line >= lines.StartLinePosition.Line && line <= lines.EndLinePosition.Line;

    // Only the member that contains the lock is analysed again. Its lines have not moved.
    private static TextSpan MemberAround(SyntaxTree tree, LinePosition start, LockMutant mutant)
    {
        int name = mutant.Scope.Gate.Ancestors().OfType<MemberDeclarationSyntax>().First().GetLocation().GetLineSpan().StartLinePosition.Line;
        SyntaxNode root = tree.GetRoot();
        int from = tree.GetText().Lines[name].Start;
        int to = tree.GetText().Lines[start.Line].End;
        return root.FindNode(TextSpan.FromBounds(from, to)).AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault()?.Span ?? root.FullSpan;
    }

    private static SyntaxTree Edit(SyntaxTree tree, IEnumerable<TextChange> changes) =>
        CodeBase.Parse(tree.FilePath, tree.GetText().WithChanges(changes.OrderBy(static c => c.Span.Start)).ToString());
}
