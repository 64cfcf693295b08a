namespace ZonedSdk;

/// <summary>An address or a length in logical blocks of the device, as NVMe and SCSI count.</summary>
/// <param name="Value">The number of blocks. NVMe marks a write pointer that means nothing by all ones.</param>
public readonly record struct Lba(ulong Value) : IComparable<Lba>
{
    /// <summary>The same quantity in bytes.</summary>
    /// <param name="logicalBlockSizeBytes">Bytes of a logical block; positive.</param>
    /// <returns>The number of bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="logicalBlockSizeBytes"/> is not positive.</exception>
    /// <exception cref="OverflowException">The number is above <see cref="long.MaxValue"/>.</exception>
    public long ToBytes(int logicalBlockSizeBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(logicalBlockSizeBytes);
        return checked((long)Value * logicalBlockSizeBytes);
    }

    /// <summary>The same quantity in bytes; false where it is above <see cref="long.MaxValue"/>.</summary>
    /// <param name="logicalBlockSizeBytes">Bytes of a logical block; positive.</param>
    /// <param name="bytes">The number of bytes; 0 when there is none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="logicalBlockSizeBytes"/> is not positive.</exception>
    public bool TryToBytes(int logicalBlockSizeBytes, out long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(logicalBlockSizeBytes);
        bool fits = Value <= (ulong)(long.MaxValue / logicalBlockSizeBytes);
        bytes = fits ? (long)Value * logicalBlockSizeBytes : 0;
        return fits;
    }

    /// <inheritdoc/>
    public int CompareTo(Lba other) => Value.CompareTo(other.Value);

    /// <summary>Compares two numbers of blocks.</summary>
    public static bool operator <(Lba left, Lba right) => left.Value < right.Value;

    /// <summary>Compares two numbers of blocks.</summary>
    public static bool operator >(Lba left, Lba right) => left.Value > right.Value;

    /// <summary>Compares two numbers of blocks.</summary>
    public static bool operator <=(Lba left, Lba right) => left.Value <= right.Value;

    /// <summary>Compares two numbers of blocks.</summary>
    public static bool operator >=(Lba left, Lba right) => left.Value >= right.Value;
}
