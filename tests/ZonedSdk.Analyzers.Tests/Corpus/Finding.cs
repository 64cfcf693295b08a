using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Tests.Corpus;

/// <summary>A report with the line that it is about.</summary>
internal sealed record Finding(string Id, string Path, int Line, string Message, string Code)
{
    public Finding(Diagnostic diagnostic)
        : this(diagnostic.Id, diagnostic.Location.SourceTree?.FilePath ?? "", diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1, diagnostic.GetMessage(CultureInfo.InvariantCulture), LineOf(diagnostic.Location))
    {
    }

    /// <summary>A rule threw.</summary>
    public bool IsCrash => Id == "AD0001";

    /// <summary>Tells whether two runs report the same.</summary>
    public string Key => $"{Path}({Line}): {Id}: {Message}";

    public override string ToString() => $"{Key}\n      {Code}";

    private static string LineOf(Location location) =>
        location.SourceTree is { } tree ? tree.GetText().Lines[location.GetLineSpan().StartLinePosition.Line].ToString().Trim() : "";
}
