using System.Buffers.Binary;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Tests.Image;

/// <summary>Images that are wrong in one way each: a clear error of the one documented exception, no large allocation, and a check that survives them.</summary>
public sealed class MalformedImageTests
{
    private const long MaxAllocationBytes = 64L << 20;

    private static readonly Superblock s_superblock = TestImages.Plan(TestImages.Options());

    public static TheoryData<string, FormatErrorKind> Cases
    {
        get
        {
            TheoryData<string, FormatErrorKind> data = [];
            foreach (MalformedImage image in MalformedImages.All)
            {
                data.Add(image.Name, image.Kind);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_malformation_has_its_error(string name, FormatErrorKind kind)
    {
        MemoryImageFile file = new(MalformedImages.Build(name));
        long before = GC.GetAllocatedBytesForCurrentThread();
        ZonedFormatException exception = Assert.Throws<ZonedFormatException>(() => ImageStore.Open(file, TaskScheduler.Default));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MaxAllocationBytes, "An open allocated more than its bound.");
        Assert.Equal(kind, exception.Kind);
        Assert.Equal(file.Path, exception.Path);
        Assert.InRange(exception.Offset, 0, Math.Max(file.LengthBytes, 8192));
        Assert.StartsWith(file.Path + ": ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_check_reports_each_malformation_and_writes_nothing(string name, FormatErrorKind kind)
    {
        MemoryImageFile file = new(MalformedImages.Build(name), isReadOnly: true);
        file.OnCall = static call => call.StartsWith("Read", StringComparison.Ordinal) ? 0 : throw new InvalidOperationException(call);
        ImageCheckReport report = ImageChecker.Check(file);
        Assert.False(report.IsSound);
        Assert.False(report.CanOpenForWriting);
        Assert.Contains(report.Findings, finding => finding.Kind == kind && finding.Severity == ImageFindingSeverity.Error);
    }

    [Fact]
    public void There_are_forty_malformations_and_no_two_have_one_message()
    {
        HashSet<string> messages = [];
        foreach (MalformedImage image in MalformedImages.All)
        {
            MemoryImageFile file = new(MalformedImages.Build(image.Name));
            string message = Assert.Throws<ZonedFormatException>(() => ImageStore.Open(file, TaskScheduler.Default)).Message;
            Assert.True(messages.Add(message), $"'{message}' is said of two malformations.");
        }

        Assert.True(messages.Count >= 40, $"Only {messages.Count} malformations.");
    }

    [Fact]
    public void Random_bytes_in_sealed_pages_never_throw_anything_else()
    {
        Random random = new(20260101);
        for (int round = 0; round < 3000; round++)
        {
            PageImage image = MalformedImages.Sound();
            int page = random.Next((int)(s_superblock.Data.Offset / PageFrame.SizeBytes));
            byte[] bytes = image.Page(page).ToArray();
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                int offset = 8 * random.Next(512);
                ulong value = random.Next(4) switch { 0 => 0, 1 => ulong.MaxValue, 2 => 1UL << random.Next(64), _ => (ulong)random.NextInt64() };
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(offset), value);
            }

            PageFrame.Seal(bytes);
            image.Write((long)page * PageFrame.SizeBytes, bytes);
            try
            {
                ImageStore.Open(new MemoryImageFile(image), TaskScheduler.Default);
            }
            catch (ZonedFormatException)
            {
                // The documented end of hostile input.
            }
        }
    }

    // I29. Metadata have a copy, an older twin or a chain, so a single page can be lost and must be missed.
    [Fact]
    public void Damage_to_any_single_metadata_page_is_found_and_changes_no_zone()
    {
        PageImage sound = MalformedImages.Sound();
        StoredZone[] expected = Zones(sound);
        ImageCheckReport before = ImageChecker.Check(new MemoryImageFile(sound, isReadOnly: true));
        Assert.True(before.IsSound);
        for (int page = 0; page < s_superblock.Data.Offset / PageFrame.SizeBytes; page++)
        {
            foreach (int offset in new[] { 0, 30, 61, 100, 4095 })
            {
                PageImage image = sound.Fork();
                byte[] bytes = image.Page(page).ToArray();
                bytes[offset] ^= 0x40;
                image.Write((long)page * PageFrame.SizeBytes, bytes);
                ImageCheckReport report = ImageChecker.Check(new MemoryImageFile(image, isReadOnly: true));
                Assert.True(report.Findings.Count > before.Findings.Count, $"Byte {offset} of page {page} was flipped, and nobody noticed.");
                Assert.Equal(expected, Zones(image));
            }
        }
    }

    [Fact]
    public void A_damaged_journal_opens_read_only_with_the_state_before_the_damage()
    {
        MemoryImageFile file = new(MalformedImages.Build("A record in the middle lost in both copies"), isReadOnly: true);
        ImageStore store = ImageStore.Open(file, TaskScheduler.Default);
        Assert.Contains(store.Findings, static finding => finding.Kind == FormatErrorKind.RecordBeyondEnd);
    }

    [Fact]
    public void The_largest_image_opens_within_the_bound()
    {
        Superblock superblock = ImageLayout.Plan(TestImages.Options(zones: Geometry.MaxZoneCount, zoneSizeBytes: 4096), TestImages.Uuid);
        MemoryImageFile file = TestImages.Create(superblock);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ImageStore store = ImageStore.Open(file, TaskScheduler.Default);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(ZoneCondition.Empty, store.Metadata.Load(Geometry.MaxZoneCount - 1).Condition);

        // The memory file's own copies of the pages that the session writes are not the store's.
        long written = (long)superblock.SlotPages * PageFrame.SizeBytes * 2;
        Assert.True(allocated - written < MaxAllocationBytes, $"{allocated - written} bytes were allocated.");
    }

    private static StoredZone[] Zones(PageImage image)
    {
        ImageStore store = ImageStore.Open(new MemoryImageFile(image.Fork(), isReadOnly: true), TaskScheduler.Default);
        return [.. Enumerable.Range(0, 4).Select(store.Metadata.Load)];
    }
}
