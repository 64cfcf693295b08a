using System.Text.RegularExpressions;

namespace ZonedSdk.Documentation.Tests.Pages;

/// <summary>Finds the C# blocks of a page and reads the comments that stand directly before them.</summary>
/// <remarks>
/// <code>
/// &lt;!-- given: ZonedDevice device, int zone --&gt;      the block is the body of an asynchronous method with these parameters
/// &lt;!-- in: public sealed partial class Tests --&gt;      the block is members of this type; what follows a brace stands before them
/// &lt;!-- with: interface IDrive { } --&gt;                 types that the reader need not see
/// &lt;!-- runs --&gt;                                       the block is a program, and ends well; a text block behind it is its output
/// &lt;!-- reports: ZSDK1001, ZSDK4001 --&gt;                what our rules say of it
/// </code>
/// On the page of a rule, what stands under "Wrong" reports that rule without saying so.
/// </remarks>
internal static partial class PageReader
{
    private const string Wrong = "## Wrong";

    /// <summary>Reads one page.</summary>
    /// <param name="path">The page's path in the repository.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="FormatException">A comment before a block is none that is known, or a block has no end.</exception>
    public static IReadOnlyList<CodeBlock> Read(string path, string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        List<CodeBlock> blocks = [];
        List<string> comments = [];
        string heading = "";
        int programEnd = -1;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                int end = EndOf(path, lines, i);
                string language = line.TrimStart('`').Trim().Split(' ')[0].ToLowerInvariant();
                string code = string.Join('\n', lines[(i + 1)..end]) + "\n";
                if (language is "csharp" or "cs" or "c#")
                {
                    blocks.Add(Read(path, i + 2, code, comments, heading));
                    programEnd = end;
                }
                else if (language == "text" && blocks is [.., { Runs: true, Output: null } program] && IsBlank(lines[(programEnd + 1)..i]))
                {
                    blocks[^1] = program with { Output = code };
                }

                i = end;
            }
            else if (line.StartsWith("<!--", StringComparison.Ordinal))
            {
                comments.Add(CommentAt(path, lines, ref i));
                continue;
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                heading = line;
            }

            comments.Clear();
        }

        return blocks;
    }

    private static CodeBlock Read(string path, int line, string code, List<string> comments, string heading)
    {
        CodeBlock block = new(path, line, code);
        if (block.IsOfRule && heading == Wrong)
        {
            block = block with { Reports = [Path.GetFileNameWithoutExtension(path)] };
        }

        foreach (string comment in comments)
        {
            string value = ValueOf(comment);
            block = NameOf(comment) switch
            {
                "given" => block with { Given = value },
                "in" => block with { In = value },
                "with" => block with { With = value },
                "runs" => block with { Runs = true },
                "reports" => block with { Reports = [.. value.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)] },
                _ => throw new FormatException($"{path}({line}): '{comment}' is no comment that a block of code can have."),
            };
        }

        return block is { Given: not null, In: not null }
            ? throw new FormatException($"{path}({line}): a block is the body of a method or members of a type, not both.")
            : block;
    }

    private static bool IsBlank(string[] lines) => Array.TrueForAll(lines, string.IsNullOrWhiteSpace);

    private static int EndOf(string path, string[] lines, int start)
    {
        string fence = Fence().Match(lines[start].Trim()).Value;
        int end = Array.FindIndex(lines, start + 1, line => line.Trim() == fence);
        return end >= 0 ? end : throw new FormatException($"{path}({start + 1}): this block has no end.");
    }

    private static string CommentAt(string path, string[] lines, ref int i)
    {
        int start = i;
        while (!lines[i].TrimEnd().EndsWith("-->", StringComparison.Ordinal))
        {
            if (++i == lines.Length)
            {
                throw new FormatException($"{path}({start + 1}): this comment has no end.");
            }
        }

        return string.Join('\n', lines[start..(i + 1)]).Trim()[4..^3].Trim();
    }

    private static string NameOf(string comment) => comment.Split(':', 2)[0];

    private static string ValueOf(string comment) => comment.Contains(':', StringComparison.Ordinal) ? comment.Split(':', 2)[1].Trim() : "";

    [GeneratedRegex("^`+")]
    private static partial Regex Fence();
}
