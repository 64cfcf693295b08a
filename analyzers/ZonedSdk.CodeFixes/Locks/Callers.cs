using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.CodeFixes.Text;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Locks;

/// <summary>Who calls the member that a finding stands in.</summary>
internal static class Callers
{
    /// <summary>The calls in this file, and other mentions, of the innermost named function around the finding.</summary>
    public static IEnumerable<IdentifierNameSyntax> Of(FixSite site, ISymbol member) =>
        site.Root.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(n => n.Identifier.ValueText == member.Name && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(n).Symbol?.OriginalDefinition, member.OriginalDefinition));

    /// <summary>A caller takes the same gate somewhere, and so may hold it when it calls: a lock that is not re-entrant must not be taken again then.</summary>
    public static bool HoldSometimes(FixSite site)
    {
        string gate = site.Hint(FixHints.Gate)!;
        return Functions.MemberAround(site.Node) is { } own && site.Model.GetDeclaredSymbol(own) is IMethodSymbol { DeclaredAccessibility: not Accessibility.Public } method
            && Of(site, method).Any(c => Functions.MemberAround(c) is { } caller && caller != own && caller.ToString().Contains(gate + "."));
    }
}
