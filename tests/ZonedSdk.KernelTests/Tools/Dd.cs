namespace ZonedSdk.KernelTests.Tools;

/// <summary>coreutils' <c>dd</c> as a writer past the page cache: one write command of the given length.</summary>
internal static class Dd
{
    public const string InputOutputError = "Input/output error";

    /// <summary>Writes zeroes in one command; null where that succeeded, else the kernel's word for the errno.</summary>
    public static string? Write(string path, long offsetBytes, int lengthBytes) =>
        Answer(Command.Try("dd", "if=/dev/zero", $"of={path}", $"bs={lengthBytes}", "count=1", $"seek={offsetBytes}", "oflag=direct,seek_bytes", "conv=notrunc", "status=none"));

    /// <summary>Writes back what the device caches; null where that succeeded, else the kernel's word for the errno.</summary>
    public static string? Flush(string path) => Answer(Command.Try("dd", $"of={path}", "if=/dev/null", "conv=notrunc,fsync", "status=none"));

    // "dd: error writing '/dev/nullb0': Input/output error", behind it at times the record counts.
    private static string? Answer(CommandResult result)
    {
        if (result.Succeeded)
        {
            return null;
        }

        string line = result.Errors.Split('\n')[0];
        return line[(line.LastIndexOf(": ", StringComparison.Ordinal) + 2)..];
    }
}
