using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Parsing;
using static System.FormattableString;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>Decides where a member's bits are, and whether the layout has that place.</summary>
internal static class LayoutStorage
{
    /// <summary>The place of a field of whole bytes; null when it has none.</summary>
    public static LayoutStorageModel? OfBytes(LayoutContext context, ISymbol member, AttributeData attribute, FieldType type, int offset)
    {
        int width = attribute.Named<int>("Width") ?? type.SizeBytes;
        if (attribute.Has("Width") && WhyNotWidth(type, width) is { } reason)
        {
            return Refuse(context, member, attribute, reason);
        }

        if (type.Kind == LayoutValueKind.Bytes && width < 1)
        {
            return Refuse(context, member, attribute, "a run of bytes says how long it is: Width, at least 1");
        }

        if (type.Kind == LayoutValueKind.Layout && width >= context.SizeBytes)
        {
            return Refuse(context, member, attribute, Invariant($"its layout of {width} bytes is not smaller than this one of {context.SizeBytes}"));
        }

        long lengthBytes = member is IMethodSymbol ? (long)width * (attribute.Named<int>("Count") ?? 0) : width;
        return IsInside(context, attribute, $"'{member.Name}'", offset, lengthBytes)
            ? new LayoutStorageModel(offset, (int)lengthBytes, context.Order, null)
            : null;
    }

    /// <summary>The place of a field of bits; null when it has none.</summary>
    public static LayoutStorageModel? OfBits(LayoutContext context, ISymbol member, AttributeData attribute, FieldType type, int offset)
    {
        if (type.Kind is not (LayoutValueKind.Integer or LayoutValueKind.Boolean or LayoutValueKind.Enum or LayoutValueKind.Quantity) || (type.Kind == LayoutValueKind.Integer && type.Integer is "sbyte" or "short" or "int" or "long"))
        {
            return Refuse(context, member, attribute, "a field of bits is an unsigned integer, a bool, an enum, Bytes, Sectors512 or Lba");
        }

        LayoutStorageModel? storage = OfBits(context, attribute, $"'{member.Name}'", offset);
        int typeBits = type.Kind == LayoutValueKind.Boolean ? 1 : 8 * type.SizeBytes;
        return storage?.Bits is { } bits && bits.Count > typeBits
            ? Refuse(context, member, attribute, Invariant($"{bits.Count} bits do not fit into its type, which has {typeBits}"))
            : storage;
    }

    /// <summary>The place of named or reserved bits; null when the layout or the word has no such bits.</summary>
    public static LayoutStorageModel? OfBits(LayoutContext context, AttributeData attribute, string owner, int offset)
    {
        if (attribute.Argument<int>(1) is not { } msb || attribute.Argument<int>(2) is not { } lsb)
        {
            context.MarkIncomplete();
            return null;
        }

        int width = attribute.Named<int>("Width") ?? 1;
        Location? place = attribute.Place();
        if (width is not (1 or 2 or 4 or 8))
        {
            context.Report(Rules.PastTheEnd, place, owner, Invariant($"a word of {width} bytes"), "a word has 1, 2, 4 or 8");
            return null;
        }

        if (lsb < 0 || msb < lsb || msb >= 8 * width)
        {
            context.Report(Rules.PastTheEnd, place, owner, Invariant($"bits {msb} to {lsb}"), $"its word has bits {(8 * width) - 1} to 0, the most significant one first");
            return null;
        }

        return IsInside(context, attribute, owner, offset, width)
            ? new LayoutStorageModel(offset, width, context.Order, new BitRange(msb, lsb))
            : null;
    }

    /// <summary>Whether a layout has a range of bytes; reports it when not.</summary>
    public static bool IsInside(LayoutContext context, AttributeData attribute, string owner, int offset, long lengthBytes)
    {
        if (offset >= 0 && lengthBytes >= 1 && offset + lengthBytes <= context.SizeBytes)
        {
            return true;
        }

        context.Report(Rules.PastTheEnd, attribute.Place(), owner, Invariant($"{lengthBytes} bytes from offset {offset}"), $"the layout has bytes 0 to {context.SizeBytes - 1}");
        return false;
    }

    private static string? WhyNotWidth(FieldType type, int width) => type.Kind switch
    {
        LayoutValueKind.Bytes => null,
        _ when width == type.SizeBytes => null,
        _ when !type.IsWidthFree => Invariant($"its type has {type.SizeBytes} bytes, so its Width is not {width}; take a type of that size"),
        _ when width is not (1 or 2 or 4 or 8) => Invariant($"its Width is {width}; 1, 2, 4 and 8 are possible"),

        // Reading would cut off what the type has no room for, and a wrong value would look like a right one.
        _ when type.Kind != LayoutValueKind.Boolean && width > type.SizeBytes => Invariant($"its type has {type.SizeBytes} bytes and cannot hold a field of {width}; take a wider type"),
        _ => null,
    };

    private static LayoutStorageModel? Refuse(LayoutContext context, ISymbol member, AttributeData attribute, string reason)
    {
        context.Report(Rules.NotAField, attribute.Place(), member.Name, reason);
        return null;
    }
}
