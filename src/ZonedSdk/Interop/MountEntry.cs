using System.Globalization;
using System.Text;

namespace ZonedSdk.Interop;

/// <summary>One mount, as <c>/proc/self/mountinfo</c> describes it (proc(5)).</summary>
/// <param name="Id">The mount's number, which <c>/proc/self/fdinfo</c> has as well.</param>
/// <param name="Device">The number of the file system's device, as text: <c>259:0</c>.</param>
/// <param name="Root">Which folder of the file system is mounted: <c>/</c>, or one below it for a bind mount.</param>
/// <param name="MountPoint">Where it is mounted.</param>
/// <param name="FileSystem">The file system's type.</param>
/// <param name="Source">What was mounted.</param>
/// <param name="IsReadOnly">Nothing can be written: the mount is read-only, or the whole file system is.</param>
/// <param name="Options">What the file system says of itself, and the mount.</param>
internal sealed record MountEntry(int Id, string Device, string Root, string MountPoint, string FileSystem, string Source, bool IsReadOnly, IReadOnlyList<string> Options)
{
    public const string File = "/proc/self/mountinfo";

    // Before the fields of the file system stand as many optional ones as there are, and then this.
    private const string Separator = "-";
    private const int FirstOptional = 6;

    /// <summary>The mounts that lines describe; a line of another form is passed over.</summary>
    public static IEnumerable<MountEntry> Parse(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            if (TryParse(line) is { } mount)
            {
                yield return mount;
            }
        }
    }

    /// <summary>The value of an option: of <c>errors=repair</c> it is <c>repair</c>; null where the option is not there.</summary>
    public string? ValueOf(string option) =>
        Options.FirstOrDefault(text => text.StartsWith($"{option}=", StringComparison.Ordinal))?[(option.Length + 1)..];

    private static MountEntry? TryParse(string line)
    {
        string[] fields = line.Split(' ');
        int separator = Array.IndexOf(fields, Separator, Math.Min(FirstOptional, fields.Length));
        if (separator < 0 || fields.Length < separator + 4 || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int id))
        {
            return null;
        }

        string[] mount = fields[5].Split(',');
        string[] system = fields[separator + 3].Split(',');
        bool isReadOnly = mount.Contains("ro") || system.Contains("ro");
        return new MountEntry(id, fields[2], Unescape(fields[3]), Unescape(fields[4]), fields[separator + 1], Unescape(fields[separator + 2]), isReadOnly, [.. mount, .. system]);
    }

    // Blanks, tabs, line ends and backslashes stand as three octal digits; everything else, of whatever encoding, as it is.
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
        {
            return field;
        }

        var text = new StringBuilder(field.Length);
        for (int i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 < field.Length && field.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                text.Append((char)(((field[i + 1] - '0') << 6) | ((field[i + 2] - '0') << 3) | (field[i + 3] - '0')));
                i += 3;
            }
            else
            {
                text.Append(field[i]);
            }
        }

        return text.ToString();
    }
}
