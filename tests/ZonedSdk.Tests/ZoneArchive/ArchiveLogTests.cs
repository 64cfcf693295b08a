using ZoneArchive;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.TestSupport;

namespace ZonedSdk.Tests.Samples;

/// <summary>The catalog stands in two copies: no zone, and no damaged commit, takes it away.</summary>
public sealed class ArchiveLogTests
{
    // So small that a generation runs over several zones.
    private static readonly MemoryDriveOptions s_smallZones = MemoryArchive.Shape(sizeBytes: 128 << 20, zoneSizeBytes: 128 << 10);

    [Fact]
    public async Task Any_one_zone_of_the_log_may_go_offline_while_the_volume_is_closed()
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed: 1, smallFiles: 40, largeFiles: 1);
        string later = folder.Fill("later", seed: 2, smallFiles: 5, largeFiles: 0);
        for (int zone = 0; ; zone++)
        {
            await using MemoryArchive archive = await MemoryArchive.CreateAsync(s_smallZones);
            if (zone == archive.Archive.Superblock.FirstDataZone)
            {
                return;
            }

            await StoreOneByOneAsync(archive, source);
            await archive.ReopenAsync(beforeClose: () => archive.Drive.SetOffline(zone));
            await archive.AssertRestoresAsync(folder, source);

            // It goes on, and what is stored from now on is as safe as before.
            await archive.AddAsync(later);
            await archive.ReopenAsync();
            Assert.Null(archive.Archive.Warning);
            await archive.AssertRestoresAsync(folder, source, later);
        }
    }

    // Two copies of the old catalog, two of the new one, and a zone with data are five.
    [Fact]
    public async Task A_new_generation_has_two_copies_where_four_zones_may_be_active()
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed: 9, smallFiles: 20, largeFiles: 0);
        string later = folder.Fill("later", seed: 10, smallFiles: 5, largeFiles: 0);
        await using MemoryArchive archive = await MemoryArchive.CreateAsync(MemoryArchive.Shape() with { Limits = new Limits { MaxOpenZones = 4, MaxActiveZones = 4 } });
        long dataStart = archive.Device.Geometry.StartOf(archive.Archive.Superblock.FirstDataZone);
        await archive.ReopenAsync(new FaultPlan(1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.DropData, ToOffset = dataStart, Nth = 3 }));
        await StoreOneByOneAsync(archive, source);
        int[] old = [.. archive.Archive.LogZones];
        await archive.ReopenAsync();

        // One copy has a damaged commit, so the catalog is written anew before it goes on.
        await archive.AddAsync(later).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Empty(archive.Archive.LogZones.Intersect(old));
        Assert.Equal(LogGeneration.Copies, archive.Archive.LogZones.Count());
        Assert.Equal(0, archive.Archive.Statistics.Failures);
        await archive.AssertRestoresAsync(folder, source, later);
    }

    [Fact]
    public async Task Log_zones_may_die_one_after_another()
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed: 3, smallFiles: 30, largeFiles: 0);
        await using MemoryArchive archive = await MemoryArchive.CreateAsync(s_smallZones);
        Superblock superblock = archive.Archive.Superblock;
        await archive.AddAsync(source);
        for (int round = 1; round < superblock.LogZoneCount - 2; round++)
        {
            await archive.ReopenAsync(beforeClose: () => archive.Drive.SetOffline(NewestLogZone(archive)));
            await archive.AddAsync(new AddOptions(), CancellationToken.None, source);
            await archive.AssertRestoresAsync(folder, source);
        }
    }

    [Fact]
    public async Task When_every_copy_of_the_newest_commits_is_gone_it_says_so_and_changes_nothing_more()
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed: 4, smallFiles: 40, largeFiles: 0);
        await using MemoryArchive archive = await MemoryArchive.CreateAsync(s_smallZones);
        await StoreOneByOneAsync(archive, source, until: () => archive.Archive.LogZones.Count() >= 4);
        int[] tails = [.. archive.Archive.LogZones.TakeLast(1), .. archive.Archive.LogZones.Take(archive.Archive.LogZones.Count() / 2).TakeLast(1)];
        Assert.Equal(2, tails.Distinct().Count());

        await archive.ReopenAsync(beforeClose: () => Array.ForEach(tails, archive.Drive.SetOffline));

        Assert.NotEmpty(archive.Archive.Catalog.Snapshot());
        ArchiveException refused = await Assert.ThrowsAsync<ArchiveException>(() => archive.AddAsync(source));
        Assert.Contains("may be older than what was reported as stored", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArchiveException>(() => archive.Archive.DeleteAsync([], CancellationToken.None));
        await Assert.ThrowsAsync<ArchiveException>(() => archive.Archive.ReclaimAsync(new ReclaimOptions(), _ => { }, CancellationToken.None));
    }

    [Theory]
    [InlineData(FaultEffect.FlipBit)]
    [InlineData(FaultEffect.DropData)]
    public async Task A_commit_that_the_drive_spoiled_silently_comes_from_the_other_copy(FaultEffect effect)
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed: 5, smallFiles: 40, largeFiles: 0);
        for (int nth = 1; nth < 12; nth++)
        {
            await using MemoryArchive archive = await MemoryArchive.CreateAsync();
            long dataStart = archive.Device.Geometry.StartOf(archive.Archive.Superblock.FirstDataZone);
            await archive.ReopenAsync(new FaultPlan(1, new FaultRule { Event = DriveEvent.Write, Effect = effect, ToOffset = dataStart, Nth = nth }));
            await StoreOneByOneAsync(archive, source);
            await archive.ReopenAsync();
            await archive.AssertRestoresAsync(folder, source);
        }
    }

    [Fact]
    public async Task A_power_cut_while_the_log_goes_from_zone_to_zone_leaves_a_catalog()
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed: 6, smallFiles: 30, largeFiles: 0);
        int seeds = Campaign.Pick(brief: 30, full: 300);
        for (int seed = 1; seed <= seeds; seed++)
        {
            await using MemoryArchive archive = await MemoryArchive.CreateAsync(s_smallZones);
            long dataStart = archive.Device.Geometry.StartOf(archive.Archive.Superblock.FirstDataZone);
            await archive.ReopenAsync(new FaultPlan(seed, new FaultRule
            {
                Event = DriveEvent.Write, Effect = FaultEffect.DeviceGone, ToOffset = dataStart, Nth = new Random(seed).Next(100, 400),
            }));
            await Assert.ThrowsAnyAsync<Exception>(() => StoreOneByOneAsync(archive, source, until: static () => false));

            await archive.ReopenAsync(beforeClose: () => archive.Drive.PowerCut(seed));
            foreach (string name in archive.Stored)
            {
                Assert.True(archive.Archive.Catalog.Find(name) is not null, $"seed {seed}: {name} was reported as stored and is gone");
            }
        }
    }

    /// <summary>Stores a folder, one commit for each file; again and again, where the log is to become long.</summary>
    private static async Task StoreOneByOneAsync(MemoryArchive archive, string source, Func<bool>? until = null)
    {
        const int MaxRounds = 50;
        for (int round = 0; round == 0 || (until is not null && !until()); round++)
        {
            Assert.True(round < MaxRounds, "The log does not become as long as the test needs it.");
            await archive.AddAsync(new AddOptions { GroupFiles = 1, Readers = 1, Appenders = 1 }, CancellationToken.None, source);
        }
    }

    private static int NewestLogZone(MemoryArchive archive) => archive.Archive.LogZones.Last();
}
