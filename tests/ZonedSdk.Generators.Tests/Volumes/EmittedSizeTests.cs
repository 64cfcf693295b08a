using System.Globalization;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests.Volumes;

/// <summary>Emitted text stays small: what regions share is in the runtime.</summary>
public sealed class EmittedSizeTests
{
    private const int MaxLinesOfVolume = 150;
    private const int MaxLinesOfRegion = 120;

    [Theory]
    [InlineData(", Write = WriteMode.Append")]
    [InlineData(", Write = WriteMode.AtWritePointer")]
    [InlineData(", Write = WriteMode.Random")]
    [InlineData(", Write = WriteMode.None")]
    public void A_region_and_a_volume_stay_below_their_limits(string mode)
    {
        int few = Lines(10, mode);
        int many = Lines(20, mode);
        int perRegion = (many - few) / 10;
        Assert.InRange(perRegion, 1, MaxLinesOfRegion);
        Assert.InRange(few - (10 * perRegion), 1, MaxLinesOfVolume);
    }

    private static int Lines(int regions, string mode)
    {
        string attributes = string.Concat(Enumerable.Range(0, regions).Select(index => string.Create(CultureInfo.InvariantCulture, $"[ZoneRegion(\"R{index}\", ZoneCount = 1{mode})]")));
        GeneratorRun run = GeneratorRun.Of(string.Create(CultureInfo.InvariantCulture, $"[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = {regions}, LogicalBlockSize = 512, SerialPattern = \"*\")]{attributes} public partial class X;"));
        return Assert.Single(run.Compiles().Sources).Value.Count(c => c == '\n');
    }
}
