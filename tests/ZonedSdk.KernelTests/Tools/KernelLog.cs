namespace ZonedSdk.KernelTests.Tools;

/// <summary>What the kernel said. An errno rarely tells which of ten settings was wrong; the log does.</summary>
internal static class KernelLog
{
    private const string Mark = "test begins: ";

    /// <summary>Writes a test's name into the log, so that a reader of the log knows whose messages follow.</summary>
    public static void BeginTest(string name) => File.WriteAllText("/dev/kmsg", $"{Mark}{name}\n");

    /// <summary>The lines of the running test, each on a line of its own after one that introduces them; empty where there are none.</summary>
    public static string OfThisTest()
    {
        string[] log = Command.Try("dmesg").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] lines = log[(Array.FindLastIndex(log, line => line.Contains(Mark, StringComparison.Ordinal)) + 1)..];
        return lines.Length == 0 ? "" : $"\nThe kernel said:\n  {string.Join("\n  ", lines)}";
    }
}
