using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Behaviour;

public sealed class ZbcCaseTests
{
    [Theory]
    [MemberData(nameof(ZbcCases.Rows), MemberType = typeof(ZbcCases))]
    public async Task A_command_in_a_condition_ends_as_the_row_says(string drive, string name, ZoneFlavour flavour, bool throwsBeyond, string script)
    {
        Assert.NotEmpty(name);
        ZonedDeviceOptions options = new() { ReadBeyond = throwsBeyond ? ReadBeyondPolicy.Throw : ReadBeyondPolicy.ZeroFill };
        await using Bench bench = await Bench.OpenAsync(drive, ZbcCases.ShapeOf(flavour), options);
        await ZoneScript.RunAsync(bench, script);
    }

    [Fact]
    public void Every_row_has_a_name_of_its_own()
    {
        string[] names = [.. ZbcCases.Table.Split('\n').Select(line => line.Split('|')[0].Trim())];
        Assert.True(names.Length >= 110, $"{names.Length} cases");
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
    }
}
