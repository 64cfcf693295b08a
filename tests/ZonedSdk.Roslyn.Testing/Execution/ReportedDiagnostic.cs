using System.Globalization;
using System.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A diagnostic with the project that it came from. <paramref name="IsLocal"/> is false for those of a compilation's end.</summary>
internal sealed record ReportedDiagnostic(Project Project, Diagnostic Diagnostic, bool IsLocal)
{
    public bool IsFromCompiler => Diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler);

    /// <summary>All of it that a user sees, so that two runs are equal where their texts are.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        text.Append(Describe(Diagnostic.Location)).Append(": ");
        text.Append(Diagnostic.Severity.ToString().ToLowerInvariant()).Append(' ').Append(Diagnostic.Id).Append(": ");
        text.Append(Diagnostic.GetMessage(CultureInfo.InvariantCulture));
        foreach (var additional in Diagnostic.AdditionalLocations)
            text.Append(", and ").Append(Describe(additional));

        return text.Append(Diagnostic.IsSuppressed ? " (suppressed)" : "").ToString();
    }

    private static string Describe(Location location)
    {
        if (location == Location.None)
            return "no location";

        var span = location.GetLineSpan();
        return $"{span.Path}({span.StartLinePosition.Line + 1},{span.StartLinePosition.Character + 1},"
            + $"{span.EndLinePosition.Line + 1},{span.EndLinePosition.Character + 1})";
    }
}
