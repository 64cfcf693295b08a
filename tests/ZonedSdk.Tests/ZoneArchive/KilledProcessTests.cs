using System.Diagnostics;
using ZoneArchive;
using ZonedSdk.TestSupport;

namespace ZonedSdk.Tests.Samples;

/// <summary>Killed at any moment, ZoneArchive loses nothing that it reported as stored.</summary>
public sealed class KilledProcessTests
{
    private const int Seed = 1;

    [NeedsFact("dotnet")]
    public async Task Killed_while_adding_deleting_and_reclaiming_it_keeps_what_it_reported()
    {
        var random = new Random(Seed);
        using var folder = new SampleFolder();
        string image = folder.PathOf("drive.zimg");
        Assert.Equal(0, (await ZoneArchiveProcess.RunAsync("create", image, "--size", "512MiB", "--zone-size", "2MiB")).ExitCode);

        var reported = new HashSet<string>(StringComparer.Ordinal);
        int rounds = Campaign.Pick(brief: 6, full: 25);
        for (int round = 0; round < rounds; round++)
        {
            string name = $"round{round}";
            string source = folder.Fill(name, Seed + round, smallFiles: 120, largeFiles: 2);
            IReadOnlyList<string> lines = await ZoneArchiveProcess.KillAsync(
                "stored ", random.Next(1, 140), "add", image, source, "--group", round % 2 == 0 ? "128KiB" : "1", "--appenders", "8");
            reported.UnionWith(lines.Where(line => line.StartsWith("stored ", StringComparison.Ordinal)).Select(line => line["stored ".Length..]));
            await AssertKeptAsync(round, image, folder, reported);

            // Every other round something is deleted, and that is killed like the reclaim that follows.
            if (round % 2 == 1)
            {
                string deleted = $"round{random.Next(round)}";
                await RunAndKillAsync(TimeSpan.FromMilliseconds(random.Next(80, 300)), "delete", image, deleted);
                reported.RemoveWhere(entry => entry == deleted || entry.StartsWith(deleted + "/", StringComparison.Ordinal));
                await RunAndKillAsync(TimeSpan.FromMilliseconds(random.Next(80, 300)), "reclaim", image, "--min-garbage", "1");
                await AssertKeptAsync(round, image, folder, reported);
            }
        }

        Assert.NotEmpty(reported);
    }

    /// <summary>What prints nothing while it works is killed when some time has passed, wherever it is then.</summary>
    private static async Task RunAndKillAsync(TimeSpan after, params string[] arguments)
    {
        using Process process = ZoneArchiveProcess.Start(arguments);
        using var timeout = new CancellationTokenSource(after);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task AssertKeptAsync(int round, string image, SampleFolder folder, HashSet<string> reported)
    {
        await using ArchiveSession session = await ArchiveSession.OpenAsync(image, CancellationToken.None);
        VerifyReport report = await new Verifier(session.Archive, _ => { }).RunAsync(CancellationToken.None);
        Assert.True(report.Bad.Count == 0, $"seed {Seed}, round {round}: {string.Join(' ', report.Bad)}");
        var reader = new ExtentReader(session.Archive);
        foreach (string name in reported)
        {
            ArchiveEntry? entry = session.Archive.Catalog.Find(name);
            Assert.True(entry is not null, $"seed {Seed}, round {round}: {name} was reported as stored and is gone");
            await Contents.AssertEqualAsync(reader, entry, folder.PathOf(name));
        }
    }
}
