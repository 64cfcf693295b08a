namespace ZonedSdk;

/// <summary>An address or a length in bytes, as a format stores it: unsigned, and possibly more than any device has.</summary>
/// <param name="Value">The number of bytes.</param>
public readonly record struct Bytes(ulong Value) : IComparable<Bytes>
{
    /// <summary>The same number as the runtime counts.</summary>
    /// <returns>The number of bytes.</returns>
    /// <exception cref="OverflowException">It is above <see cref="long.MaxValue"/>.</exception>
    public long ToInt64() => checked((long)Value);

    /// <summary>The same number as the runtime counts; false where it is above <see cref="long.MaxValue"/>.</summary>
    /// <param name="bytes">The number of bytes.</param>
    public bool TryToInt64(out long bytes)
    {
        bytes = unchecked((long)Value);
        return bytes >= 0;
    }

    /// <inheritdoc/>
    public int CompareTo(Bytes other) => Value.CompareTo(other.Value);

    /// <summary>Compares two numbers of bytes.</summary>
    public static bool operator <(Bytes left, Bytes right) => left.Value < right.Value;

    /// <summary>Compares two numbers of bytes.</summary>
    public static bool operator >(Bytes left, Bytes right) => left.Value > right.Value;

    /// <summary>Compares two numbers of bytes.</summary>
    public static bool operator <=(Bytes left, Bytes right) => left.Value <= right.Value;

    /// <summary>Compares two numbers of bytes.</summary>
    public static bool operator >=(Bytes left, Bytes right) => left.Value >= right.Value;
}
