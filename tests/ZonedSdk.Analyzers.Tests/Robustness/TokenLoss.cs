using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ZonedSdk.Analyzers.Tests.Robustness;

/// <summary>Source as an editor sees it while somebody types: some tokens are missing.</summary>
internal static class TokenLoss
{
    private const int MostTokens = 6;

    /// <summary>The same file without one to six of its tokens, which the seed picks.</summary>
    public static SyntaxTree Damage(SyntaxTree tree, int seed)
    {
        var random = new Random(seed);
        TextSpan[] tokens = [.. tree.GetRoot().DescendantTokens().Select(static t => t.Span).Where(static s => !s.IsEmpty)];
        TextSpan[] lost = [.. Enumerable.Range(0, 1 + random.Next(MostTokens)).Select(_ => tokens[random.Next(tokens.Length)]).Distinct().OrderBy(static s => s.Start)];
        string text = tree.GetText().WithChanges(lost.Select(static s => new TextChange(s, ""))).ToString();
        return CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), (CSharpParseOptions)tree.Options, tree.FilePath);
    }
}
