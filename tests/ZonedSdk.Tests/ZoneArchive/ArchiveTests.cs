using ZoneArchive;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Tests.Samples;

public sealed class ArchiveTests
{
    [Fact]
    public async Task What_was_stored_comes_back_after_reopening()
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed: 1);
        Directory.CreateDirectory(Path.Combine(source, "no files"));
        File.CreateSymbolicLink(Path.Combine(source, "link"), "d1/f1");
        File.SetUnixFileMode(Path.Combine(source, "large0"), UnixFileMode.UserRead | UnixFileMode.GroupExecute);
        await using MemoryArchive archive = await MemoryArchive.CreateAsync();

        await archive.AddAsync(source);
        await archive.ReopenAsync();

        Assert.Equal(SampleFolder.Scan(source).Length, archive.Stored.Count);
        Assert.Empty((await archive.VerifyAsync()).Bad);
        await archive.AssertRestoresAsync(folder, source);
    }

    [Fact]
    public async Task Small_files_share_blocks()
    {
        using var folder = new SampleFolder();
        string source = folder.PathOf("small");
        Directory.CreateDirectory(source);
        for (int i = 0; i < 1000; i++)
        {
            File.WriteAllBytes(Path.Combine(source, $"{i}"), new byte[100]);
        }

        await using MemoryArchive archive = await MemoryArchive.CreateAsync();
        await archive.AddAsync(source);

        long writtenBytes = Enumerable.Range(archive.Archive.Superblock.FirstDataZone, archive.Device.Geometry.ZoneCount - archive.Archive.Superblock.FirstDataZone)
            .Select(zone => archive.Device.GetZone(zone)).Sum(zone => zone.WritePointer - zone.Start);
        Assert.InRange(writtenBytes, 1000 * 164, 300_000);
    }

    [Fact]
    public async Task A_name_that_exists_is_replaced()
    {
        using var folder = new SampleFolder();
        string file = folder.PathOf("file");
        await using MemoryArchive archive = await MemoryArchive.CreateAsync();
        File.WriteAllText(file, "old");
        await archive.AddAsync(file);
        File.WriteAllText(file, "newer");
        await archive.AddAsync(file);
        await archive.ReopenAsync();

        Assert.Equal(5, Assert.Single(archive.Archive.Catalog.Snapshot()).LengthBytes);
        await archive.AssertRestoresAsync(folder, file);
    }

    [Fact]
    public async Task Reclaim_frees_the_zones_of_what_was_deleted_and_keeps_the_rest()
    {
        using var folder = new SampleFolder();
        string kept = folder.Fill("kept", seed: 2);
        string gone = folder.Fill("gone", seed: 3);
        await using MemoryArchive archive = await MemoryArchive.CreateAsync();
        await archive.AddAsync(kept, gone);
        await archive.Archive.DeleteAsync(archive.Archive.Catalog.Below("gone"), CancellationToken.None);
        long before = (await archive.VerifyAsync()).OrphanBytes;

        ReclaimReport report = await archive.Archive.ReclaimAsync(new ReclaimOptions { MinGarbage = 0.01 }, _ => { }, CancellationToken.None);
        await archive.ReopenAsync();

        Assert.True(report.ZonesReset > 0);
        Assert.Empty(report.Left);
        Assert.InRange((await archive.VerifyAsync()).OrphanBytes, 0, before / 10);
        await archive.AssertRestoresAsync(folder, kept);
    }

    [Fact]
    public async Task A_victim_with_room_takes_no_copies_of_another_one()
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed: 10, smallFiles: 120, largeFiles: 2);
        await using MemoryArchive archive = await MemoryArchive.CreateAsync(MemoryArchive.Shape(sizeBytes: 256 << 20, zoneSizeBytes: 8 << 20));
        await archive.AddAsync(source);

        // Every second file, so that all zones hold live data and garbage, the partly filled ones too.
        ArchiveEntry[] deleted = [.. archive.Archive.Catalog.Snapshot().Where((entry, index) => entry.Kind == EntryKind.File && index % 2 == 0)];
        await archive.Archive.DeleteAsync(deleted, CancellationToken.None);
        foreach (ArchiveEntry entry in deleted)
        {
            File.Delete(folder.PathOf(entry.Name));
        }

        ReclaimReport report = await archive.Archive.ReclaimAsync(new ReclaimOptions { MinGarbage = 0.01 }, _ => { }, CancellationToken.None);
        await archive.ReopenAsync();

        // With one victim there would be nobody to take copies from.
        Assert.True(report.ZonesReset >= 2, $"{report.ZonesReset} zones reset");
        Assert.Empty((await archive.VerifyAsync()).Bad);
        await archive.AssertRestoresAsync(folder, source);
    }

    [Fact]
    public async Task A_reset_waits_for_the_reader_of_its_zone()
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed: 4);
        await using MemoryArchive archive = await MemoryArchive.CreateAsync();
        await archive.AddAsync(source);
        int zone = archive.Archive.Volume.Data.FirstZone + archive.Archive.Catalog.Snapshot().First(entry => entry.Extents.Length > 0).Extents[0].Zone;
        ZoneReaderLease lease = await archive.Device.AcquireReaderLeaseAsync(zone);
        await archive.Archive.DeleteAsync(archive.Archive.Catalog.Snapshot(), CancellationToken.None);

        Task<ReclaimReport> reclaim = archive.Archive.ReclaimAsync(new ReclaimOptions(), _ => { }, CancellationToken.None);
        Assert.NotEqual(ZoneCondition.Empty, archive.Drive.Inspect(zone).Condition);
        Assert.False(reclaim.IsCompleted);
        lease.Dispose();
        await reclaim;
        Assert.Equal(ZoneCondition.Empty, archive.Drive.Inspect(zone).Condition);
    }

    [Fact]
    public async Task A_full_volume_says_so_and_a_reclaim_helps()
    {
        using var folder = new SampleFolder();
        string first = folder.Fill("first", seed: 5, smallFiles: 10, largeFiles: 6);
        string second = folder.Fill("second", seed: 6, smallFiles: 10, largeFiles: 14);
        await using MemoryArchive archive = await MemoryArchive.CreateAsync(MemoryArchive.Shape(sizeBytes: 32 << 20));
        await archive.AddAsync(first);

        ArchiveException error = await Assert.ThrowsAsync<ArchiveException>(() => archive.AddAsync(second));
        Assert.Contains("No room", error.Message);
        await archive.ReopenAsync();
        Assert.Contains(archive.Archive.Catalog.Below("second"), entry => entry.LengthBytes > 1 << 20);
        Assert.Empty((await archive.VerifyAsync()).Bad);

        await archive.Archive.DeleteAsync(archive.Archive.Catalog.Below("second"), CancellationToken.None);
        ReclaimReport report = await archive.Archive.ReclaimAsync(new ReclaimOptions { MinGarbage = 0.01 }, _ => { }, CancellationToken.None);
        Assert.True(report.ZonesReset > 0);
        await archive.AssertRestoresAsync(folder, first);
    }

    [Fact]
    public async Task The_catalog_log_starts_anew_many_times_and_loses_nothing()
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed: 7, smallFiles: 40, largeFiles: 0);
        await using MemoryArchive archive = await MemoryArchive.CreateAsync(MemoryArchive.Shape(sizeBytes: 16 << 20, zoneSizeBytes: 256 << 10));
        for (int round = 0; round < 40; round++)
        {
            await archive.AddAsync(new AddOptions { GroupFiles = 1, Readers = 1, Appenders = 1 }, CancellationToken.None, source);
            await archive.Archive.ReclaimAsync(new ReclaimOptions(), _ => { }, CancellationToken.None);
        }

        Assert.True(archive.Archive.Statistics.Checkpoints > 3);
        await archive.ReopenAsync();
        await archive.AssertRestoresAsync(folder, source);
    }

    [Fact]
    public async Task A_stopped_add_keeps_what_it_reported()
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed: 8);
        await using MemoryArchive archive = await MemoryArchive.CreateAsync();
        using var stop = new CancellationTokenSource();
        var items = SampleFolder.Scan(source).Select((item, index) =>
        {
            if (index == 60)
            {
                stop.Cancel();
            }

            return item;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => archive.Archive.AddAsync(items, new AddOptions(), archive, stop.Token));
        await archive.ReopenAsync();

        Assert.Empty((await archive.VerifyAsync()).Bad);
        Assert.Equal(archive.Stored.Order(StringComparer.Ordinal), archive.Archive.Catalog.Snapshot().Select(entry => entry.Name));
    }

    [Theory]
    [InlineData(FaultEffect.FlipBit)]
    [InlineData(FaultEffect.DropData)]
    [InlineData(FaultEffect.WrongAddress)]
    public async Task Data_that_the_drive_spoiled_silently_are_found_by_verify(FaultEffect effect)
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed: 9);
        await using MemoryArchive archive = await MemoryArchive.CreateAsync();
        long dataStart = archive.Device.Geometry.StartOf(archive.Archive.Superblock.FirstDataZone);
        await archive.ReopenAsync(new FaultPlan(1, new FaultRule { Event = DriveEvent.Write, Effect = effect, FromOffset = dataStart, Nth = 7, RepeatEvery = 3 }));
        await archive.AddAsync(source);
        await archive.ReopenAsync();

        Assert.NotEmpty((await archive.VerifyAsync()).Bad);
    }
}
