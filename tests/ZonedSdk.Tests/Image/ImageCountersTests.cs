using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Tests.Image;

/// <summary>What an image counts comes to its end without a lie, and what of its checkpoints is damage is told apart from what a crash leaves.</summary>
public sealed class ImageCountersTests
{
    // A ring so long that no checkpoint begins behind the last record.
    private readonly Superblock _superblock = TestImages.Plan(TestImages.Options(), ringRecords: 64);

    [Fact]
    public async Task A_zone_that_was_reset_as_often_as_can_be_counted_keeps_its_data()
    {
        MemoryImageFile file = TestImages.Create(_superblock);
        ImageStore store = ImageStore.Open(file, TaskScheduler.Default);
        byte[] data = new byte[4096];
        data.AsSpan().Fill(7);
        Assert.True(store.Data.Write(0, 0, data).IsSuccess);
        Assert.True((await store.Metadata.RecordAsync(0, new StoredZone(4096, ZoneCondition.Closed, uint.MaxValue))).IsSuccess);
        await store.Metadata.DisposeAsync();
        await store.Data.DisposeAsync();

        MemoryImageFile again = new(file.Content);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Compose(ImageStore.Open(again, TaskScheduler.Default)));
        ZonedIOException refused = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.ResetZoneAsync(0).AsTask());
        Assert.Equal(ZoneError.InvalidTransition, refused.Error);
        byte[] read = new byte[4096];
        await device.ReadAsync(0, read);
        Assert.Equal(data, read);
        Assert.Equal(4096, device.GetZone(0).WritePointer);
    }

    [Fact]
    public void An_image_that_was_opened_as_often_as_can_be_counted_is_read_and_not_written()
    {
        PageImage image = TestImages.Create(_superblock).Content;
        byte[] page = new byte[4096];
        CheckpointHeader last = new(Generation: 2, Sequence: 0, RecordChecksum: Genesis(image), OpenCount: uint.MaxValue);
        CheckpointPage.Encode(_superblock.Uuid, last, 0, [.. Enumerable.Range(0, 4).Select(zone => ZoneEntry.Initial(_superblock, zone))], page);
        image.Write(_superblock.CheckpointPageOffset(1, 0), page);

        ZonedFormatException refused = Assert.Throws<ZonedFormatException>(() => ImageStore.Open(new MemoryImageFile(image.Fork()), TaskScheduler.Default));
        Assert.Contains($"{uint.MaxValue}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ZoneCondition.Empty, ImageStore.Open(new MemoryImageFile(image, isReadOnly: true), TaskScheduler.Default).Metadata.Load(0).Condition);
    }

    [Fact]
    public async Task The_newest_checkpoint_of_a_closed_image_is_missed_when_it_is_damaged()
    {
        PageImage image = await UsedAsync();
        ImageCheckReport sound = ImageChecker.Check(new MemoryImageFile(image.Fork(), isReadOnly: true));
        Assert.Empty(sound.Findings);
        int warnings = 0;
        for (int slot = 0; slot < 2; slot++)
        {
            PageImage damaged = image.Fork();
            damaged.Write(_superblock.CheckpointPageOffset(slot, 0) + 100, new byte[] { 0xFF });
            ImageCheckReport report = ImageChecker.Check(new MemoryImageFile(damaged, isReadOnly: true));
            ImageFinding finding = Assert.Single(report.Findings);
            Assert.Equal(FormatErrorKind.Checkpoint, finding.Kind);
            Assert.True(report.CanOpenForWriting);
            warnings += finding.Severity == ImageFindingSeverity.Warning ? 1 : 0;
            Assert.Equal(finding.Severity == ImageFindingSeverity.Notice, report.IsSound);
        }

        // The older one looks like one that a crash interrupted; the newest one is named by the last record.
        Assert.Equal(1, warnings);
    }

    [Fact]
    public async Task Both_checkpoints_damaged_are_two_errors_and_neither_claims_the_other_is_used()
    {
        PageImage image = await UsedAsync();
        for (int slot = 0; slot < 2; slot++)
        {
            image.Write(_superblock.CheckpointPageOffset(slot, 0) + 100, new byte[] { 0xFF });
        }

        ImageCheckReport report = ImageChecker.Check(new MemoryImageFile(image, isReadOnly: true));
        Assert.False(report.CanOpenReadOnly);
        Assert.Equal(3, report.Findings.Count(finding => finding.Severity == ImageFindingSeverity.Error));
        Assert.DoesNotContain(report.Findings, finding => finding.Message.Contains("is used", StringComparison.Ordinal));
    }

    // 13,000 zones take 69 records: more than one group, and with every flush more than half of what a small ring holds.
    [Fact]
    public void A_flush_of_more_zones_than_a_group_holds_keeps_them_all()
    {
        const int Zones = 13_000;
        Superblock superblock = ImageLayout.Plan(TestImages.Options(Zones, zoneSizeBytes: 16384), TestImages.Uuid);
        MemoryImageFile file = TestImages.Create(superblock);
        StepScheduler scheduler = new();
        ImageStore store = ImageStore.Open(file, scheduler);
        FakeSource source = new(Zones);
        for (int round = 1; round <= 4; round++)
        {
            for (int zone = 0; zone < Zones; zone++)
            {
                source.Zones[zone] = new StoredZone(round * 4096, round == 4 ? ZoneCondition.Full : ZoneCondition.Closed, 0);
                store.Metadata.MarkDirty(zone);
            }

            Task<BackendResult> flush = store.Metadata.FlushAsync(source, CancellationToken.None).AsTask();
            scheduler.Run();
            Assert.True(flush.Result.IsSuccess);
            Assert.Equal(2 * round, store.Metadata.Counters.Groups);

            // What a power cut leaves now has it all.
            ImageStore after = ImageStore.Open(new MemoryImageFile(file.Content.Fork(), isReadOnly: true), scheduler);
            Assert.All(Enumerable.Range(0, Zones), zone => Assert.Equal(source.Zones[zone], after.Metadata.Load(zone)));
        }

        Assert.True(store.Metadata.Counters.Checkpoints > 0);
    }

    private static EmulatedDrive Compose(ImageStore store) => ImageDrive.Compose(store, "memory", new ImageOpenOptions(), new InlineScheduler());

    private async Task<PageImage> UsedAsync()
    {
        MemoryImageFile file = TestImages.Create(_superblock);
        for (int session = 0; session < 2; session++)
        {
            file = new MemoryImageFile(file.Content);
            await using ZonedDevice device = await ZonedDevice.OpenAsync(Compose(ImageStore.Open(file, TaskScheduler.Default)));
            await device.AppendAsync(session, new byte[4096]);
            await device.FlushAsync();
        }

        return file.Content;
    }

    private uint Genesis(PageImage image)
    {
        Assert.True(JournalPage.TryDecode(_superblock, 0, image.Page(_superblock.RecordOffset(0) / 4096), out RecordHeader header));
        return header.Checksum;
    }
}
