using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Backends.Image.Repair;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Tests.Image;

/// <summary>Repair: what is known is mended, what is not known is decided or left, and nothing is shown as what it may not be.</summary>
public sealed class ImageRepairTests
{
    private const int Zones = 300; // checkpoints of two pages
    private static readonly Superblock s_superblock = TestImages.Plan(TestImages.Options(Zones, zoneSizeBytes: 16384), ringRecords: 16);
    private static readonly (PageImage Image, StoredZone[] Truth) s_lived = Live();
    private static readonly Superblock s_small = TestImages.Plan(TestImages.Options());

    public static TheoryData<string> Malformations => [.. MalformedImages.All.Select(static image => image.Name)];

    [Fact]
    public void A_sound_image_is_left_alone()
    {
        MemoryImageFile file = new(s_lived.Image.Fork()) { OnCall = static call => call.StartsWith("Read", StringComparison.Ordinal) ? 0 : throw new InvalidOperationException(call) };
        ImageRepairReport report = Repair(file);
        Assert.True(report.IsSound);
        Assert.Empty(report.Steps);
    }

    [Fact]
    public void A_dry_run_says_what_a_repair_does_and_writes_nothing()
    {
        PageImage damaged = s_lived.Image.Fork();
        damaged.Zero(4096, 4096);
        damaged.Zero(s_superblock.SlotOffset(NewestSlot()), 4096);
        MemoryImageFile readOnly = new(damaged.Fork(), isReadOnly: true) { OnCall = static call => call.StartsWith("Read", StringComparison.Ordinal) ? 0 : throw new InvalidOperationException(call) };
        ImageRepairReport dry = Repair(readOnly, new ImageRepairOptions { IsDryRun = true });
        ImageRepairReport done = Repair(new MemoryImageFile(damaged));
        Assert.Equal(dry.Steps, done.Steps);
        Assert.True(dry.IsSound && done.IsSound);
        Assert.Contains(done.Steps, static step => step.Offset == 4096 && step.LengthBytes == 4096);
    }

    // Every single page has a twin, an older one or a chain, so nothing has to be chosen.
    [Fact]
    public void Damage_to_any_single_page_is_mended_without_a_choice_and_changes_no_zone()
    {
        for (int page = 0; page < s_superblock.Data.Offset / PageFrame.SizeBytes; page++)
        {
            PageImage image = s_lived.Image.Fork();
            Flip(image, page, 100);
            ImageRepairReport report = Repair(new MemoryImageFile(image));
            Assert.True(report.IsSound, $"Page {page}: {string.Join("; ", report.Obstacles)}{string.Join("; ", report.After.Findings)}");
            Assert.Empty(report.Losses);
            Assert.Equal(s_lived.Truth, Read(image));
        }
    }

    [Fact]
    public void Both_checkpoints_with_a_different_bad_page_are_put_together()
    {
        for (int bad = 0; bad < 2; bad++)
        {
            PageImage image = s_lived.Image.Fork();
            Flip(image, (int)(s_superblock.CheckpointPageOffset(0, bad) / 4096), 200);
            Flip(image, (int)(s_superblock.CheckpointPageOffset(1, 1 - bad) / 4096), 200);
            Assert.False(ImageChecker.Check(new MemoryImageFile(image, isReadOnly: true)).CanOpenReadOnly);
            ImageRepairReport report = Repair(new MemoryImageFile(image));
            Assert.True(report.IsSound);
            Assert.Empty(report.Losses);
            Assert.Equal(s_lived.Truth, Read(image));
        }
    }

    [Theory]
    [MemberData(nameof(Malformations))]
    public void Each_malformation_is_mended_by_a_choice_or_left_with_a_reason(string name)
    {
        PageImage image = MalformedImages.Build(name);
        PageImage before = image.Fork();
        ImageRepairReport left = Repair(new MemoryImageFile(image));
        Assert.False(left.IsSound);
        Assert.NotEmpty(left.Obstacles);
        Assert.Empty(left.Steps.Where(static step => step.Offset >= s_small.Data.Offset));
        ImageRepairReport chosen = Repair(new MemoryImageFile(image), new ImageRepairOptions { Superblock = ImageSuperblock.First, UncertainZones = UncertainZoneChoice.Offline });
        Assert.Equal(chosen.IsSound, chosen.Obstacles.Count == 0);
        if (chosen.IsSound)
        {
            Open(image);
        }
        else
        {
            Assert.True(Same(before, image), "Nothing can be done, and something was.");
        }
    }

