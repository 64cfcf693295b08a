using ZonedSdk.Annotations;

namespace ZonedSdk.Backends.Faults;

/// <summary>What goes wrong on an emulated drive: rules, and the seed from which everything left open follows. The same commands in the same order meet the same faults.</summary>
/// <remarks>Rules may be added and removed while the drive runs. Of several rules that hit one command the one added first counts. Thread-safe.</remarks>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly List<Entry> _entries = [];

    // Drives that are open with this plan.
    [GuardedBy(nameof(_gate))]
    private readonly List<IFaultyDrive> _drives = [];

    [GuardedBy(nameof(_gate))]
    private FaultRandom _random;

    [GuardedBy(nameof(_gate))]
    private long _injected;

    /// <summary>Makes a plan.</summary>
    /// <param name="seed">What probabilities, bits and the like follow from.</param>
    /// <param name="rules">The rules to begin with.</param>
    /// <exception cref="ArgumentException">A rule contradicts itself.</exception>
    public FaultPlan(int seed, params ReadOnlySpan<FaultRule> rules)
    {
        Seed = seed;
        _random = new FaultRandom((ulong)seed);
        foreach (FaultRule rule in rules)
        {
            Add(rule);
        }
    }

    /// <summary>What probabilities, bits and the like follow from.</summary>
    public int Seed { get; }

    /// <summary>How many commands went wrong so far.</summary>
    public long InjectedCount
    {
        get
        {
            lock (_gate)
            {
                return _injected;
            }
        }
    }

    /// <summary>Commands and completions that hang, on all open drives that have this plan.</summary>
    public int HungCount => Drives().Sum(drive => drive.HeldCount);

    /// <summary>Lets everything that hangs go on, on all open drives that have this plan: hanging commands execute, lost completions arrive late. The only way to it where a drive is opened by its path.</summary>
    /// <returns>How many that were.</returns>
    public int ReleaseHung() => Drives().Sum(drive => drive.ReleaseHeld());

    /// <summary>A plan in which everything that a drive can do wrong to reads, writes, management, reports and flushes happens now and then.</summary>
    /// <param name="seed">Which commands are hit, and how.</param>
    /// <param name="probability">How likely a command goes wrong, above 0 and at most 1.</param>
    /// <param name="includesFinal">Whether zones may die and the device may vanish: nothing heals those.</param>
    public static FaultPlan Random(int seed, double probability, bool includesFinal = false)
    {
        FaultPlan plan = new(seed);
        foreach (FaultRule rule in FaultCatalogue.All((ulong)seed, probability, includesFinal))
        {
            plan.Add(rule);
        }

        return plan;
    }

    /// <summary>Adds a rule behind the others.</summary>
    /// <param name="rule">The rule; its matches are counted from now on.</param>
    /// <exception cref="ArgumentException">The rule contradicts itself.</exception>
    public void Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (!rule.IsPossible)
        {
            throw new ArgumentException($"A {rule.Event} command cannot meet {rule.Effect}.", nameof(rule));
        }

        if (rule.Nth < 1 || rule.RepeatEvery < 0 || rule.LandedBlocks < 0 || rule.Probability is not (> 0 and <= 1) || rule.Delay < TimeSpan.Zero)
        {
            throw new ArgumentException($"A figure is out of range: n-th {rule.Nth} (from 1), every {rule.RepeatEvery} (from 0), landed blocks {rule.LandedBlocks} (from 0), probability {rule.Probability} (above 0, at most 1), delay {rule.Delay} (from 0).", nameof(rule));
        }

        lock (_gate)
        {
            _entries.Add(new Entry(rule));
        }
    }

    /// <summary>Takes a rule out, the very object that was added.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>False where the plan does not have it.</returns>
    public bool Remove(FaultRule rule)
    {
        lock (_gate)
        {
            return _entries.RemoveAll(entry => ReferenceEquals(entry.Rule, rule)) > 0;
        }
    }

    /// <summary>Takes all rules out: from now on all goes well.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    /// <summary>How many commands a rule has hit.</summary>
    /// <param name="rule">The rule, the very object that was added.</param>
    public long HitsOf(FaultRule rule)
    {
        lock (_gate)
        {
            return _entries.Find(entry => ReferenceEquals(entry.Rule, rule))?.Hits ?? 0;
        }
    }

    internal void Attach(IFaultyDrive drive)
    {
        lock (_gate)
        {
            _drives.Add(drive);
        }
    }

    internal void Detach(IFaultyDrive drive)
    {
        lock (_gate)
        {
            _drives.Remove(drive);
        }
    }

    /// <summary>Which rule hits a command; null = all goes well.</summary>
    internal FaultRule? Decide(DriveEvent command, int firstZone, int zoneCount, long offset, long lengthBytes, out ulong random)
    {
        lock (_gate)
        {
            FaultRule? hit = null;
            random = 0;
            foreach (Entry entry in _entries)
            {
                if (!entry.Rule.Matches(command, firstZone, zoneCount, offset, lengthBytes))
                {
                    continue;
                }

                entry.Matches++;
                if (hit is null && entry.IsDue && (entry.Rule.Probability >= 1 || _random.NextUnit() < entry.Rule.Probability))
                {
                    hit = entry.Rule;
                    entry.Hits++;
                    _injected++;
                    random = _random.Next();
                }
            }

            return hit;
        }
    }

    // Drives are asked outside the gate: what they let go runs at once.
    private IFaultyDrive[] Drives()
    {
        lock (_gate)
        {
            return [.. _drives];
        }
    }

    private sealed class Entry(FaultRule rule)
    {
        public FaultRule Rule { get; } = rule;

        public long Matches { get; set; }

        public long Hits { get; set; }

        public bool IsDue => Matches >= Rule.Nth && (Rule.RepeatEvery == 0 ? Hits == 0 : (Matches - Rule.Nth) % Rule.RepeatEvery == 0);
    }
}
