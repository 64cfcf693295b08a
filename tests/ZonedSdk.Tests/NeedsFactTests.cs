using ZonedSdk.TestSupport;

namespace ZonedSdk.Tests;

public sealed class NeedsFactTests
{
    [Fact]
    public void A_need_that_the_machine_meets_does_not_skip() => Assert.Null(new NeedsFactAttribute("dotnet").Skip);

    [Theory]
    [InlineData("no-such-program")]
    [InlineData("/no/such/file")]
    public void A_need_that_is_missing_skips_with_its_name(string need) =>
        Assert.Equal($"Needs {need}", new NeedsFactAttribute(need).Skip);
}