    [Theory]
    [InlineData(UncertainZoneChoice.Offline, ZoneCondition.Offline, 0L)]
    [InlineData(UncertainZoneChoice.ReadOnly, ZoneCondition.ReadOnly, 65536L)]
    public void Zones_behind_a_lost_record_are_never_empty(UncertainZoneChoice choice, ZoneCondition condition, long leastEndBytes)
    {
        PageImage image = MalformedImages.Build("A record in the middle lost in both copies");
        ImageRepairReport report = Repair(new MemoryImageFile(image), new ImageRepairOptions { UncertainZones = choice });
        Assert.True(report.IsSound);
        Assert.NotEmpty(report.Losses);
        StoredZone[] zones = Read(image);
        Assert.All(report.Losses, loss => Assert.True(loss.Condition == condition && zones[loss.Zone].Condition == condition && zones[loss.Zone].DataEndBytes >= leastEndBytes, loss.ToString()));

        // The record behind the gap says all of its zone, which is therefore known.
        Assert.True(report.Losses.Count < zones.Length);
    }

    // Whatever is damaged: a zone is what it was, or it is said to be lost.
    [Fact]
    public void Random_damage_changes_no_zone_that_is_not_told()
    {
        Random random = new(20260308);
        int lost = 0, whole = 0;

        // A record lost at the very end looks as a crash leaves it, to every reader of the format.
        int[] tail = PagesOfTheLastGroup();
        for (int round = 0; round < 400; round++)
        {
            PageImage image = s_lived.Image.Fork();
            for (int change = random.Next(1, 9); change > 0; change--)
            {
                int page = random.Next(1, (int)(s_superblock.Data.Offset / 4096));
                Flip(image, tail.Contains(page) ? 1 : page, 8 * random.Next(512));
            }

            UncertainZoneChoice choice = (UncertainZoneChoice)random.Next(2);
            ImageRepairReport report = Repair(new MemoryImageFile(image), new ImageRepairOptions { UncertainZones = choice });
            Assert.True(report.IsSound, $"Round {round}: {string.Join("; ", report.Obstacles)} {string.Join("; ", report.After.Findings)}");
            Dictionary<int, ImageZoneLoss> losses = report.Losses.ToDictionary(static loss => loss.Zone);
            StoredZone[] zones = Read(image);
            for (int zone = 0; zone < Zones; zone++)
            {
                bool isTold = losses.TryGetValue(zone, out ImageZoneLoss? loss) && zones[zone].Condition == loss.Condition;
                Assert.True(isTold || zones[zone] == s_lived.Truth[zone], $"Round {round}, zone {zone}: {s_lived.Truth[zone]} became {zones[zone]}.");
            }

            lost += losses.Count > 0 ? 1 : 0;
            whole += losses.Count == 0 ? 1 : 0;
            Open(image);
        }

        Assert.True(lost > 0 && whole > 0, $"{lost} rounds with losses, {whole} without.");
    }

    // A crash in the midst of a repair, at each of its writes, and the repair after it.
    [Fact]
    public void A_repair_that_ends_at_any_write_is_gone_on_with()
    {
        PageImage damaged = s_lived.Image.Fork();
        Flip(damaged, 0, 70);
        Flip(damaged, (int)(s_superblock.CheckpointPageOffset(0, 0) / 4096), 200);
        Flip(damaged, (int)(s_superblock.CheckpointPageOffset(1, 1) / 4096), 200);
        int writes = 0;
        Repair(new MemoryImageFile(damaged.Fork()) { OnCall = call => { writes += call.StartsWith("Write", StringComparison.Ordinal) ? 1 : 0; return 0; } });
        Assert.True(writes >= 4);
        for (int end = 0; end < writes; end++)
        {
            PageImage image = damaged.Fork();
            int left = end;
            MemoryImageFile dying = new(image) { OnCall = call => call.StartsWith("Write", StringComparison.Ordinal) && left-- == 0 ? 5 : 0 };
            Assert.Throws<ImageFileException>(() => Repair(dying));
            ImageRepairReport report = Repair(new MemoryImageFile(image));
            Assert.True(report.IsSound && report.Losses.Count == 0, $"After {end} writes: {string.Join("; ", report.Obstacles)}");
            Assert.Equal(s_lived.Truth, Read(image));
        }
    }

