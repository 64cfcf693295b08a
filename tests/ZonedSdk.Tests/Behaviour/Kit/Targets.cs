using ZonedSdk.Testing;
using ZonedSdk.Tests.Image;

namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>The drives that every suite runs on, in both flavours.</summary>
internal static class Targets
{
    public const string Memory = "memory";

    /// <summary>Through the page cache, by calls that block.</summary>
    public const string Image = "image";

    /// <summary>Past the page cache, by a ring where this machine has one for it.</summary>
    public const string ImageByRing = "image by a ring";

    /// <summary>Past the page cache, by two rings where this machine has them for it.</summary>
    public const string ImageByTwoRings = "image by two rings";

    /// <summary>The sample of a backend of one's own.</summary>
    public const string Folder = "folder";

    private static readonly Dictionary<string, Func<DriveShape, TimeProvider, ValueTask<DriveUnderTest>>> s_makers = new(StringComparer.Ordinal)
    {
        [Memory] = static (shape, time) => ValueTask.FromResult<DriveUnderTest>(new MemoryDriveUnderTest(shape, time)),
        [Image] = static (shape, time) => ImageUnderTest.CreateAsync(shape, time, ImageEngines.Buffered),
        [ImageByRing] = static (shape, time) => ImageUnderTest.CreateAsync(shape, time, ImageEngines.Auto),
        [ImageByTwoRings] = static (shape, time) => ImageUnderTest.CreateAsync(shape, time, ImageEngines.AutoTwo),
        [Folder] = static (shape, time) => ValueTask.FromResult<DriveUnderTest>(new BrokenFolder(shape, time)),
    };

    public static IEnumerable<string> Names => s_makers.Keys;

    public static ConformanceTarget Of(string drive, ZoneFlavour flavour) =>
        new($"{drive} ({flavour})", flavour, (shape, time, _) => s_makers[drive](shape, time));
}
