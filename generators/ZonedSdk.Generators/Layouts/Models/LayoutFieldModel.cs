using ZonedSdk.Generators.Models;

namespace ZonedSdk.Generators.Layouts.Models;

/// <summary>One owner of bits.</summary>
/// <param name="Storage">Where the bits are.</param>
/// <param name="Value">What they mean; null for reserved ones.</param>
internal sealed record LayoutFieldModel(LayoutStorageModel Storage, LayoutValueModel? Value);

/// <summary>Where a field's bits are.</summary>
/// <param name="Offset">The offset of the first byte.</param>
/// <param name="LengthBytes">Bytes of the field, of its word where it is a field of bits, of all elements where it is a table.</param>
/// <param name="Order">The byte order of the number.</param>
/// <param name="Bits">The bits within the word; null where all bytes belong to the field.</param>
internal sealed record LayoutStorageModel(int Offset, int LengthBytes, ByteOrder Order, BitRange? Bits);

/// <summary>Bits of a word, counted from its least significant one.</summary>
internal sealed record BitRange(int Msb, int Lsb)
{
    public int Count => Msb - Lsb + 1;

    /// <summary>The bits at the bottom of a word.</summary>
    public ulong ValueMask => Count == 64 ? ulong.MaxValue : (1UL << Count) - 1;

    /// <summary>The bits in their place.</summary>
    public ulong WordMask => ValueMask << Lsb;
}

/// <summary>What a field's bits mean.</summary>
/// <param name="Member">The property or method as it was declared.</param>
/// <param name="PlainName">Its name without escapes.</param>
/// <param name="Accessibility">Its accessibility as code writes it.</param>
/// <param name="Kind">How bits become a value.</param>
/// <param name="Type">The value's type, without a question mark.</param>
/// <param name="Integer">For integers and enums: the keyword of the integer type.</param>
/// <param name="Unit">What it counts: a member of the enum Unit.</param>
/// <param name="Elements">How many elements a table has; 0 for everything else.</param>
/// <param name="Index">For tables: the escaped name of the parameter.</param>
/// <param name="Presence">When it means something; null for always.</param>
/// <param name="Otherwise">The escaped name of the property that takes its place; null for none.</param>
/// <param name="Defined">For enums: the values that are defined.</param>
internal sealed record LayoutValueModel(
    MemberModel Member,
    string PlainName,
    string Accessibility,
    LayoutValueKind Kind,
    string Type,
    string Integer,
    string Unit,
    int Elements,
    string Index,
    LayoutPresenceModel? Presence,
    string? Otherwise,
    DefinedValues? Defined);

/// <summary>When a field means something.</summary>
/// <param name="Access">How the view reaches the field that says so.</param>
/// <param name="IsBoolean">That field is a bool.</param>
/// <param name="Mask">The bits that must be set in it.</param>
internal sealed record LayoutPresenceModel(string Access, bool IsBoolean, ulong Mask);

/// <summary>The entries that follow a report's header.</summary>
/// <param name="Type">Their layout.</param>
/// <param name="TakesHeader">A view of one is read with the header.</param>
/// <param name="Access">How the header says how much follows, as an unsigned number.</param>
/// <param name="IsLength">That number counts bytes.</param>
internal sealed record LayoutEntriesModel(string Type, bool TakesHeader, string Access, bool IsLength);

/// <summary>The values that an enum defines, as the unsigned numbers that are stored.</summary>
/// <param name="IsFlags">Any combination of them is defined.</param>
/// <param name="Mask">All bits of all values.</param>
/// <param name="Ranges">Consecutive values, ascending.</param>
internal sealed record DefinedValues(bool IsFlags, ulong Mask, EquatableArray<ValueRange> Ranges);

/// <summary>Consecutive values.</summary>
internal sealed record ValueRange(ulong First, ulong Last);

internal enum ByteOrder
{
    Little,
    Big,
    Host,
}

internal enum LayoutValueKind
{
    Integer,
    Boolean,
    Enum,
    Quantity,
    Guid,
    Bytes,
    Layout,
    Table,
}
