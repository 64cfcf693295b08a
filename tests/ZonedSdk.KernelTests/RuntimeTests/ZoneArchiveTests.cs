using System.Diagnostics;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>The archive of the samples, as its users start it: killed in the middle of an add, it has what it reported, goes on, and restores every byte. On devices of every kind the same program; only the path differs.</summary>
public sealed class ZoneArchiveTests
{
    private const int SmallFiles = 40;
    private const int LargeFiles = 3;

    public static TheoryData<string> Kinds { get; } = [.. NamedDevice.Kinds];

    // Published beside this program.
    private static string Program => Path.GetFullPath($"{AppContext.BaseDirectory}/../../ZoneArchive/release_linux-x64/ZoneArchive");

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_it_reported_survives_a_kill_and_the_whole_comes_back(string kind)
    {
        using NamedDevice device = new(kind);
        string folder = Directory.CreateTempSubdirectory("zonearchive-").FullName;
        string source = Fill($"{folder}/source");
        Run("create", device.Path);

        IReadOnlyList<string> reported = await AddAndKillAsync(device.Path, source, afterEntries: 5);

        Run("get", device.Path, "--all", $"{folder}/kept");
        Assert.All(reported, name => Assert.True(Path.Exists($"{folder}/kept/{name}"), name));
        AssertSame(source, $"{folder}/kept/source");

        Run("add", device.Path, source);
        AssertVerifies(device.Path);
        Run("get", device.Path, "--all", $"{folder}/restored");
        Command.Run("diff", "--recursive", source, $"{folder}/restored/source");
        Directory.Delete(folder, recursive: true);
    }

    private static string Run(params string[] arguments) => Command.Run(Program, arguments);

    private static void AssertVerifies(string path) => Assert.Contains(": 0 bad.", Run("verify", path), StringComparison.Ordinal);

    // Killed as soon as it has reported so many entries; all that it had reported until it died counts.
    private static async Task<IReadOnlyList<string>> AddAndKillAsync(string path, string source, int afterEntries)
    {
        const string Stored = "stored ";
        var start = new ProcessStartInfo(Program, ["add", path, source, "--group", "128KiB"]) { UseShellExecute = false, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        List<string> reported = [];
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Stored, StringComparison.Ordinal))
            {
                reported.Add(line[Stored.Length..]);
            }

            if (reported.Count == afterEntries)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        Assert.InRange(reported.Count, afterEntries, SmallFiles + LargeFiles - 1);
        return reported;
    }

    private static string Fill(string folder)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < SmallFiles + LargeFiles; i++)
        {
            File.WriteAllBytes($"{folder}/{i}", Stamp.Pages(i < SmallFiles ? 1 + (i % 8) : 250 + i, seed: i));
        }

        return folder;
    }

    // Every file that is there is that of the source.
    private static void AssertSame(string source, string folder) =>
        Assert.All(Directory.GetFiles(folder), file => Assert.True(File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes($"{source}/{Path.GetFileName(file)}")), file));
}
