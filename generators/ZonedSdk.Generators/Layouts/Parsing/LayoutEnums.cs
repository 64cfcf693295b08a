using System.Globalization;
using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>The values of enums, and whether their field has room for them.</summary>
internal static class LayoutEnums
{
    public static void Check(LayoutContext context, ISymbol member, AttributeData attribute, ITypeSymbol type, LayoutStorageModel storage)
    {
        if (type.TypeKind != TypeKind.Enum)
        {
            return;
        }

        int bits = Bits(storage);
        IFieldSymbol? widest = Constants(type).FirstOrDefault(constant => !Fits(constant, type, bits));
        if (widest is not null)
        {
            string value = Convert.ToString(widest.ConstantValue, CultureInfo.InvariantCulture) ?? "";
            context.Report(Rules.EnumTooWide, attribute.Place(), member.Name, $"{bits}", widest.Name, type.Name, value);
        }
    }

    /// <summary>The defined values as they are stored; null for what is no enum.</summary>
    public static DefinedValues? Defined(ITypeSymbol type, LayoutStorageModel storage)
    {
        if (type.TypeKind != TypeKind.Enum)
        {
            return null;
        }

        int bits = Bits(storage);
        ulong mask = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
        List<ValueRange> ranges = [];
        ulong all = 0;
        foreach (ulong value in Constants(type).Select(constant => Constant(constant.ConstantValue!) & mask).Distinct().OrderBy(value => value))
        {
            all |= value;
            if (ranges.Count > 0 && ranges[ranges.Count - 1].Last + 1 == value)
            {
                ranges[ranges.Count - 1] = ranges[ranges.Count - 1] with { Last = value };
            }
            else
            {
                ranges.Add(new ValueRange(value, value));
            }
        }

        bool isFlags = type.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == "System.FlagsAttribute");
        return new DefinedValues(isFlags, all, new EquatableArray<ValueRange>(ranges));
    }

    /// <summary>An integer constant as an unsigned number of 64 bits.</summary>
    public static ulong Constant(object value) => value switch
    {
        ulong number => number,
        sbyte or short or int or long => unchecked((ulong)Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        byte or ushort or uint => Convert.ToUInt64(value, CultureInfo.InvariantCulture),
        _ => 0,
    };

    private static int Bits(LayoutStorageModel storage) => storage.Bits?.Count ?? (8 * storage.LengthBytes);

    private static IEnumerable<IFieldSymbol> Constants(ITypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue && field.ConstantValue is not null);

    private static bool Fits(IFieldSymbol constant, ITypeSymbol type, int bits)
    {
        int typeBits = 8 * (FieldType.Of(type)?.SizeBytes ?? 8);
        return bits >= typeBits || Constant(constant.ConstantValue!) >> bits == 0;
    }
}
