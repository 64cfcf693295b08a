using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests.Volumes;

/// <summary>What is illegal on a zone does not compile.</summary>
public sealed class WrongUseTests
{
    private const string Source = """
        using System.Threading.Tasks;
        using static ZonedSdk.ByteUnits;

        [ZonedVolume(ZoneModel.HostManaged, ZoneSize = 4 * MiB, ZoneCount = 16, LogicalBlockSize = 4096)]
        [ZoneRegion("Boot", ZoneCount = 2, Type = ZoneType.Conventional)]
        [ZoneRegion("Log", ZoneCount = 2, Write = WriteMode.AtWritePointer)]
        [ZoneRegion("Frozen", ZoneCount = 2, Write = WriteMode.None)]
        [ZoneRegion("Data", ZoneCount = Rest)]
        public sealed partial class Volume;

        [ZonedVolume(ZoneModel.HostManaged, ZoneSize = 4 * MiB, ZoneCount = 16, LogicalBlockSize = 4096), ZoneRegion("Data", ZoneCount = Rest)]
        public sealed partial class Other;

        public static class Use
        {
            public static async Task RunAsync(Volume volume, Other other, Volume.LogLease log, Volume.DataLease data, Volume.BootAddress bootAt, Volume.LogAddress logAt, Volume.DataAddress dataAt, Other.DataAddress otherAt, byte[] block)
            {
                await Task.Yield();
                USE
            }
        }
        """;

    [Theory]
    [InlineData("await volume.Boot.ReadAsync(bootAt, block);")]
    [InlineData("await volume.Boot[0].WriteAtAsync(0, block);")]
    [InlineData("await log.WriteAsync(logAt, block);")]
    [InlineData("dataAt = await data.AppendAsync(block);")]
    [InlineData("await volume.Data[0].ResetAsync(); await volume.Log[0].FinishAsync(); await volume.Frozen[0].ReadAsync(0, block);")]
    public void What_is_legal_compiles(string use) => GeneratorRun.Of(Source.Replace("USE", use, StringComparison.Ordinal)).Compiles();

    [Theory]
    [InlineData("await volume.Boot[0].AppendAsync(block);", "CS1061")]
    [InlineData("await volume.Boot.OpenAsync();", "CS1061")]
    [InlineData("await volume.Boot[0].OpenAsync();", "CS1061")]
    [InlineData("await volume.Boot[0].ResetAsync();", "CS1061")]
    [InlineData("await volume.Boot[0].FinishAsync();", "CS1061")]
    [InlineData("Volume.BootLease lease = null!;", "CS0426")]
    [InlineData("await volume.Frozen[0].ResetAsync();", "CS1061")]
    [InlineData("await volume.Frozen[0].FinishAsync();", "CS1061")]
    [InlineData("await volume.Frozen[0].WriteAtAsync(0, block);", "CS1061")]
    [InlineData("await volume.Frozen.OpenAsync();", "CS1061")]
    [InlineData("await volume.Data[0].AppendAsync(block);", "CS1061")]
    [InlineData("await volume.Data.AppendAsync(block);", "CS1061")]
    [InlineData("await volume.Data[0].WriteAtAsync(0, block);", "CS1061")]
    [InlineData("await data.WriteAsync(dataAt, block);", "CS1061")]
    [InlineData("await log.AppendAsync(block);", "CS1061")]
    [InlineData("await volume.Log[0].WriteAsync(logAt, block);", "CS1061")]
    [InlineData("await log.WriteAsync(dataAt, block);", "CS1503")]
    [InlineData("await log.WriteAsync(logAt.Offset, block);", "CS1503")]
    [InlineData("await volume.Data.ReadAsync(logAt, block);", "CS1503")]
    [InlineData("await volume.Data.ReadAsync(otherAt, block);", "CS1503")]
    [InlineData("await volume.Boot.WriteAtAsync(dataAt, block);", "CS1503")]
    [InlineData("dataAt = logAt;", "CS0029")]
    [InlineData("dataAt = other.Data[0].At(0);", "CS0029")]
    [InlineData("_ = new Volume.DataAddress(4096L);", "CS0122")]
    [InlineData("_ = new Volume(volume.Device, null!);", "CS0122")]
    [InlineData("_ = dataAt < bootAt;", "CS0019")]
    [InlineData("volume.Data = null!;", "CS0200")]
    [InlineData("using var lease = await volume.Data.OpenAsync();", "CS8418")]
    public void What_is_illegal_does_not(string use, string expected)
    {
        GeneratorRun run = GeneratorRun.Of(Source.Replace("USE", use, StringComparison.Ordinal));
        Assert.Empty(run.Diagnostics);
        Assert.Equal([expected], run.CompilerErrors.Select(error => error.Id));
    }
}
