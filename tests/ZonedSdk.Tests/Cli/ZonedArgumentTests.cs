using ZonedSdk.Backends.Memory;
using ZonedSdk.Cli;

namespace ZonedSdk.Tests.Cli;

public sealed class ZonedArgumentTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("4096", 4096L)]
    [InlineData("4096B", 4096L)]
    [InlineData("16MiB", 16L << 20)]
    [InlineData("16 mib", 16L << 20)]
    [InlineData("8388607TiB", 8388607L << 40)]
    [InlineData("8388608TiB", null)]
    [InlineData("9223372036854775808", null)]
    [InlineData("-1", null)]
    [InlineData("1.5GiB", null)]
    [InlineData("MiB", null)]
    [InlineData("", null)]
    public void Bytes_are_read_with_a_unit_or_without(string text, long? bytes) => Assert.Equal(bytes, ByteText.TryParse(text));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(256L << 20, "256 MiB")]
    [InlineData(long.MaxValue, "8388608 TiB")]
    public void Bytes_are_written_in_the_largest_unit(long bytes, string text) => Assert.Equal(text, ByteText.Of(bytes));

    [Theory]
    [InlineData("3", "3")]
    [InlineData("0,5,2-4", "0 5 2 3 4")]
    [InlineData("all", "0 1 2 3 4 5 6 7")]
    [InlineData("7-7", "7")]
    public async Task Zones_are_read_as_ranges(string text, string expected)
    {
        await using ZonedDevice device = await OpenAsync();
        Assert.Equal(expected, string.Join(' ', ZoneSelection.TryParse(text)!.On(device).SelectMany(range => Enumerable.Range(range.First, range.Count))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("4-2")]
    [InlineData("1-2-3")]
    [InlineData("1,,2")]
    [InlineData("1;2")]
    [InlineData("4294967296")]
    public void What_names_no_zones_is_none(string text) => Assert.Null(ZoneSelection.TryParse(text));

    [Fact]
    public async Task A_zone_beyond_the_drive_is_told_with_how_many_there_are()
    {
        await using ZonedDevice device = await OpenAsync();
        ArgumentException error = Assert.Throws<ArgumentException>(() => ZoneSelection.TryParse("6-8")!.On(device));
        Assert.Contains("There is no zone 8", error.Message, StringComparison.Ordinal);
        Assert.Contains("0 to 7", error.Message, StringComparison.Ordinal);
    }

    private static async Task<ZonedDevice> OpenAsync() => await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { SizeBytes = 8 << 20, ZoneSizeBytes = 1 << 20 }));
}
