namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>The drives that every suite runs on.</summary>
internal static class Drives
{
    public const string Memory = "memory";

    public const string Image = "image";

    /// <summary>The sample of a backend of one's own. Another one needs a line here and an <see cref="IDeviceUnderTest"/>.</summary>
    public const string Folder = "folder";

    private static readonly Dictionary<string, Func<DeviceShape, TimeProvider, ValueTask<IDeviceUnderTest>>> s_makers = new(StringComparer.Ordinal)
    {
        [Memory] = (shape, time) => ValueTask.FromResult<IDeviceUnderTest>(new MemoryUnderTest(shape, time)),
        [Image] = ImageUnderTest.CreateAsync,
        [Folder] = (shape, time) => ValueTask.FromResult<IDeviceUnderTest>(new FolderUnderTest(shape, time)),
    };

    public static IEnumerable<string> Names => s_makers.Keys;

    /// <summary>Each drive: the data of a theory without further columns.</summary>
    public static TheoryData<string> All => [.. s_makers.Keys];

    /// <summary>Each drive with both flavours.</summary>
    public static TheoryData<string, ZoneFlavour> AllFlavours
    {
        get
        {
            TheoryData<string, ZoneFlavour> all = [];
            foreach (string name in s_makers.Keys)
            {
                all.Add(name, ZoneFlavour.Zbc);
                all.Add(name, ZoneFlavour.Zns);
            }

            return all;
        }
    }

    public static ValueTask<IDeviceUnderTest> CreateAsync(string name, DeviceShape shape, TimeProvider time) => s_makers[name](shape, time);
}
