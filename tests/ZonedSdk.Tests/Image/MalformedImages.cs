using System.Buffers.Binary;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport.Image;
using static ZonedSdk.Backends.Image.Format.SuperblockLayout.Offsets;
using static ZonedSdk.Backends.Image.Format.SuperblockPage;

namespace ZonedSdk.Tests.Image;

/// <summary>One way to be wrong.</summary>
internal sealed record MalformedImage(string Name, FormatErrorKind Kind, Func<PageImage, PageImage> Break);

/// <summary>The malformed images, each made from one that is sound.</summary>
internal static class MalformedImages
{
    private static readonly Superblock s_superblock = TestImages.Plan(TestImages.Options());
    private static readonly PageImage s_sound = MakeSound();

    public static IReadOnlyList<MalformedImage> All { get; } = [.. Files(), .. Fields(), .. Regions(), .. Checkpoints(), .. Journals()];

    public static PageImage Sound() => s_sound.Fork();

    public static PageImage Build(string name) => All.Single(image => image.Name == name).Break(Sound());

    private static IEnumerable<MalformedImage> Files()
    {
        yield return new("An empty file", FormatErrorKind.TooShort, static _ => new PageImage(0));
        yield return new("A file of one page", FormatErrorKind.TooShort, static image => Cut(image, 4096));
        yield return new("A file of zeroes", FormatErrorKind.NotAnImage, static _ => new PageImage(1 << 20));
        yield return new("A file of something else", FormatErrorKind.NotAnImage, static image =>
        {
            image.Write(0, "SQLite format 3"u8.ToArray());
            image.Write(4096, "SQLite format 3"u8.ToArray());
            return image;
        });
        yield return new("Both superblocks flipped", FormatErrorKind.SuperblockChecksum, static image =>
        {
            image.Write(70, new byte[] { 0xFF });
            image.Write(4096 + 70, new byte[] { 0xFF });
            return image;
        });
        yield return new("Cut off by a page", FormatErrorKind.FileLength, static image => Cut(image, image.LengthBytes - 4096));
        yield return new("Extended by a page", FormatErrorKind.FileLength, static image => Cut(image, image.LengthBytes + 4096));
        yield return new("Superblocks that differ", FormatErrorKind.SuperblocksDiffer, static image => Reseal(image, 1, MaxOpenZones, 3));
        yield return new("A second superblock that makes no sense", FormatErrorKind.Flavour, static image => Reseal(image, 1, Flavour, 9));
    }

    private static IEnumerable<MalformedImage> Fields()
    {
        yield return Field("Version 2", FormatErrorKind.UnsupportedVersion, SuperblockLayout.Offsets.Version, 2);
        yield return Field("An unknown feature", FormatErrorKind.UnknownFeature, Features, 0x80);
        yield return Field("An unknown option", FormatErrorKind.UnknownFeature, Options, 0x10);
        yield return Field("An unknown flavour", FormatErrorKind.Flavour, Flavour, 2);
        yield return Field("A block size of 0", FormatErrorKind.BlockSize, BlockSize, 0);
        yield return Field("A block size of 3000", FormatErrorKind.BlockSize, BlockSize, 3000);
        yield return Field("A block size of 2 GiB", FormatErrorKind.BlockSize, BlockSize, 0x8000_0000);
        yield return Field("A zone size of 0", FormatErrorKind.ZoneSize, ZoneSize, 0);
        yield return Field("A zone size that is no multiple", FormatErrorKind.ZoneSize, ZoneSize, 65537);
        yield return Field("A negative zone size", FormatErrorKind.ZoneSize, ZoneSize + 4, 0x8000_0000);
        yield return Field("A capacity of 0", FormatErrorKind.ZoneCapacity, ZoneCapacity, 0);
        yield return Field("A capacity above the size", FormatErrorKind.ZoneCapacity, ZoneCapacity, 131072);
        yield return Field("A device size of 0", FormatErrorKind.DeviceSize, DeviceSize, 0);
        yield return Field("A device size that is no multiple", FormatErrorKind.DeviceSize, DeviceSize, 262145);
        yield return Field("No zones", FormatErrorKind.ZoneCount, ZoneCount, 0);
        yield return Field("One zone too many", FormatErrorKind.ZoneCount, ZoneCount, 5);
        yield return Field("Four thousand million zones", FormatErrorKind.ZoneCount, ZoneCount, uint.MaxValue);
        yield return Field("More conventional zones than zones", FormatErrorKind.ConventionalZones, ConventionalZones, 5);
        yield return Field("A huge open limit", FormatErrorKind.OpenLimit, MaxOpenZones, uint.MaxValue);
        yield return Field("A huge active limit", FormatErrorKind.ActiveLimit, MaxActiveZones, uint.MaxValue);
        yield return Field("A transfer limit of 0", FormatErrorKind.TransferLimit, MaxTransfer, 0);
        yield return Field("An append limit of 4 GiB", FormatErrorKind.AppendLimit, MaxAppend, uint.MaxValue);
        yield return Field("Groups of no record", FormatErrorKind.GroupLimit, GroupRecords, 0);
        yield return Field("Groups of a million records", FormatErrorKind.GroupLimit, GroupRecords, 1_000_000);
        yield return Field("A byte in the header's reserve", FormatErrorKind.ReservedBytes, 40, 1);
        yield return Field("A byte in the limits' reserve", FormatErrorKind.ReservedBytes, 124, 1);
        yield return Field("A byte behind the table", FormatErrorKind.ReservedBytes, 224, 1);
        yield return new("No identity", FormatErrorKind.MissingIdentity, static image =>
        {
            for (int copy = 0; copy < 2; copy++)
            {
                byte[] page = image.Page(copy).ToArray();
                page.AsSpan(PageLayout.Offsets.Uuid, 16).Clear();
                PageFrame.Seal(page);
                image.Write(copy * 4096, page);
            }

            return image;
        });
    }

