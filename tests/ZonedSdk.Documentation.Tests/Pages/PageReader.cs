namespace ZonedSdk.Documentation.Tests.Pages;

/// <summary>Finds the C# blocks of a page and reads the comments that stand directly before them.</summary>
/// <remarks>
/// <code>
/// &lt;!-- given: ZonedDevice device, int zone --&gt;      the block is the body of an asynchronous method with these parameters
/// &lt;!-- in: public sealed partial class Tests --&gt;      the block is members of this type; what follows a brace stands before them
/// &lt;!-- with: interface IDrive { } --&gt;                 types that the reader need not see
/// &lt;!-- runs --&gt;                                       the block is a program, and ends well; a text block behind it is its output
/// &lt;!-- reports: ZSDK1001, ZSDK4001 --&gt;                what our rules say of it
/// &lt;!-- walk: package, Program.cs --&gt;                  the block is a file of a walk, which <see cref="WalkReader"/> reads
/// </code>
/// On the page of a rule, what stands under "Wrong" reports that rule without saying so. Between a program and its output the commands of a walk may stand.
/// </remarks>
internal static class PageReader
{
    private const string Wrong = "## Wrong";

    /// <summary>Reads one page.</summary>
    /// <param name="path">The page's path in the repository.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="FormatException">A comment before a block is none that is known, or a block has no end.</exception>
    public static IReadOnlyList<CodeBlock> Read(string path, string text)
    {
        List<CodeBlock> blocks = [];
        bool isBehindProgram = false;
        foreach (PageBlock block in PageBlocks.Read(path, text))
        {
            isBehindProgram &= block.IsRightBehind || WalkReader.IsStep(block);
            if (block.Language is "csharp" or "cs" or "c#")
            {
                blocks.Add(Read(block));
                isBehindProgram = true;
            }
            else if (block.Language == "text")
            {
                if (isBehindProgram && blocks is [.., { Runs: true, Output: null } program])
                {
                    blocks[^1] = program with { Output = block.Text };
                }

                isBehindProgram = false;
            }
            else
            {
                isBehindProgram &= WalkReader.IsStep(block);
            }
        }

        return blocks;
    }

    private static CodeBlock Read(PageBlock source)
    {
        CodeBlock block = new(source.Page, source.Line, source.Text);
        if (block.IsOfRule && source.Heading == Wrong)
        {
            block = block with { Reports = [Path.GetFileNameWithoutExtension(source.Page)] };
        }

        foreach ((string name, string value) in source.Words)
        {
            block = name switch
            {
                "given" => block with { Given = value },
                "in" => block with { In = value },
                "with" => block with { With = value },
                "runs" => block with { Runs = true },
                "reports" => block with { Reports = [.. value.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)] },
                WalkReader.Word => block,
                _ => throw source.Wrong($"'{name}' is no comment that a block of code can have."),
            };
        }

        return block is { Given: not null, In: not null } ? throw source.Wrong("a block is the body of a method or members of a type, not both.") : block;
    }
}
