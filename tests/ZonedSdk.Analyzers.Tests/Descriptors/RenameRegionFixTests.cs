using ZonedSdk.CodeFixes.Descriptors;

namespace ZonedSdk.Analyzers.Tests.Descriptors;

public sealed class RenameRegionFixTests
{
    private const string Volume = "[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 4, LogicalBlockSize = 4096)]\n";

    [Theory]
    [InlineData("\"data zones\"", "\"DataZones\"")]
    [InlineData("\"2nd\"", "\"Region2nd\"")]
    [InlineData("\"\"", "\"Region\"")]
    [InlineData("\"a.b\\u200Dc\"", "\"ABC\"")]
    [InlineData("\"Device\"", "\"Device2\"")]
    [InlineData("\"X\"", "\"X2\"")]
    [InlineData("\"Taken\"", "\"Taken2\"")]
    [InlineData("name: \"%\"", "name: \"Region\"")]
    public Task A_name_that_cannot_be_used_becomes_one_that_can(string before, string after) => new DescriptorFix<RenameRegionFix>(
        $"{Volume}[{{|ZSDK1010:ZoneRegion({before}, ZoneCount = 4)|}}]\npublic partial class X {{ public int Taken => 1; }}",
        $"{Volume}[ZoneRegion({after}, ZoneCount = 4)]\npublic partial class X {{ public int Taken => 1; }}").RunAsync();

    [Fact]
    public Task Names_that_are_taken_get_numbers_that_are_free() => new DescriptorFix<RenameRegionFix>(
        Volume + "[ZoneRegion(\"A\", ZoneCount = 1), {|ZSDK1010:ZoneRegion(\"A\", ZoneCount = 1)|}, {|ZSDK1010:ZoneRegion(\"A\", ZoneCount = 1)|}, ZoneRegion(\"A2\", ZoneCount = 1)]\npublic partial class X;",
        Volume + "[ZoneRegion(\"A\", ZoneCount = 1), ZoneRegion(\"A3\", ZoneCount = 1), ZoneRegion(\"A4\", ZoneCount = 1), ZoneRegion(\"A2\", ZoneCount = 1)]\npublic partial class X;").RunAsync();

    [Fact]
    public Task A_default_region_has_no_name_to_change()
    {
        string source = "[{|ZSDK1010:ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 4, LogicalBlockSize = 4096)|}]\npublic partial class X { public int Sequential => 1; }";
        return new DescriptorFix<RenameRegionFix>(source, source).RunAsync();
    }
}
