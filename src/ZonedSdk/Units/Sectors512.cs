namespace ZonedSdk;

/// <summary>An address or a length in sectors of 512 bytes, whatever the device's block size; Linux counts so in all its block interfaces.</summary>
/// <param name="Value">The number of sectors.</param>
public readonly record struct Sectors512(ulong Value) : IComparable<Sectors512>
{
    /// <summary>Bytes of a sector.</summary>
    public const int SizeBytes = 512;

    /// <summary>The same quantity in bytes.</summary>
    /// <returns>The number of bytes.</returns>
    /// <exception cref="OverflowException">It is above <see cref="long.MaxValue"/>.</exception>
    public long ToBytes() => checked((long)Value * SizeBytes);

    /// <summary>The same quantity in bytes; false where it is above <see cref="long.MaxValue"/>.</summary>
    /// <param name="bytes">The number of bytes; 0 when there is none.</param>
    public bool TryToBytes(out long bytes)
    {
        bool fits = Value <= long.MaxValue / SizeBytes;
        bytes = fits ? (long)Value * SizeBytes : 0;
        return fits;
    }

    /// <summary>The sectors of a number of bytes.</summary>
    /// <param name="bytes">A multiple of 512, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static Sectors512 FromBytes(long bytes)
    {
        if (bytes < 0 || bytes % SizeBytes != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, $"{bytes} bytes are not a whole number of {SizeBytes}-byte sectors.");
        }

        return new Sectors512((ulong)bytes / SizeBytes);
    }

    /// <inheritdoc/>
    public int CompareTo(Sectors512 other) => Value.CompareTo(other.Value);

    /// <summary>Compares two numbers of sectors.</summary>
    public static bool operator <(Sectors512 left, Sectors512 right) => left.Value < right.Value;

    /// <summary>Compares two numbers of sectors.</summary>
    public static bool operator >(Sectors512 left, Sectors512 right) => left.Value > right.Value;

    /// <summary>Compares two numbers of sectors.</summary>
    public static bool operator <=(Sectors512 left, Sectors512 right) => left.Value <= right.Value;

    /// <summary>Compares two numbers of sectors.</summary>
    public static bool operator >=(Sectors512 left, Sectors512 right) => left.Value >= right.Value;
}
