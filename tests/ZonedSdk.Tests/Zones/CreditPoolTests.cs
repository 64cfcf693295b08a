using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Zones;

/// <summary>How long a zone waits for its resources, counted in zones that become full meanwhile.</summary>
public sealed class CreditPoolTests
{
    private const int ZoneCount = 16;
    private const int MaxOpen = 4;
    private const int MaxActive = 6;

    [Fact]
    public void A_zone_waits_for_no_more_full_zones_than_there_are_in_the_queue_up_to_itself()
    {
        int longest = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            longest = Math.Max(longest, new Load(seed).Run(steps: 500));
        }

        // Most zones that ever wait are those that are not open, and the last of them does wait for that long.
        Assert.Equal(ZoneCount - MaxOpen, longest);
    }

    /// <summary>Zones that are written, filled, closed for others and written again, in an order that a seed chooses.</summary>
    private sealed class Load(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly CreditPool _pool = new(new Limits { MaxOpenZones = MaxOpen, MaxActiveZones = MaxActive }, closesImplicitly: false);
        private readonly One[] _zones = [.. Enumerable.Range(0, ZoneCount).Select(static _ => new One())];
        private int _longest;

        public int Run(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                One zone = _zones[_random.Next(ZoneCount)];
                if (zone.IsWaiting)
                {
                    continue;
                }

                if (!zone.Held.HasFlag(CreditHold.Open))
                {
                    Write(zone);
                }
                else if (_random.Next(4) == 0)
                {
                    Fill(zone);
                }
                else if (_random.Next(4) == 0 && _pool.WantsClose())
                {
                    GiveBack(zone, CreditHold.Open);
                }

                Assert.Equal((_zones.Count(static one => one.Held.HasFlag(CreditHold.Open)), _zones.Count(static one => one.Held.HasFlag(CreditHold.Active))), _pool.Counts());
            }

            return _longest;
        }

        // As a zone does: at once where it can, else in the queue.
        private void Write(One zone)
        {
            CreditHold missing = _pool.MissingFor(zone.Held, zone.Held == CreditHold.None ? ZoneCondition.Empty : ZoneCondition.Closed, isExplicit: false);
            int before = _zones.Count(static one => one.IsWaiting);
            if (_pool.TryTake(missing) || _pool.TakeOrQueue(zone.Claim, missing))
            {
                zone.Held |= missing;
                return;
            }

            (zone.IsWaiting, zone.Place, zone.Fills) = (true, before + 1, 0);
        }

        private void Fill(One zone)
        {
            foreach (One waiting in _zones.Where(static one => one.IsWaiting))
            {
                waiting.Fills++;
            }

            GiveBack(zone, CreditHold.Active | CreditHold.Open);
        }

        private void GiveBack(One zone, CreditHold hold)
        {
            zone.Held &= ~hold;
            for (CreditClaim? claim = _pool.Release(hold); claim is not null; claim = claim.Next)
            {
                var granted = (One)claim.Zone;
                Assert.True(granted.Fills <= granted.Place, $"Seed {seed}: a zone at place {granted.Place} of the queue waited for {granted.Fills} zones to become full.");
                _longest = Math.Max(_longest, granted.Fills);
                granted.Held |= claim.Needed;
                granted.IsWaiting = false;
            }
        }
    }

    private sealed class One
    {
        public One() => Claim = new CreditClaim(this);

        public CreditClaim Claim { get; }

        public CreditHold Held { get; set; }

        public bool IsWaiting { get; set; }

        /// <summary>Its place in the queue when it began to wait, from 1.</summary>
        public int Place { get; set; }

        /// <summary>Zones that have become full since.</summary>
        public int Fills { get; set; }
    }
}
