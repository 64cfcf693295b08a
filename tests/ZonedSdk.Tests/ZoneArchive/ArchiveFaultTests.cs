using ZoneArchive;
using ZonedSdk.Backends.Faults;
using ZonedSdk.TestSupport;

namespace ZonedSdk.Tests.Samples;

public sealed class ArchiveFaultTests
{
    [Fact]
    public async Task With_failing_writes_everything_is_stored_elsewhere()
    {
        int seeds = Campaign.Pick(brief: 10, full: 60);
        for (int seed = 1; seed <= seeds; seed++)
        {
            await RunAsync(seed, seed switch
            {
                _ when seed % 3 == 0 => [Failing(FaultEffect.Fail, 0, 0.05), Failing(FaultEffect.Fail, FaultRule.AllBlocks, 0.05)],
                _ when seed % 3 == 1 => [Failing(FaultEffect.ShortTransfer, 3, 0.05), Failing(FaultEffect.Fail, 5, 0.05)],
                _ => [Failing(FaultEffect.ZoneReadOnly, 0, 0.005), Failing(FaultEffect.Fail, 1, 0.05)],
            });
        }
    }

    [Fact]
    public async Task A_log_zone_that_goes_offline_costs_nothing_while_the_volume_is_open()
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed: 1);
        await using MemoryArchive archive = await MemoryArchive.CreateAsync();
        await archive.ReopenAsync(new FaultPlan(1, new FaultRule
        {
            Event = DriveEvent.Write,
            Effect = FaultEffect.ZoneOffline,
            ToOffset = archive.Device.Geometry.StartOf(archive.Archive.Superblock.FirstDataZone),
            Nth = 5,
        }));
        await archive.AddAsync(new AddOptions { GroupFiles = 20 }, CancellationToken.None, source);

        await archive.ReopenAsync();
        Assert.Contains(ZoneCondition.Offline, Enumerable.Range(1, archive.Archive.Superblock.LogZoneCount).Select(zone => archive.Device.GetZone(zone).Condition));
        await archive.AssertRestoresAsync(folder, source);
    }

    [Fact]
    public async Task After_a_power_cut_everything_that_was_reported_is_there()
    {
        int seeds = Campaign.Pick(brief: 20, full: 200);
        for (int seed = 1; seed <= seeds; seed++)
        {
            await CutAsync(seed);
        }
    }

    private static FaultRule Failing(FaultEffect effect, int landedBlocks, double probability) =>
        new() { Event = DriveEvent.Write, Effect = effect, LandedBlocks = landedBlocks, RepeatEvery = 1, Probability = probability };

    private static async Task RunAsync(int seed, FaultRule[] rules)
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed);
        await using MemoryArchive archive = await MemoryArchive.CreateAsync(MemoryArchive.Shape(sizeBytes: 256 << 20));
        await archive.ReopenAsync(new FaultPlan(seed, rules));
        try
        {
            await archive.AddAsync(new AddOptions { GroupBytes = 1 << 20 }, CancellationToken.None, source);
        }
        catch (Exception error) when (error is ArchiveException or ZonedException && seed % 3 == 2)
        {
            // The zones of the catalog may die, all of them: then it says so.
        }

        await archive.ReopenAsync();
        await AssertHasStoredAsync(seed, archive, source);
    }

    private static async Task CutAsync(int seed)
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed, smallFiles: 60, largeFiles: 2);
        await using MemoryArchive archive = await MemoryArchive.CreateAsync();
        int cutAfter = new Random(seed).Next(1, 60);
        var observer = new CuttingObserver(archive, cutAfter, () => archive.Drive.PowerCut(seed));
        try
        {
            await archive.Archive.AddAsync(SampleFolder.Scan(source), new AddOptions { GroupBytes = 100_000, GroupFiles = 5 }, observer, CancellationToken.None);
        }
        catch (Exception error) when (error is ArchiveException or ZonedException)
        {
            // The drive is gone under it.
        }

        await archive.ReopenAsync();
        await AssertHasStoredAsync(seed, archive, source);
    }

    private static async Task AssertHasStoredAsync(int seed, MemoryArchive archive, string source)
    {
        VerifyReport report = await archive.VerifyAsync();
        Assert.True(report.Bad.Count == 0, $"seed {seed}: {string.Join(' ', report.Bad)}");
        var reader = new ExtentReader(archive.Archive);
        foreach (string name in archive.Stored)
        {
            ArchiveEntry? entry = archive.Archive.Catalog.Find(name);
            Assert.True(entry is not null, $"seed {seed}: {name} was reported as stored and is gone");
            await Contents.AssertEqualAsync(reader, entry, Path.Combine(Path.GetDirectoryName(source)!, name));
        }
    }

    private sealed class CuttingObserver(IArchiveObserver inner, int after, Action cut) : IArchiveObserver
    {
        private int _count;

        public void Stored(ArchiveEntry entry)
        {
            inner.Stored(entry);
            if (++_count == after)
            {
                cut();
            }
        }
    }
}