    private static ImageRepairReport Repair(MemoryImageFile file, ImageRepairOptions? options = null) => ImageRepairer.Repair(file, options ?? new ImageRepairOptions(), CancellationToken.None);

    private static void Flip(PageImage image, int page, int offset)
    {
        byte[] bytes = image.Page(page).ToArray();
        bytes[offset] ^= 0x40;
        image.Write((long)page * 4096, bytes);
    }

    private static StoredZone[] Read(PageImage image)
    {
        ImageStore store = ImageStore.Open(new MemoryImageFile(image.Fork(), isReadOnly: true), TaskScheduler.Default);
        return [.. Enumerable.Range(0, store.Superblock.Geometry.ZoneCount).Select(store.Metadata.Load)];
    }

    private static void Open(PageImage image) => ImageStore.Open(new MemoryImageFile(image.Fork()), TaskScheduler.Default);

    private static bool Same(PageImage first, PageImage second) => Enumerable.Range(0, (int)(first.LengthBytes / 4096)).All(page => first.Page(page).SequenceEqual(second.Page(page)));

    private static int NewestSlot() =>
        CheckpointPage.DecodeHeader(s_lived.Image.Page(s_superblock.SlotOffset(0) / 4096)).Generation > CheckpointPage.DecodeHeader(s_lived.Image.Page(s_superblock.SlotOffset(1) / 4096)).Generation ? 0 : 1;

    private static int[] PagesOfTheLastGroup()
    {
        JournalEnd end = ImageRecovery.Read(new MemoryImageFile(s_lived.Image, isReadOnly: true)).End;
        byte[] record = new byte[JournalPage.RecordBytes];
        s_lived.Image.Read(s_superblock.RecordOffset(s_superblock.RingIndex(end.Sequence)), record);
        ulong first = JournalSlot.Read(s_superblock, s_superblock.RingIndex(end.Sequence), record).Header.GroupFirst;
        return [.. Enumerable.Range(0, (int)(end.Sequence - first + 1)).SelectMany(member => Enumerable.Range((int)(s_superblock.RecordOffset(s_superblock.RingIndex(first + (ulong)member)) / 4096), JournalPage.Copies))];
    }

    /// <summary>Three sessions with flushes of one zone and of many, resets, and more than a lap of the ring.</summary>
    private static (PageImage Image, StoredZone[] Truth) Live()
    {
        MemoryImageFile file = TestImages.Create(s_superblock);
        FakeSource source = new(Zones);
        Random random = new(7);
        for (int session = 0; session < 3; session++)
        {
            StepScheduler scheduler = new();
            ImageStore store = ImageStore.Open(new MemoryImageFile(file.Content), scheduler);
            for (int flush = 0; flush < 9; flush++)
            {
                for (int change = flush % 4 == 3 ? 250 : 2; change > 0; change--)
                {
                    int zone = random.Next(Zones);
                    StoredZone state = source.Zones[zone];
                    source.Zones[zone] = state.DataEndBytes < 16384
                        ? state with { Condition = ZoneCondition.Closed, DataEndBytes = state.DataEndBytes + 4096 }
                        : new StoredZone(4096, ZoneCondition.Closed, state.Incarnation + 1);
                    store.Metadata.MarkDirty(zone);
                }

                _ = store.Metadata.FlushAsync(source, CancellationToken.None).AsTask();
                scheduler.Run();
            }
        }

        return (file.Content, Read(file.Content));
    }
}
