using ZonedSdk.TestSupport;

namespace ZonedSdk.Simulation;

public sealed class CampaignTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("brief", false)]
    [InlineData("full", true)]
    public void The_variable_chooses_the_form(string? value, bool isFull) =>
        Assert.Equal(isFull, Campaign.ParseIsFull(value));

    [Fact]
    public void A_value_that_is_no_form_is_refused() =>
        Assert.Throws<FormatException>(() => Campaign.ParseIsFull("Full"));
}
