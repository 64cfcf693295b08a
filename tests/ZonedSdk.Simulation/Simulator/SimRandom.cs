namespace ZonedSdk.Simulation.Simulator;

/// <summary>xorshift64*: the same choices from the same seed on every machine, whatever the runtime's own generators do.</summary>
internal sealed class SimRandom
{
    private ulong _state;

    public SimRandom(ulong seed)
    {
        // Neighbouring seeds must not begin alike.
        _state = (seed + 1) * 0x9E3779B97F4A7C15UL;
        _ = Next();
        _ = Next();
    }

    public ulong Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545F4914F6CDD1DUL;
    }

    /// <summary>From 0 to below a limit.</summary>
    public int Below(int limit) => (int)((Next() >> 11) % (ulong)limit);

    /// <summary>From a first to a last number, both included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    public bool Chance(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    /// <summary>A stream of its own, so that one client's choices do not shift another's.</summary>
    public SimRandom Fork() => new(Next());
}
