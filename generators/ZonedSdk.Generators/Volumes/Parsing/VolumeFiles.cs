using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Generators.Parsing;
using ZonedSdk.Generators.Volumes.Parsing.Json;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>Finds the file that a volume names and reads its figures.</summary>
internal static class VolumeFiles
{
    private const int MaxListed = 5;

    public static void Read(VolumeContext context, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken)
    {
        string name = context.Declaration.FromFile!;
        if (Find(context, name, files) is not { } file)
        {
            context.MarkIncomplete();
            return;
        }

        if (file.GetText(cancellationToken) is not { } text)
        {
            Report(context, name, null, "which cannot be read; check its permissions");
            context.MarkIncomplete();
            return;
        }

        context.FiguresLine = Place(file, text, new TextSpan(0, 0));
        if (text.Length > Limits.MaxFileLength)
        {
            context.ReportFile(context.FiguresLine, string.Format(CultureInfo.InvariantCulture, "The file has {0} characters; {1} are allowed", text.Length, Limits.MaxFileLength));
            context.MarkIncomplete();
            return;
        }

        (JsonValue? root, JsonReader reader) = JsonReader.Read(text.ToString(), cancellationToken);
        if (reader.Mistake is { } mistake)
        {
            context.ReportFile(Place(file, text, reader.MistakeSpan), "This is no JSON: " + mistake);
            context.MarkIncomplete();
        }

        if (root is not null)
        {
            new VolumeFileReader(context, span => Place(file, text, span)).Read(root);
        }
    }

    private static AdditionalText? Find(VolumeContext context, string name, ImmutableArray<AdditionalText> files)
    {
        string wanted = Normalize(name);
        AdditionalText[] all = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
        AdditionalText[] found = [.. all.Where(file => wanted.Length > 0 && IsEnd(Normalize(file.Path), wanted))];
        if (found.Length > 1)
        {
            // The file beside the source is meant before one of the same name elsewhere.
            string folder = Path.GetDirectoryName(context.Declaration.Place?.SourceTree?.FilePath ?? "") ?? "";
            AdditionalText[] beside = [.. found.Where(file => Normalize(file.Path) == Normalize(Path.Combine(folder, name)))];
            found = beside.Length == 1 ? beside : found;
        }

        if (found.Length == 1)
        {
            return found[0];
        }

        string known = all.Length == 0 ? "the project has no additional files that end in .json" : "the project's are " + List(all);
        string? meant = found.Length == 0 ? Spelling.Find(Path.GetFileName(wanted), all.Select(file => Path.GetFileName(file.Path))) : null;
        Report(context, name, meant, found.Length == 0
            ? $"which is none of the project's additional files{(meant is null ? "" : $"; did you mean '{meant}'?")}; {known}; list it as AdditionalFiles, or correct the name"
            : $"and several additional files have that name: {List(found)}; write more of the path");
        return null;
    }

    private static void Report(VolumeContext context, string name, string? meant, string reason) =>
        context.ReportNoFile(meant, context.Name, SymbolDisplay.FormatLiteral(name, quote: true), reason);

    private static string List(AdditionalText[] files) =>
        string.Join(", ", files.Take(MaxListed).Select(file => Path.GetFileName(file.Path))) + (files.Length > MaxListed ? string.Format(CultureInfo.InvariantCulture, " and {0} more", files.Length - MaxListed) : "");

    private static bool IsEnd(string path, string end) =>
        path == end || (path.EndsWith(end, StringComparison.Ordinal) && path[path.Length - end.Length - 1] == '/');

    private static string Normalize(string path)
    {
        string slashes = path.Replace('\\', '/');
        return slashes.StartsWith("./", StringComparison.Ordinal) ? slashes.Substring(2) : slashes;
    }

    private static Location Place(AdditionalText file, SourceText text, TextSpan span) => Location.Create(file.Path, span, text.Lines.GetLinePositionSpan(span));
}
