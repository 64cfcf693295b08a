using System.Globalization;

namespace ZonedSdk.Interop;

/// <summary>Files in which the kernel says something: one value each in sysfs, lines in procfs. One that is not there, or may not be read, says nothing.</summary>
internal static class KernelText
{
    /// <summary>A file's only value.</summary>
    public static string? Value(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A file's only value, where that is a number.</summary>
    public static long? Number(string folder, string file) =>
        long.TryParse(Value(folder, file), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    /// <summary>A file's lines.</summary>
    public static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