    private static IEnumerable<MalformedImage> Regions()
    {
        yield return Field("Five regions", FormatErrorKind.RegionTable, SuperblockLayout.Offsets.RegionCount, 5);
        yield return Field("Regions out of order", FormatErrorKind.RegionTable, RegionOffset(1), 3);
        yield return Field("A byte in a region's reserve", FormatErrorKind.ReservedBytes, RegionOffset(2) + 4, 1);
        yield return Field("A region off its page", FormatErrorKind.RegionAlignment, RegionOffset(2) + 8, 16384 + 512);
        yield return Field("A region of no length", FormatErrorKind.RegionOutsideFile, RegionOffset(1) + 16, 0);
        yield return Field("A region of negative length", FormatErrorKind.RegionOutsideFile, RegionOffset(3) + 20, 0x8000_0000);
        yield return new("A region beyond every file", FormatErrorKind.RegionOutsideFile, static image =>
        {
            for (int copy = 0; copy < 2; copy++)
            {
                Reseal(image, copy, RegionOffset(3) + 12, 0x7FFF_FFFF);
                Reseal(image, copy, RegionOffset(3) + 20, 0x7FFF_FFFF);
            }

            return image;
        });
        yield return Field("Regions that overlap", FormatErrorKind.RegionsOverlap, RegionOffset(2) + 8, 12288);
        yield return Field("Regions with a gap", FormatErrorKind.RegionGap, RegionOffset(2) + 8, 20480);
        yield return Field("Checkpoints too short", FormatErrorKind.RegionGap, RegionOffset(1) + 16, 4096);
        yield return new("Checkpoints too long", FormatErrorKind.CheckpointRegion, static image => Move(image, 16384 + 8192, 65536 - 8192));
        yield return new("A ring of three records", FormatErrorKind.JournalRegion, static image => Cut(Move(image, 16384, 24576), 262144 + 16384 + 24576));
        yield return new("A data region shorter than the device", FormatErrorKind.DataRegion, static image =>
            Cut(Reseal(Reseal(image, 0, RegionOffset(3) + 16, 258048), 1, RegionOffset(3) + 16, 258048), image.LengthBytes - 4096));
    }

    private static IEnumerable<MalformedImage> Checkpoints()
    {
        yield return new("Both checkpoints flipped", FormatErrorKind.NoCheckpoint, static image =>
        {
            image.Write(8192 + 200, new byte[] { 0xEE });
            image.Write(12288 + 200, new byte[] { 0xEE });
            return image;
        });
    }

    private static IEnumerable<MalformedImage> Journals()
    {
        yield return Entry("A record of a zone that does not exist", FormatErrorKind.RecordZone, 4, new StoredZone(0, ZoneCondition.Empty, 0));
        yield return Entry("A record beyond the capacity", FormatErrorKind.StoredDataEnd, 1, new StoredZone(131072, ZoneCondition.Closed, 0));
        yield return Entry("A record within a block", FormatErrorKind.StoredDataEnd, 1, new StoredZone(4097, ZoneCondition.Closed, 0));
        yield return Entry("A record with a negative end", FormatErrorKind.StoredDataEnd, 1, new StoredZone(-4096, ZoneCondition.Closed, 0));
        yield return Entry("An empty zone with data", FormatErrorKind.StoredDataEnd, 2, new StoredZone(4096, ZoneCondition.Empty, 0));
        yield return Entry("A condition that does not exist", FormatErrorKind.StoredCondition, 1, new StoredZone(4096, (ZoneCondition)0x77, 0));
        yield return Entry("A sequential zone without a write pointer", FormatErrorKind.StoredCondition, 1, new StoredZone(0, ZoneCondition.NotWritePointer, 0));
        yield return Entry("An open zone", FormatErrorKind.StoredCondition, 3, new StoredZone(4096, ZoneCondition.ImplicitlyOpen, 0));
        yield return Entry("A record that takes data back", FormatErrorKind.RecordRegression, 0, new StoredZone(4096, ZoneCondition.Closed, 0));
        yield return new("A record in the middle lost in both copies", FormatErrorKind.RecordBeyondEnd, static image =>
        {
            // The newest checkpoint is lost as well, so that the record in question is needed.
            Superblock superblock = s_superblock;
            image.Zero(superblock.SlotOffset(NewestSlot(image)), 4096);
            image.Zero(superblock.RecordOffset(superblock.RingIndex(NewestRecord(image).Sequence - 1)), JournalPage.RecordBytes);
            return image;
        });
        yield return new("A record of another chain", FormatErrorKind.RecordChain, static image =>
        {
            RecordHeader last = NewestRecord(image);
            return Append(image, last with { Sequence = last.Sequence + 1, GroupFirst = last.Sequence + 1, PreviousChecksum = 0xDEAD }, []);
        });
        yield return new("A record beyond the end", FormatErrorKind.RecordBeyondEnd, static image =>
        {
            RecordHeader last = NewestRecord(image);
            return Append(image, last with { Sequence = last.Sequence + 2, GroupFirst = last.Sequence + 2, PreviousChecksum = 0xDEAD }, []);
        });
    }

