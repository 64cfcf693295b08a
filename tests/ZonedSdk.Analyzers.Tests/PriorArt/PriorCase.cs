using System.Text.RegularExpressions;

namespace ZonedSdk.Analyzers.Tests.PriorArt;

/// <summary>A situation that another tool's tests judge, put in our words: C# with our annotations.</summary>
/// <param name="Name">What the situation is called there.</param>
/// <param name="Theirs">How many findings that tool has in it.</param>
/// <param name="Members">Members of <see cref="Vault"/>, or whole types, with what we find marked.</param>
/// <param name="Why">Why we find more or less; null where we agree.</param>
internal sealed partial record PriorCase(string Name, int Theirs, string Members, string? Why = null)
{
    /// <summary>The tool and test file.</summary>
    public string Source { get; init; } = "";

    /// <summary>Whole types, beside the vault.</summary>
    public bool IsTypes { get; init; }

    /// <summary>How often each of our rules speaks, as the table shows it.</summary>
    public IReadOnlyList<string> Ours => [.. Marks().Matches(Members).Select(static m => m.Groups[1].Value)];

    /// <summary>The source to analyse.</summary>
    public string Code => IsTypes ? Members + "\n" + Vault.Around("") : Vault.Around(Members);

    public static PriorCase Types(string name, int theirs, string code, string? why = null) => new(name, theirs, code, why) { IsTypes = true };

    [GeneratedRegex(@"\{\|(ZSDK\d{4}):")]
    private static partial Regex Marks();
}
