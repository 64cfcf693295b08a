using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.CodeFixes.Trying;

/// <summary>All that the compiler and our rules have to say about one file.</summary>
internal sealed class Findings
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public Findings(IEnumerable<Diagnostic> compiler, IEnumerable<Diagnostic> rules)
    {
        Rules = rules.Where(static d => !d.IsSuppressed).OrderBy(static d => d.Location.SourceSpan.Start).ThenBy(static d => d.Id, StringComparer.Ordinal).ToImmutableArray();
        foreach (Diagnostic diagnostic in compiler.Where(static d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed).Concat(Rules))
        {
            string key = KeyOf(diagnostic);
            _counts[key] = CountOf(key) + 1;
        }
    }

    /// <summary>Those of our rules, in the order of the source.</summary>
    public ImmutableArray<Diagnostic> Rules { get; }

    /// <summary>One of them is gone, and none has come.</summary>
    public bool AreBetterThan(Findings before, Diagnostic gone, string? accepted)
    {
        string key = KeyOf(gone);
        return CountOf(key) < before.CountOf(key) && AreNotWorseThan(before, accepted);
    }

    public bool AreNotWorseThan(Findings before, string? accepted) =>
        _counts.All(c => c.Value <= before.CountOf(c.Key) || (accepted is not null && c.Key.StartsWith(accepted, StringComparison.Ordinal)));

    /// <summary>How the keys of a rule's findings about something begin.</summary>
    public static string KeyOf(string id, string message) => id + new string([.. message.Where(static c => !char.IsDigit(c))]);

    // Lines and columns that a message names may change; what it says of them does not.
    private static string KeyOf(Diagnostic diagnostic) => KeyOf(diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture));

    private int CountOf(string key) => _counts.TryGetValue(key, out int count) ? count : 0;
}
