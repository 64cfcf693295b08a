using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Analyzers.Tests.SelfHost;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Robustness;

/// <summary>The sources that the rules' own tests are made of, read from those tests: they touch every rule from many sides.</summary>
internal static partial class RuleInputs
{
    /// <summary>All of them without markup, in the order of files and lines.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Read()];

    private static IEnumerable<string> Read()
    {
        string folder = Path.Combine(RuntimeSources.Root, "tests", "ZonedSdk.Analyzers.Tests", "Rules");
        foreach (string path in Directory.EnumerateFiles(folder, "*.cs").Order(StringComparer.Ordinal))
        {
            SyntaxNode root = CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot();
            foreach (InvocationExpressionSyntax call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (call.ArgumentList.Arguments is [{ Expression: LiteralExpressionSyntax { Token.Value: string code } }, ..] && Wrap(call.Expression.ToString(), code) is { } source)
                {
                    yield return Markup().Replace(source, "");
                }
            }
        }
    }

    private static string? Wrap(string check, string code) => check switch
    {
        "RuleCheck.Members" or "RuleCheck.Message" or "RuleCheck.Test" => RuleCheck.SourceOf(code),
        "RuleCheck.Types" or "RuleCheck.TypesTest" => RuleCheck.SourceOfTypes(code),
        "ProtocolCheck.Members" or "ProtocolCheck.Message" or "ProtocolCheck.Test" or "RuleSettings.Check" => ProtocolCheck.SourceOf(code),
        "ProtocolCheck.WithSemaphore" => ProtocolCheck.SourceOf(code, isSemaphore: true),
        "ProtocolCheck.Types" => ProtocolCheck.SourceOfTypes(code),
        "OwnerCheck.Members" or "OwnerCheck.Message" => OwnerCheck.SourceOf(code),
        _ => null,
    };

    [GeneratedRegex(@"\{\|[#\w]+:|\|\}|\[\||\|\]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Markup();
}