    private static MalformedImage Field(string name, FormatErrorKind kind, int offset, uint value) =>
        new(name, kind, image => Reseal(Reseal(image, 0, offset, value), 1, offset, value));

    /// <summary>A record that continues the log properly, with an entry that must not be believed.</summary>
    private static MalformedImage Entry(string name, FormatErrorKind kind, int zone, StoredZone state) => new(name, kind, image =>
    {
        RecordHeader last = NewestRecord(image);
        RecordHeader next = last with { Sequence = last.Sequence + 1, GroupFirst = last.Sequence + 1, PreviousChecksum = last.Checksum };
        return Append(image, next, [new RecordEntry(zone, state)]);
    });

    private static PageImage Append(PageImage image, RecordHeader header, RecordEntry[] entries)
    {
        byte[] record = new byte[JournalPage.RecordBytes];
        JournalPage.Encode(TestImages.Uuid, header, entries, record);
        image.Write(s_superblock.RecordOffset(s_superblock.RingIndex(header.Sequence)), record);
        return image;
    }

    private static PageImage Reseal(PageImage image, int copy, int offset, uint value)
    {
        byte[] page = image.Page(copy).ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(offset), value);
        PageFrame.Seal(page);
        image.Write(copy * 4096, page);
        return image;
    }

    /// <summary>Moves the border between checkpoints and journal, and what follows, without a gap.</summary>
    private static PageImage Move(PageImage image, uint journalOffset, uint journalBytes)
    {
        for (int copy = 0; copy < 2; copy++)
        {
            Reseal(image, copy, RegionOffset(1) + 16, journalOffset - 8192);
            Reseal(image, copy, RegionOffset(2) + 8, journalOffset);
            Reseal(image, copy, RegionOffset(2) + 16, journalBytes);
            Reseal(image, copy, RegionOffset(3) + 8, journalOffset + journalBytes);
        }

        return image;
    }

    private static PageImage Cut(PageImage image, long lengthBytes)
    {
        PageImage cut = new(lengthBytes);
        byte[] bytes = new byte[Math.Min(lengthBytes, image.LengthBytes)];
        image.Read(0, bytes);
        cut.Write(0, bytes);
        return cut;
    }

    private static RecordHeader NewestRecord(PageImage image)
    {
        RecordHeader newest = default;
        for (int index = 0; index < s_superblock.JournalRecords; index++)
        {
            byte[] record = new byte[JournalPage.RecordBytes];
            image.Read(s_superblock.RecordOffset(index), record);
            JournalSlot slot = JournalSlot.Read(s_superblock, index, record);
            newest = slot.IsValid && slot.Header.Sequence > newest.Sequence ? slot.Header : newest;
        }

        return newest;
    }

    private static int NewestSlot(PageImage image)
    {
        ulong first = CheckpointPage.DecodeHeader(image.Page(s_superblock.SlotOffset(0) / 4096)).Generation;
        ulong second = CheckpointPage.DecodeHeader(image.Page(s_superblock.SlotOffset(1) / 4096)).Generation;
        return first > second ? 0 : 1;
    }

    /// <summary>An image that has lived: two sessions, flushes, a reset, more than one lap of the ring.</summary>
    private static PageImage MakeSound()
    {
        MemoryImageFile file = TestImages.Create(s_superblock);
        FakeSource source = new(4);
        for (int session = 0; session < 2; session++)
        {
            StepScheduler scheduler = new();
            ImageStore store = ImageStore.Open(new MemoryImageFile(file.Content), scheduler);
            for (int flush = 0; flush < 6; flush++)
            {
                int zone = flush % 2;
                source.Zones[zone] = source.Zones[zone] with { Condition = ZoneCondition.Closed, DataEndBytes = source.Zones[zone].DataEndBytes + 4096 };
                store.Metadata.MarkDirty(zone);
                _ = store.Metadata.FlushAsync(source, CancellationToken.None).AsTask();
                scheduler.Run();
            }
        }

        return file.Content;
    }
}
