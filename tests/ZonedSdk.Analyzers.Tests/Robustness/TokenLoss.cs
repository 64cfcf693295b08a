using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ZonedSdk.Analyzers.Tests.Robustness;

/// <summary>Source as an editor sees it while somebody types: some tokens are missing.</summary>
internal sealed class TokenLoss(SyntaxTree tree)
{
    private const int MostTokens = 6;

    private readonly SourceText _text = tree.GetText();
    private readonly TextSpan[] _tokens = [.. tree.GetRoot().DescendantTokens().Select(static t => t.Span).Where(static s => !s.IsEmpty)];

    public TokenLoss(string source) : this(CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview)))
    {
    }

    /// <summary>The text without one to six of its tokens, which the seed picks.</summary>
    public string Damage(int seed)
    {
        var random = new Random(seed);
        TextSpan[] lost = [.. Enumerable.Range(0, 1 + random.Next(MostTokens)).Select(_ => _tokens[random.Next(_tokens.Length)]).Distinct().OrderBy(static s => s.Start)];
        return _text.WithChanges(lost.Select(static s => new TextChange(s, ""))).ToString();
    }
}
