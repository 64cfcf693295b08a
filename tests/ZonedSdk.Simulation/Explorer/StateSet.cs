using System.Runtime.InteropServices;

namespace ZonedSdk.Simulation.Explorer;

/// <summary>A set of 128-bit hashes with open addressing: 16 bytes a state, and no object per state.</summary>
internal sealed class StateSet
{
    private UInt128[] _slots = new UInt128[1 << 16];

    public int Count { get; private set; }

    /// <returns>False when the state was there already.</returns>
    public bool Add(ReadOnlySpan<byte> state)
    {
        if (Count * 10L >= _slots.Length * 7L)
        {
            Grow();
        }

        if (!Insert(_slots, Hash(state)))
        {
            return false;
        }

        Count++;
        return true;
    }

    private static bool Insert(UInt128[] slots, UInt128 hash)
    {
        int mask = slots.Length - 1;
        int at = (int)(ulong)hash & mask;
        while (slots[at] != UInt128.Zero)
        {
            if (slots[at] == hash)
            {
                return false;
            }

            at = (at + 1) & mask;
        }

        slots[at] = hash;
        return true;
    }

    private void Grow()
    {
        var larger = new UInt128[_slots.Length * 2];
        foreach (UInt128 hash in _slots)
        {
            if (hash != UInt128.Zero)
            {
                Insert(larger, hash);
            }
        }

        _slots = larger;
    }

    // Two independent multiply-and-fold lanes; zero marks an empty slot and is moved aside.
    private static UInt128 Hash(ReadOnlySpan<byte> state)
    {
        ulong a = 0x9E3779B97F4A7C15UL ^ (ulong)state.Length;
        ulong b = 0xC2B2AE3D27D4EB4FUL;
        Span<byte> last = stackalloc byte[8];
        last.Clear();
        int whole = state.Length & ~7;
        state[whole..].CopyTo(last);
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(state[..whole]))
        {
            Mix(ref a, ref b, word);
        }

        Mix(ref a, ref b, MemoryMarshal.Read<ulong>(last));
        Mix(ref a, ref b, 0x165667B19E3779F9UL);
        var hash = new UInt128(a, b);
        return hash == UInt128.Zero ? UInt128.One : hash;
    }

    private static void Mix(ref ulong a, ref ulong b, ulong word)
    {
        ulong high = Math.BigMul(a ^ word, 0x9FB21C651E98DF25UL, out ulong low);
        a = high ^ low ^ (b << 1);
        high = Math.BigMul(b ^ word, 0xA0761D6478BD642FUL, out low);
        b = high ^ low ^ a;
    }
}
