using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Layouts.Models;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>An owner of bits with its place in the source.</summary>
internal sealed class ParsedField(LayoutFieldModel model, Location? place, IPropertySymbol? property)
{
    public LayoutFieldModel Model { get; set; } = model;

    public Location? Place { get; } = place;

    /// <summary>Null for tables and for reserved bits.</summary>
    public IPropertySymbol? Property { get; } = property;

    public string Name => Model.Value is { } value ? $"'{value.PlainName}'" : $"what is reserved at byte {Model.Storage.Offset}";

    public bool OwnsWholeBytes => Model.Storage.Bits is null;

    /// <summary>The owned bits as half-open ranges, numbered through the layout's bytes, in each byte from its least significant bit.</summary>
    public IEnumerable<(long Start, long End)> Ranges()
    {
        LayoutStorageModel storage = Model.Storage;
        long first = 8L * storage.Offset;
        if (storage.Bits is not { } bits)
        {
            yield return (first, first + (8L * storage.LengthBytes));
        }
        else if (storage.Order != ByteOrder.Big)
        {
            // What the host's order is, no compiler knows; fields that share a word share it in both orders.
            yield return (first + bits.Lsb, first + bits.Msb + 1);
        }
        else
        {
            for (int significance = bits.Lsb / 8; significance <= bits.Msb / 8; significance++)
            {
                long start = first + (8L * (storage.LengthBytes - 1 - significance));
                yield return (start + Math.Max(bits.Lsb - (8 * significance), 0), start + Math.Min(bits.Msb - (8 * significance), 7) + 1);
            }
        }
    }

    public long FirstBit => Ranges().Min(range => range.Start);
}
