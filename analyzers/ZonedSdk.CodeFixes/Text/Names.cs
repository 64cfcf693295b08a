using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Text;

/// <summary>Names for locals that a fix declares.</summary>
internal static class Names
{
    /// <summary>A name that means nothing yet anywhere in the member.</summary>
    public static string Unused(FixSite site, string wish)
    {
        HashSet<string> taken = [.. site.Model.LookupSymbols(site.Node.SpanStart).Where(static s => s is not INamespaceOrTypeSymbol).Select(static s => s.Name)];
        taken.UnionWith(Functions.MemberAround(site.Node)?.DescendantTokens().Where(static t => t.IsKind(SyntaxKind.IdentifierToken)).Select(static t => t.ValueText) ?? []);
        string name = SyntaxFacts.GetKeywordKind(wish) == SyntaxKind.None ? wish : wish + "Value";
        for (int i = 2; taken.Contains(name); i++)
        {
            name = wish + i;
        }

        return name;
    }

    /// <summary>What a copy of a member is called: <c>_count</c> and <c>Count</c> give <c>count</c>.</summary>
    public static string CopyOf(FixSite site, string member)
    {
        string plain = member.StartsWith("s_", StringComparison.Ordinal) || member.StartsWith("m_", StringComparison.Ordinal) ? member.Substring(2) : member.TrimStart('_');
        return Unused(site, plain.Length == 0 ? "copy" : char.ToLowerInvariant(plain[0]) + plain.Substring(1));
    }

    /// <summary>What the task of a call is called: <c>WriteAsync</c> gives <c>write</c>.</summary>
    public static string TaskOf(FixSite site, ExpressionSyntax call)
    {
        string name = call is InvocationExpressionSyntax { Expression: var called }
            ? called switch
            {
                MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
                MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
                SimpleNameSyntax simple => simple.Identifier.ValueText,
                _ => "task",
            }
            : "task";
        return CopyOf(site, name.EndsWith("Async", StringComparison.Ordinal) && name.Length > 5 ? name.Substring(0, name.Length - 5) : name);
    }
}
