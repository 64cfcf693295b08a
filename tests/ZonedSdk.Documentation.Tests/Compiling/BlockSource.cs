using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Documentation.Tests.Pages;

namespace ZonedSdk.Documentation.Tests.Compiling;

/// <summary>Makes a file out of a block: itself, or the method or type around it. Positions stay those of the page.</summary>
internal static class BlockSource
{
    /// <summary>What goes without saying on the page of a rule.</summary>
    public const string RuleUsings = """
        global using ZonedSdk;
        global using ZonedSdk.Annotations;
        global using ZonedSdk.Backends;
        global using ZonedSdk.Descriptors;
        global using ZonedSdk.Layouts;
        global using static ZonedSdk.ByteUnits;

        """;

    // What Roslyn 4.14 knows of C# 14 is "preview" there.
    public static CSharpParseOptions Options { get; } = new(LanguageVersion.Preview);

    /// <summary>The file.</summary>
    /// <param name="block">The block.</param>
    /// <param name="earlier">The blocks before it on its page: a fragment has their using directives.</param>
    public static string Of(CodeBlock block, IEnumerable<CodeBlock> earlier)
    {
        if (block is { Given: null, In: null })
        {
            return $"{LineOf(block)}{block.Code}";
        }

        (string usings, string rest) = Split(block.Code);
        var inherited = earlier.SelectMany(e => Split(e.Code).Usings.Split('\n')).Concat(usings.Split('\n')).Where(line => line.Length > 0).Distinct();
        string head = block.Given is { } parameters
            ? $"internal static class Example {{ internal static async Task RunAsync({parameters}) {{"
            : block.In!.Contains('{', StringComparison.Ordinal) ? block.In : $"{block.In} {{";
        string tail = block.Given is null ? "}" : "} }";
        return $"{string.Join('\n', inherited)}\n{head}\n{LineOf(block)}{rest}\n{tail}\n";
    }

    /// <summary>Whether a block is a program: statements without a method around them.</summary>
    /// <param name="block">The block.</param>
    public static bool IsProgram(CodeBlock block) =>
        block is { Given: null, In: null } && Parse(block.Code).Members.Any(member => member is GlobalStatementSyntax);

    private static string LineOf(CodeBlock block) => $"#line {block.Line} \"{block.Page}\"\n";

    // Using directives go to the file's head; where they stood there is nothing, on as many lines.
    private static (string Usings, string Body) Split(string code)
    {
        StringBuilder usings = new();
        StringBuilder rest = new(code);
        foreach (UsingDirectiveSyntax directive in Parse(code).Usings)
        {
            usings.Append(directive).Append('\n');
            for (int i = directive.Span.Start; i < directive.Span.End; i++)
            {
                rest[i] = ' ';
            }
        }

        return (usings.ToString(), rest.ToString());
    }

    private static CompilationUnitSyntax Parse(string code) => SyntaxFactory.ParseCompilationUnit(code, options: Options);
}
