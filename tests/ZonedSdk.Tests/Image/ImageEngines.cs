using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;
using ZonedSdk.Interop;
using ZonedSdk.Tests.Rings;

namespace ZonedSdk.Tests.Image;

/// <summary>The ways in which an image's data can be moved, by names that a child can be given.</summary>
internal static class ImageEngines
{
    /// <summary>Through the page cache, on threads.</summary>
    public const string Buffered = "buffered";

    /// <summary>Past the page cache, on threads.</summary>
    public const string Direct = "direct";

    /// <summary>Past the page cache, by a ring.</summary>
    public const string Ring = "ring";

    /// <summary>Past the page cache, by two rings.</summary>
    public const string TwoRings = "two rings";

    /// <summary>Past the page cache, by a ring if there is one.</summary>
    public const string Auto = "auto";

    /// <summary>Past the page cache, by two rings if there are so many.</summary>
    public const string AutoTwo = "auto two";

    /// <summary>Those that this machine has.</summary>
    public static IReadOnlyList<string> Here { get; } = TakesDirect() ? RingFactAttribute.IsThere ? [Buffered, Direct, Ring, TwoRings] : [Buffered, Direct] : [Buffered];

    public static TheoryData<string> All => [.. Here];

    public static ImageOpenOptions Options(string name) => name switch
    {
        Buffered => new ImageOpenOptions(),
        Direct => new ImageOpenOptions { DataPath = IoPath.Direct, Engine = TransferEngine.Threads },
        Ring => new ImageOpenOptions { DataPath = IoPath.Direct, Engine = TransferEngine.Ring },
        TwoRings => new ImageOpenOptions { DataPath = IoPath.Direct, Engine = TransferEngine.Ring, RingCount = 2 },
        Auto => new ImageOpenOptions { DataPath = IoPath.Direct },
        AutoTwo => new ImageOpenOptions { DataPath = IoPath.Direct, RingCount = 2 },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such engine."),
    };

    public static async Task<ZonedDevice> OpenAsync(string path, string name) => await ZonedDevice.OpenAsync(await ImageDrive.OpenAsync(path, Options(name)));

    private static bool TakesDirect()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        string path = Path.GetTempFileName();
        try
        {
            Assert.Equal(0, Libc.Open(path, Libc.ReadWrite, out FileDescriptor? file));
            using (file)
            {
                return Libc.Status(file!, out FileStatus status) == 0 && status.DirectOffsetAlignmentBytes is > 0 and <= 4096;
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
