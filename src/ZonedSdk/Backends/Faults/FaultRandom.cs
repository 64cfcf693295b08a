namespace ZonedSdk.Backends.Faults;

/// <summary>SplitMix64: the same numbers from the same seed on every machine and with every version of .NET, which a replayed seed needs.</summary>
internal struct FaultRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to below 1.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 to a limit, both included.</summary>
    public long NextUpTo(long limit) => (long)(Next() % ((ulong)limit + 1));
}
