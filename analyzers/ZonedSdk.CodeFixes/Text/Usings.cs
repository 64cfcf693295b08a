using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Text;

/// <summary>Adds a using directive where a name would not be found without.</summary>
internal static class Usings
{
    /// <summary>Adds it in its place in the order of the names, those of <c>System</c> first.</summary>
    /// <param name="edits">Takes the change.</param>
    /// <param name="site">The finding.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="type">A type in it that is going to be named.</param>
    public static void Add(Edits edits, FixSite site, string space, string type)
    {
        if (site.Model.LookupNamespacesAndTypes(site.Node.SpanStart, name: type).Any())
        {
            return;
        }

        string line = site.Layout.NewLine;
        SyntaxList<UsingDirectiveSyntax> usings = site.Root.DescendantNodes(static n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<BaseNamespaceDeclarationSyntax>().Select(static n => n.Usings).FirstOrDefault(static u => u.Count > 0);
        SyntaxList<UsingDirectiveSyntax> outer = ((CompilationUnitSyntax)site.Root).Usings;
        usings = outer.Count > 0 ? outer : usings;
        List<UsingDirectiveSyntax> plain = [.. usings.Where(static u => u.Alias is null && u.StaticKeyword.IsKind(SyntaxKind.None) && u.GlobalKeyword.IsKind(SyntaxKind.None))];
        UsingDirectiveSyntax? before = plain.LastOrDefault(u => Compare(u.Name!.ToString(), space) < 0);
        if (before is not null)
        {
            edits.Insert(before.Span.End, $"{line}{site.Layout.IndentAt(before.SpanStart)}using {space};");
        }
        else if (plain.Count > 0)
        {
            edits.Insert(plain[0].SpanStart, $"using {space};{line}{site.Layout.IndentAt(plain[0].SpanStart)}");
        }
        else
        {
            // Behind the comments and directives that a file begins with, before its first code.
            SyntaxToken first = usings.Count > 0 ? usings[0].GetFirstToken() : site.Root.GetFirstToken();
            edits.Insert(first.SpanStart, $"using {space};{line}{(usings.Count > 0 ? "" : line)}");
        }
    }

    private static int Compare(string left, string right)
    {
        bool isLeftSystem = left == "System" || left.StartsWith("System.", StringComparison.Ordinal);
        bool isRightSystem = right == "System" || right.StartsWith("System.", StringComparison.Ordinal);
        return isLeftSystem == isRightSystem ? string.CompareOrdinal(left, right) : isLeftSystem ? -1 : 1;
    }
}
