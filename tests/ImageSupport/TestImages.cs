using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;

namespace ZonedSdk.TestSupport.Image;

/// <summary>Small images in memory, always with the same identity.</summary>
internal static class TestImages
{
    public static readonly Guid Uuid = new("6f1d3a58-2c47-4e0b-9a61-0d5c8e7b4f32");

    public static ImageDriveOptions Options(int zones = 4, long zoneSizeBytes = 65536, int blockSizeBytes = 4096) => new()
    {
        SizeBytes = zones * zoneSizeBytes,
        ZoneSizeBytes = zoneSizeBytes,
        BlockSizeBytes = blockSizeBytes,
    };

    public static Superblock Plan(ImageDriveOptions options, int ringRecords = 8) =>
        ImageLayout.WithRing(ImageLayout.Plan(options, Uuid), ringRecords);

    public static MemoryImageFile Create(Superblock superblock)
    {
        MemoryImageFile file = new(new PageImage(0));
        (int errno, _) = ImageCreator.Write(file, superblock);
        Assert.Equal(0, errno);
        return file;
    }
}
