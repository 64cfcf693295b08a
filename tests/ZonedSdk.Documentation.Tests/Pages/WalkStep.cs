namespace ZonedSdk.Documentation.Tests.Pages;

/// <summary>What a reader does at one place of a page: commands, or a file that is written.</summary>
/// <param name="Place">The page, and the line of the step's first line on it.</param>
/// <param name="File">The file's name; null where these are commands.</param>
/// <param name="Text">The commands, or what stands in the file.</param>
internal sealed record WalkStep(string Place, string? File, string Text)
{
    /// <summary>What the page shows right behind the step; each line of it must be part of what is written by then. Empty where it shows nothing.</summary>
    public string Shown { get; init; } = "";
}
