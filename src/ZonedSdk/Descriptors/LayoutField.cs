namespace ZonedSdk.Descriptors;

/// <summary>One row of a layout's map, for documentation and for tests.</summary>
/// <param name="Name">The field's name; empty for reserved bytes and bits.</param>
/// <param name="Offset">The offset of its first byte.</param>
/// <param name="LengthBytes">Bytes of the field, of its word where it is a field of bits, of the whole table where it is one.</param>
/// <param name="Msb">Its most significant bit within those bytes; -1 where it owns all of them.</param>
/// <param name="Lsb">Its least significant bit within those bytes; -1 where it owns all of them.</param>
/// <param name="Unit">What it counts.</param>
public sealed record LayoutField(string Name, int Offset, int LengthBytes, int Msb, int Lsb, Unit Unit)
{
    /// <summary>True for what no field owns.</summary>
    public bool IsReserved => Name.Length == 0;
}
