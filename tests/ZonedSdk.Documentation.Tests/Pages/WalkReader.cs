namespace ZonedSdk.Documentation.Tests.Pages;

/// <summary>Reads the steps of a walk: blocks of a page that, done in their order, lead from nothing to something that runs.</summary>
/// <remarks>
/// <code>
/// &lt;!-- walk: clone --&gt;                   before a block of commands (sh)
/// &lt;!-- walk: package, Program.cs --&gt;     before a block of code: a file of this name in the folder that the commands have led to
/// </code>
/// A text block right behind a step is what is seen then.
/// </remarks>
internal static class WalkReader
{
    /// <summary>What a step's comment begins with.</summary>
    public const string Word = "walk";

    /// <summary>Whether a block is a step of some walk.</summary>
    public static bool IsStep(PageBlock block) => block.Words.Any(static word => word.Name == Word);

    /// <summary>Reads the steps of one walk.</summary>
    /// <param name="path">The page's path in the repository.</param>
    /// <param name="text">Its text.</param>
    /// <param name="walk">The walk's name.</param>
    /// <exception cref="FormatException">A step is neither commands nor a file, or there is none.</exception>
    public static IReadOnlyList<WalkStep> Read(string path, string text, string walk)
    {
        List<WalkStep> steps = [];
        bool isBehindStep = false;
        foreach (PageBlock block in PageBlocks.Read(path, text))
        {
            if (isBehindStep && block is { Language: "text", IsRightBehind: true })
            {
                steps[^1] = steps[^1] with { Shown = block.Text };
            }

            isBehindStep = IsStep(block);
            if (isBehindStep)
            {
                (string name, WalkStep step) = StepOf(block);
                isBehindStep = name == walk;
                steps.AddRange(isBehindStep ? [step] : []);
            }
        }

        return steps.Count > 0 ? steps : throw new FormatException($"{path} has no walk '{walk}'.");
    }

    private static (string Walk, WalkStep Step) StepOf(PageBlock block)
    {
        string[] words = block.Words.Single(static word => word.Name == Word).Value.Split(',', StringSplitOptions.TrimEntries);
        WalkStep step = new($"{block.Page}({block.Line})", words.ElementAtOrDefault(1), block.Text);
        return (block.Language, words) switch
        {
            ("sh", [var name]) => (name, step),
            (not "sh", [var name, var file]) when file.Length > 0 && file == Path.GetFileName(file) => (name, step),
            _ => throw block.Wrong($"a step of a walk is commands (sh, 'walk: NAME') or a file ('walk: NAME, FILE'), and this is '{block.Language}' with '{string.Join(", ", words)}'."),
        };
    }
}
