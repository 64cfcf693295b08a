namespace ZonedSdk.Documentation.Tests.Pages;

/// <summary>A fenced block of a page, of whatever language.</summary>
/// <param name="Page">The page's path in the repository.</param>
/// <param name="Line">The line of the block's first line, from 1.</param>
/// <param name="Language">What stands behind the fence, in lower case.</param>
/// <param name="Text">The lines between the fences, each with its end.</param>
internal sealed record PageBlock(string Page, int Line, string Language, string Text)
{
    /// <summary>The comments directly before it, without what marks them as comments.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>The heading of the second level that it stands under.</summary>
    public string Heading { get; init; } = "";

    /// <summary>Between it and the block before it there are blank lines alone.</summary>
    public bool IsRightBehind { get; init; }

    /// <summary>The comments as names and what stands behind their colons.</summary>
    public IEnumerable<(string Name, string Value)> Words => Comments.Select(static comment => comment.Split(':', 2) is [var name, var value] ? (name, value.Trim()) : (comment, ""));

    /// <summary>What is wrong with it, with its place on the page.</summary>
    public FormatException Wrong(string what) => new($"{Page}({Line}): {what}");
}
