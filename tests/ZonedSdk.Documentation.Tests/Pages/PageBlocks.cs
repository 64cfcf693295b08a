using System.Text.RegularExpressions;

namespace ZonedSdk.Documentation.Tests.Pages;

/// <summary>Finds the fenced blocks of a page, with the comments directly before each.</summary>
internal static partial class PageBlocks
{
    /// <summary>Reads one page.</summary>
    /// <param name="path">The page's path in the repository.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="FormatException">A block or a comment has no end.</exception>
    public static IReadOnlyList<PageBlock> Read(string path, string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        List<PageBlock> blocks = [];
        List<string> comments = [];
        string heading = "";
        bool isRightBehind = false;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                int end = EndOf(path, lines, i);
                string language = line.TrimStart('`').Trim().Split(' ')[0].ToLowerInvariant();
                string inside = string.Concat(lines[(i + 1)..end].Select(static l => l + "\n"));
                blocks.Add(new PageBlock(path, i + 2, language, inside) { Comments = [.. comments], Heading = heading, IsRightBehind = isRightBehind });
                isRightBehind = true;
                i = end;
            }
            else if (line.StartsWith("<!--", StringComparison.Ordinal))
            {
                comments.Add(CommentAt(path, lines, ref i));
                continue;
            }
            else if (line.Length > 0)
            {
                heading = line.StartsWith("## ", StringComparison.Ordinal) ? line : heading;
                isRightBehind = false;
            }

            comments.Clear();
        }

        return blocks;
    }

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

    [GeneratedRegex("^`+")]
    private static partial Regex Fence();
}
