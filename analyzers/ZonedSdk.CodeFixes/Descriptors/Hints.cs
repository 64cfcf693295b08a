using Microsoft.CodeAnalysis;

namespace ZonedSdk.CodeFixes.Descriptors;

/// <summary>What the generator says to a fix.</summary>
internal static class Hints
{
    private const string Key = "ZonedSdk.Hint";

    public static string? Of(Diagnostic diagnostic) => diagnostic.Properties.TryGetValue(Key, out string? hint) ? hint : null;
}
