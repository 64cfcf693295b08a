using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>Tells which rule of a plan hit the command that was just submitted: with one thread, the one whose count went up.</summary>
internal sealed class FaultWatch(FaultPlan plan, ISet<(DriveEvent Event, FaultEffect Effect)> seen)
{
    private readonly List<(FaultRule Rule, long Hits)> _rules = [];
    private long _injected;

    public FaultPlan Plan => plan;

    /// <summary>Whether nobody is told of hits.</summary>
    public bool IsSilent { get; init; }

    /// <summary>From now on things go wrong.</summary>
    public void Arm(IEnumerable<FaultRule> rules)
    {
        foreach (FaultRule rule in rules)
        {
            plan.Add(rule);
            _rules.Add((rule, 0));
        }
    }

    /// <summary>From now on all goes well.</summary>
    public void Clear()
    {
        plan.Clear();
        _rules.Clear();
    }

    public void Mark()
    {
        if (plan.InjectedCount != _injected)
        {
            _ = NewHit();
        }
    }

    /// <summary>The rule that hit since <see cref="Mark"/>; null where none did.</summary>
    public FaultRule? NewHit()
    {
        if (IsSilent || plan.InjectedCount == _injected)
        {
            return null;
        }

        FaultRule? hit = null;
        _injected = plan.InjectedCount;
        for (int i = 0; i < _rules.Count; i++)
        {
            (FaultRule rule, long hits) = _rules[i];
            long now = plan.HitsOf(rule);
            if (now != hits)
            {
                _rules[i] = (rule, now);
                hit = rule;
                seen.Add((rule.Event, rule.Effect));
            }
        }

        return hit;
    }
}
