using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport;
using ZonedSdk.TestSupport.Image;
using Xunit.Abstractions;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>A crash while an image is created leaves no image, or a whole one.</summary>
public sealed class CreationCrashTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(600, false)] // slots of three pages
    public void What_a_crash_leaves_of_a_creation_is_refused_or_whole(int zones, bool preallocate)
    {
        Superblock superblock = TestImages.Plan(TestImages.Options(zones) with { Preallocate = preallocate }, ringRecords: 16);
        MemoryImageFile file = new(new PageImage(superblock.FileLengthBytes));
        CrashLog log = new();
        file.Recorder = log;
        Assert.Equal(0, ImageCreator.Write(file, superblock).Errno);

        int refused = 0;
        int whole = 0;
        Random random = new(zones);
        foreach (CrashState state in CrashStateSource.Enumerate(new PageImage(superblock.FileLengthBytes), log.Events, [], Campaign.Pick(CrashEffort.Brief, CrashEffort.Full), random))
        {
            bool opens = Open(superblock, state.Image);
            (refused, whole) = opens ? (refused, whole + 1) : (refused + 1, whole);

            // Until the file was synchronised, its length may be any that it ever had. The superblocks come behind that.
            if (!opens)
            {
                Assert.False(Open(superblock, Shortened(state.Image, random.NextInt64(superblock.FileLengthBytes))));
            }
        }

        output.WriteLine($"{refused} states without an image, {whole} with a whole one");
        Assert.True(refused > 0 && whole > 0);
        Assert.True(Open(superblock, file.Content));
    }

    private static bool Open(Superblock superblock, PageImage image)
    {
        ImageCheckReport report = ImageChecker.Check(new MemoryImageFile(image, isReadOnly: true));
        if (!report.CanOpenForWriting)
        {
            Assert.False(report.CanOpenReadOnly);
            return false;
        }

        ImageStore store = ImageStore.Open(new MemoryImageFile(image.Fork()), TaskScheduler.Default);
        for (int zone = 0; zone < superblock.Geometry.ZoneCount; zone++)
        {
            Assert.Equal(ZoneEntry.Initial(superblock, zone), store.Metadata.Load(zone));
        }

        Assert.True(store.Metadata.DisposeAsync().IsCompletedSuccessfully && store.Data.DisposeAsync().IsCompletedSuccessfully);
        return true;
    }

    private static PageImage Shortened(PageImage image, long lengthBytes)
    {
        PageImage shorter = new(lengthBytes);
        byte[] bytes = new byte[Math.Min(lengthBytes, 1 << 16)];
        image.Read(0, bytes);
        shorter.Write(0, bytes);
        return shorter;
    }
}
