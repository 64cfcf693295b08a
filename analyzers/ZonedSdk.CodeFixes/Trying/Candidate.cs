using ZonedSdk.CodeFixes.Text;

namespace ZonedSdk.CodeFixes.Trying;

/// <summary>One thing that could be done.</summary>
/// <param name="Title">What the editor shows.</param>
/// <param name="Edits">What changes.</param>
internal sealed record Candidate(string Title, Edits Edits)
{
    /// <summary>A name whose users in other files have to be looked at too; null where the change is nobody else's business.</summary>
    public string? UsedElsewhere { get; init; }

    /// <summary>What findings may come nevertheless, because they say what was wrong all along: how their keys begin.</summary>
    public string? Accepted { get; init; }
}
