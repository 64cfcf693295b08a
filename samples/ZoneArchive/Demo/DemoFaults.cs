using ZonedSdk;
using ZonedSdk.Backends.Faults;

namespace ZoneArchive;

/// <summary>What the emulated drive does wrong once half of the data are on it.</summary>
internal sealed class DemoFaults
{
    private const int Seed = 20;
    private readonly List<(string What, FaultRule Rule)> _rules = [];

    public FaultPlan Plan { get; } = new(Seed);

    public bool AreArmed => _rules.Count > 0;

    /// <summary>Begins.</summary>
    public void Arm(ArchiveVolume volume)
    {
        long dataStart = volume.Data[0].Info.Start;
        FaultRule write = new() { Event = DriveEvent.Write, Effect = FaultEffect.Fail, FromOffset = dataStart };
        for (int round = 0; round < 3; round++)
        {
            int nth = 2 + (round * 24);
            Add("write error, nothing written", write with { Nth = nth });
            Add("write error, part written", write with { Nth = nth + 6, LandedBlocks = 17 });
            Add("write error, all written", write with { Nth = nth + 12, LandedBlocks = FaultRule.AllBlocks });
            Add("short write", write with { Nth = nth + 18, Effect = FaultEffect.ShortTransfer, LandedBlocks = 5 });
        }

        Add("zone turned read-only", write with { Nth = 40, Effect = FaultEffect.ZoneReadOnly });
        Add("write error in the catalog log, all written", write with { Nth = 1, FromOffset = 0, ToOffset = dataStart, LandedBlocks = FaultRule.AllBlocks });
    }

    /// <summary>From now on the drive is well.</summary>
    public void Disarm() => Plan.Clear();

    /// <summary>How often each kind of fault has hit so far.</summary>
    public IReadOnlyList<(string What, long Hits)> Hits() =>
        [.. _rules.GroupBy(rule => rule.What).Select(kind => (kind.Key, kind.Sum(rule => Plan.HitsOf(rule.Rule))))];

    private void Add(string what, FaultRule rule)
    {
        _rules.Add((what, rule));
        Plan.Add(rule);
    }
}
