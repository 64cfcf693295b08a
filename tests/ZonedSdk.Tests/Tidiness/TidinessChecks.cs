using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ZonedSdk.Tests.Tidiness;

/// <summary>What keeps the repository readable, each as a function from text to complaints.</summary>
internal static partial class TidinessChecks
{
    public const int MaxLinesPerFile = 500;

    // The words are put together here, so that this file does not complain about itself.
    private static readonly string[] s_leftOpenWords = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "XX" + "X"];
    private static readonly Regex s_leftOpen = new($@"\b({string.Join('|', s_leftOpenWords)})\b", RegexOptions.CultureInvariant);

    // Homes and work folders of people and build machines, and the drive letter paths of Windows.
    private static readonly Regex s_machinePath = new(
        @"(?<![\w.~/-])(/(ho" + @"me|Us" + @"ers|ro" + @"ot|wo" + @"rk|fa" + @"rm|build" + @"agent)/[\w.-]+|[A-Za-z]:\\(Us" + @"ers|wo" + @"rk|src)\\)",
        RegexOptions.CultureInvariant);

    /// <summary>A file that no longer fits a head.</summary>
    public static IEnumerable<string> TooLong(string path, string text)
    {
        int lineCount = text.AsSpan().Count('\n') + (text.Length > 0 && text[^1] != '\n' ? 1 : 0);
        if (lineCount > MaxLinesPerFile)
        {
            yield return $"{path}: {lineCount} lines, {MaxLinesPerFile} at most. Split it by what its parts do.";
        }
    }

    /// <summary>Work that was left open in a comment instead of an issue.</summary>
    public static IEnumerable<string> LeftOpen(string path, string text) =>
        Matches(path, text, s_leftOpen, "Do it, or write an issue");

    /// <summary>A path that exists on one machine only.</summary>
    public static IEnumerable<string> MachinePaths(string path, string text) =>
        Matches(path, text, s_machinePath, "Name it relative to the repository");

    /// <summary>Folders that a page names in code quotes with a slash at the end, and that are not there.</summary>
    public static IEnumerable<string> MissingFolders(string path, string text, Func<string, bool> folderExists) =>
        FolderNames().Matches(text)
            .Select(match => match.Groups["folder"].Value)
            .Distinct()
            .Where(folder => !folderExists(folder))
            .Select(folder => $"{path}: names the folder '{folder}', which does not exist.");

    /// <summary>Links of a page to files and folders of the repository that are not there.</summary>
    public static IEnumerable<string> DeadLinks(string path, string text, Func<string, bool> exists)
    {
        string folder = Path.GetDirectoryName(path) ?? "";
        return Links().Matches(text)
            .Select(match => match.Groups["target"].Value)
            .Distinct()
            .Where(target => !target.Contains(':') && !exists(Path.GetRelativePath(".", Path.Combine(folder, target))))
            .Select(target => $"{path}: links to '{target}', which does not exist.");
    }

    /// <summary>Public types, nested ones included, without a summary in the XML documentation file.</summary>
    public static IEnumerable<string> UndocumentedTypes(IEnumerable<Type> types, XDocument documentation)
    {
        HashSet<string> documented =
        [
            .. documentation.Descendants("member")
                .Where(member => member.Elements().Any(element =>
                    element.Name == "inheritdoc" || (element.Name == "summary" && !string.IsNullOrWhiteSpace(element.Value))))
                .Select(member => (string?)member.Attribute("name") ?? ""),
        ];
        return types
            .Where(IsVisible)
            .Select(type => type.FullName!.Replace('+', '.'))
            .Where(name => !documented.Contains($"T:{name}"))
            .Select(name => $"{name}: a public type without a summary.");
    }

    private static bool IsVisible(Type type) =>
        type.IsPublic || ((type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!));

    private static IEnumerable<string> Matches(string path, string text, Regex pattern, string advice) =>
        pattern.Matches(text).Select(match =>
            $"{path}({text.AsSpan(0, match.Index).Count('\n') + 1}): '{match.Value}'. {advice}.");

    // The target of a link without its anchor; a link to an anchor of the same page has none.
    [GeneratedRegex(@"\]\((?<target>[^()\s#]+)(#[^()\s]*)?\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"`(?<folder>[\w.-]+(/[\w.-]+)*)/`")]
    private static partial Regex FolderNames();
}
