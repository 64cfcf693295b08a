using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;

namespace ZonedSdk.Benchmarks.Drives;

/// <summary>An image file that is removed again.</summary>
internal sealed class ScratchImage : IDisposable
{
    private const long Megabyte = 1 << 20;

    public ScratchImage(string folder, long zoneMegabytes, int zones, int conventionalZones = 0, bool isAllocated = false)
    {
        Directory.CreateDirectory(folder);
        Path = System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}.zimg");
        ImageDrive.CreateAsync(Path, new ImageDriveOptions { SizeBytes = zones * zoneMegabytes * Megabyte, ZoneSizeBytes = zoneMegabytes * Megabyte, ConventionalZones = conventionalZones, Preallocate = isAllocated }).GetAwaiter().GetResult();
    }

    public string Path { get; }

    public IZoneBackend OpenDrive(ImageOpenOptions? options = null) => ImageDrive.OpenAsync(Path, options).GetAwaiter().GetResult();

    public void Dispose() => File.Delete(Path);
}
