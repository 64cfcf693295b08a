using System.Globalization;
using System.Reflection;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>In what a reported diagnostic is not the expected one.</summary>
internal static class DiagnosticDifference
{
    // The arguments of a message are internal to the compiler, and tests state them without the words around them.
    private static readonly Func<Diagnostic, IReadOnlyList<object?>> s_arguments =
        typeof(Diagnostic).GetProperty("Arguments", BindingFlags.Instance | BindingFlags.NonPublic)!
            .GetMethod!.CreateDelegate<Func<Diagnostic, IReadOnlyList<object?>>>();

    public static bool IsNone(DiagnosticResult expected, Diagnostic actual) => !Find(expected, actual).Any();

    public static IEnumerable<string> Find(DiagnosticResult expected, Diagnostic actual)
    {
        if (expected.Id != actual.Id)
            yield return $"id: expected {expected.Id}, got {actual.Id}";

        foreach (var difference in FindInLocations(expected, actual))
            yield return difference;

        if (!expected.Options.HasFlag(DiagnosticOptions.IgnoreSeverity) && expected.Severity != actual.Severity)
            yield return $"severity: expected {expected.Severity}, got {actual.Severity}";

        if (expected.Message is { } message)
        {
            var actualMessage = actual.GetMessage(CultureInfo.InvariantCulture);
            if (message != actualMessage)
                yield return $"message: expected \"{message}\", got \"{actualMessage}\"";
        }
        else if (expected.MessageArguments is { Length: > 0 } arguments)
        {
            var left = arguments.Select(Text).ToArray();
            var right = s_arguments(actual).Select(Text).ToArray();
            if (!left.SequenceEqual(right))
                yield return $"arguments: expected [{string.Join(", ", left)}], got [{string.Join(", ", right)}]";
        }

        if (expected.IsSuppressed is { } suppressed && suppressed != actual.IsSuppressed)
            yield return $"suppression: expected {suppressed}, got {actual.IsSuppressed}";
    }

    private static string Text(object? argument) => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "";

    private static IEnumerable<string> FindInLocations(DiagnosticResult expected, Diagnostic actual)
    {
        if (!expected.HasLocation)
        {
            if (actual.Location != Location.None)
                yield return $"location: expected none, got {actual.Location.GetLineSpan()}";

            yield break;
        }

        foreach (var difference in FindInLocation("location", expected.Spans[0], actual.Location))
            yield return difference;

        if (expected.Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations))
            yield break;

        var count = expected.Spans.Length - 1;
        if (count != actual.AdditionalLocations.Count)
        {
            yield return $"additional locations: expected {count}, got {actual.AdditionalLocations.Count}";
            yield break;
        }

        var unnecessary = UnnecessaryIndices(actual);
        for (var i = 0; i < count; i++)
        {
            var name = $"additional location {i}";
            foreach (var difference in FindInLocation(name, expected.Spans[i + 1], actual.AdditionalLocations[i]))
                yield return difference;

            var isExpected = expected.Spans[i + 1].Options.HasFlag(DiagnosticLocationOptions.UnnecessaryCode);
            if (isExpected != unnecessary.Contains(i))
                yield return $"{name}: expected it {(isExpected ? "to be" : "not to be")} unnecessary code";
        }
    }

    private static IEnumerable<string> FindInLocation(string name, DiagnosticLocation expected, Location actual)
    {
        var span = actual.GetLineSpan();
        var path = span.Path ?? "";
        if (path != expected.Span.Path)
            yield return $"path of the {name}: expected '{expected.Span.Path}', got '{path}'";

        if (span.StartLinePosition != expected.Span.StartLinePosition)
            yield return $"start of the {name}: expected {Text(expected.Span.StartLinePosition)}, got {Text(span.StartLinePosition)}";

        if (!expected.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength) && span.EndLinePosition != expected.Span.EndLinePosition)
            yield return $"end of the {name}: expected {Text(expected.Span.EndLinePosition)}, got {Text(span.EndLinePosition)}";
    }

    private static string Text(Microsoft.CodeAnalysis.Text.LinePosition position) => $"({position.Line + 1},{position.Character + 1})";

    // Editors read the indices from a property of the diagnostic: a JSON array, as in "[0,2]".
    private static HashSet<int> UnnecessaryIndices(Diagnostic diagnostic)
    {
        if (!diagnostic.Properties.TryGetValue(WellKnownDiagnosticTags.Unnecessary, out var encoded) || encoded is null)
            return [];

        return encoded.Trim().Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(index => int.Parse(index, CultureInfo.InvariantCulture)).ToHashSet();
    }
}
