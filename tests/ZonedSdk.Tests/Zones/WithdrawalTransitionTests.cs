using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Zones;

public sealed class WithdrawalTransitionTests
{
    [Fact]
    public void A_zone_whose_last_waiter_gave_up_says_that_it_could_be_closed()
    {
        var zone = new TransitionFixture();
        zone.Complete(zone.Submit(RequestOperation.Append));
        zone.Submit(RequestOperation.ReaderLease);
        ZoneRequest reset = zone.Submit(RequestOperation.Reset);
        zone.Effects = default;

        Assert.True(ZoneTransitions.Withdraw(ref zone.State, zone.Bounds, zone.Credits, reset, ZoneError.Cancelled, ref zone.Effects));

        Assert.True(zone.Effects.BecameQuiet);
    }
}
