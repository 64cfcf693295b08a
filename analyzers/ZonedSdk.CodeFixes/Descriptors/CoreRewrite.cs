using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.CodeFixes.Text;

namespace ZonedSdk.CodeFixes.Descriptors;

/// <summary>The changes of the text that give a backend its <c>Core</c> methods.</summary>
internal static class CoreRewrite
{
    private const string Unit = "    ";
    private const string Exception = "System.NotImplementedException";

    /// <summary>Adds methods behind the last member of a type.</summary>
    public static void Add(Edits edits, SourceText text, SemanticModel model, TypeDeclarationSyntax type, IReadOnlyList<CoreDeclaration> cores)
    {
        string line = LineEnd(text);
        string outer = IndentAt(text, type.SpanStart);
        TextLine last = text.Lines.GetLineFromPosition(type.CloseBraceToken.SpanStart);
        bool endsOnOwnLine = string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(last.Start, type.CloseBraceToken.SpanStart)));
        string inner = type.Members.Count > 0 && endsOnOwnLine ? IndentAt(text, type.Members[0].SpanStart) : outer + Unit;
        int position = type.Identifier.SpanStart;
        StringBuilder added = new();
        foreach (CoreDeclaration core in cores)
        {
            added.Append(added.Length > 0 || type.Members.Count > 0 ? line : "").Append(inner).Append(Head(core, model, position)).Append(" => ").Append(Body(model, position)).Append(line);
        }

        if (type.OpenBraceToken.IsKind(SyntaxKind.None))
        {
            edits.Replace(type.SemicolonToken.Span, $"{line}{outer}{{{line}{added}{outer}}}");
        }
        else if (endsOnOwnLine)
        {
            edits.Insert(last.Start, added.ToString());
        }
        else
        {
            edits.Insert(type.CloseBraceToken.SpanStart, $"{line}{added}{outer}");
        }
    }

    /// <summary>Gives a method the declaration that the table needs. Its body, its accessibility and the names of its parameters stay.</summary>
    public static void Declare(Edits edits, SemanticModel model, MethodDeclarationSyntax method, CoreDeclaration core)
    {
        int position = method.SpanStart;
        foreach (SyntaxToken modifier in method.Modifiers.Where(static modifier => modifier.IsKind(SyntaxKind.StaticKeyword)))
        {
            edits.Delete(modifier.SpanStart, modifier.GetNextToken().SpanStart);
        }

        // Without an accessibility, a partial method returns nothing; and partial stands last.
        bool isVoid = core.Result == "void";
        bool lacksAccess = !isVoid && !method.Modifiers.Any(static modifier => SyntaxFacts.IsAccessibilityModifier(modifier.Kind()));
        string access = lacksAccess ? "private " : "";
        bool isPartial = method.Modifiers.Any(SyntaxKind.PartialKeyword);
        if (lacksAccess && method.Modifiers.Count > 0)
        {
            edits.Insert(method.Modifiers[0].SpanStart, access);
            access = "";
        }

        edits.Replace(method.ReturnType.Span, $"{access}{(isPartial ? "" : "partial ")}{CoreDeclaration.Spell(core.Result, model, position)}");
        DeclareParameters(edits, model, method.ParameterList, core);
        if (method.Body is null && method.ExpressionBody is null)
        {
            edits.Replace(method.SemicolonToken.Span, $" => {Body(model, position)}");
        }
    }

    private static void DeclareParameters(Edits edits, SemanticModel model, ParameterListSyntax list, CoreDeclaration core)
    {
        string[] wanted = [.. core.Parameters.Select((parameter, index) =>
            $"{CoreDeclaration.Spell(parameter.Type, model, list.SpanStart)} {(index < list.Parameters.Count ? list.Parameters[index].Identifier.Text : parameter.Name)}")];
        if (wanted.Length != list.Parameters.Count)
        {
            edits.Replace(list.Span, $"({string.Join(", ", wanted)})");
            return;
        }

        for (int index = 0; index < wanted.Length; index++)
        {
            if (list.Parameters[index].ToString() != wanted[index])
            {
                edits.Replace(list.Parameters[index].Span, wanted[index]);
            }
        }
    }

    private static string Head(CoreDeclaration core, SemanticModel model, int position) =>
        $"private partial {CoreDeclaration.Spell(core.Result, model, position)} {core.Name}({string.Join(", ", core.Parameters.Select(parameter => $"{CoreDeclaration.Spell(parameter.Type, model, position)} {parameter.Name}"))})";

    private static string Body(SemanticModel model, int position) => $"throw new {CoreDeclaration.Spell(Exception, model, position)}();";

    private static string IndentAt(SourceText text, int position)
    {
        string line = text.Lines.GetLineFromPosition(position).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    private static string LineEnd(SourceText text)
    {
        TextLine first = text.Lines[0];
        return first.EndIncludingLineBreak > first.End ? text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak)) : "\n";
    }
}
