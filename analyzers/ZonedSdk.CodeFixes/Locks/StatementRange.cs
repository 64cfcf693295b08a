using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Locks;

/// <summary>Neighbouring statements of one list.</summary>
internal sealed record StatementRange(IReadOnlyList<StatementSyntax> List, int From, int To)
{
    public StatementSyntax First => List[From];

    public StatementSyntax Last => List[To];

    /// <summary>The range of one statement; one that stands in no list is a list of its own.</summary>
    public static StatementRange Of(StatementSyntax statement)
    {
        StatementSyntax[] list = ListOf(statement);
        int index = Array.IndexOf(list, statement);
        return new StatementRange(list, index, index);
    }

    /// <summary>The statement of this range's list that a node lies in; -1 where it lies elsewhere.</summary>
    public int IndexOf(SyntaxNode node)
    {
        for (int i = 0; i < List.Count; i++)
        {
            if (List[i].Span.Contains(node.Span))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The variables that are declared in the range and used behind it.</summary>
    public IReadOnlyList<ISymbol> LiveOn(FixSite site) => [.. DeclaredIn(site).Where(v => LastUseOf(site, v) > To)];

    /// <summary>The least range that contains this one and all uses of what it declares.</summary>
    public StatementRange Widened(FixSite site)
    {
        StatementRange range = this;
        while (true)
        {
            int to = range.HasUsing ? List.Count - 1 : Math.Max(range.To, range.DeclaredIn(site).Select(v => range.LastUseOf(site, v)).DefaultIfEmpty(range.To).Max());
            if (to == range.To)
            {
                return range;
            }

            range = range with { To = to };
        }
    }

    /// <summary>A using declaration lasts as long as its block.</summary>
    public bool HasUsing => To < List.Count - 1 && List.Skip(From).Take(To - From + 1).Any(static s => s is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 });

    /// <summary>A directive between the statements could leave half a scope behind.</summary>
    public bool HasDirectives => List.Skip(From + 1).Take(To - From).Any(static s => s.GetLeadingTrivia().Any(static t => t.IsDirective));

    // Arrays: a list of syntax would make nodes of its own.
    private static StatementSyntax[] ListOf(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => [.. block.Statements],
        SwitchSectionSyntax section => [.. section.Statements],
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => [.. unit.Members.OfType<GlobalStatementSyntax>().Select(static g => g.Statement)],
        _ => [statement],
    };

    private List<ISymbol> DeclaredIn(FixSite site)
    {
        List<ISymbol> declared = [];
        foreach (SyntaxNode node in List.Skip(From).Take(To - From + 1).SelectMany(static s => s.DescendantNodes(static n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))))
        {
            if (node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax && site.Model.GetDeclaredSymbol(node) is ILocalSymbol local)
            {
                declared.Add(local);
            }
        }

        return declared;
    }

    private int LastUseOf(FixSite site, ISymbol variable)
    {
        for (int i = List.Count - 1; i > To; i--)
        {
            foreach (IdentifierNameSyntax name in List[i].DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (name.Identifier.ValueText == variable.Name && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(name).Symbol, variable))
                {
                    return i;
                }
            }
        }

        return -1;
    }
}
