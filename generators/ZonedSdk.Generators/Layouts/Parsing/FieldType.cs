using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>What a field's type means for its bytes.</summary>
/// <param name="Kind">How bits become a value.</param>
/// <param name="SizeBytes">Bytes of a value; 0 where only the field says it.</param>
/// <param name="Integer">For integers and enums: the keyword of the integer type.</param>
/// <param name="Unit">For quantities: the unit that belongs to the type.</param>
/// <param name="IsWidthFree">A field may store it in fewer bytes.</param>
internal sealed record FieldType(LayoutValueKind Kind, int SizeBytes, string Integer, string Unit, bool IsWidthFree)
{
    /// <summary>Says what a type is; null for a type that no field can have.</summary>
    public static FieldType? Of(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum)
        {
            return OfInteger(((INamedTypeSymbol)type).EnumUnderlyingType!.SpecialType) is { } integer
                ? integer with { Kind = LayoutValueKind.Enum, IsWidthFree = true }
                : null;
        }

        if (type.SpecialType == SpecialType.System_Boolean)
        {
            return new FieldType(LayoutValueKind.Boolean, 1, "", "", IsWidthFree: true);
        }

        return OfInteger(type.SpecialType) ?? (type is INamedTypeSymbol named ? OfNamed(named) : null);
    }

    /// <summary>The attribute of a layout type; null for any other.</summary>
    public static AttributeData? LayoutOf(ITypeSymbol type) => type.FirstOfOurs("BinaryLayout");

    public static bool HasHeader(ITypeSymbol type) => LayoutOf(type)?.Has("Header") == true;

    private static FieldType? OfInteger(SpecialType type) => type switch
    {
        SpecialType.System_Byte => new(LayoutValueKind.Integer, 1, "byte", "", IsWidthFree: false),
        SpecialType.System_SByte => new(LayoutValueKind.Integer, 1, "sbyte", "", IsWidthFree: false),
        SpecialType.System_UInt16 => new(LayoutValueKind.Integer, 2, "ushort", "", IsWidthFree: false),
        SpecialType.System_Int16 => new(LayoutValueKind.Integer, 2, "short", "", IsWidthFree: false),
        SpecialType.System_UInt32 => new(LayoutValueKind.Integer, 4, "uint", "", IsWidthFree: false),
        SpecialType.System_Int32 => new(LayoutValueKind.Integer, 4, "int", "", IsWidthFree: false),
        SpecialType.System_UInt64 => new(LayoutValueKind.Integer, 8, "ulong", "", IsWidthFree: false),
        SpecialType.System_Int64 => new(LayoutValueKind.Integer, 8, "long", "", IsWidthFree: false),
        _ => null,
    };

    private static FieldType? OfNamed(INamedTypeSymbol type)
    {
        if (LayoutOf(type) is { } layout)
        {
            return layout.Argument<int>(0) is { } sizeBytes ? new FieldType(LayoutValueKind.Layout, sizeBytes, "", "", IsWidthFree: false) : null;
        }

        if (type.ContainingType is not null || type.ContainingNamespace is not { ContainingNamespace.IsGlobalNamespace: true } within)
        {
            return null;
        }

        return (within.Name, type.Name) switch
        {
            ("ZonedSdk", "Bytes") => new FieldType(LayoutValueKind.Quantity, 8, "", "Byte", IsWidthFree: true),
            ("ZonedSdk", "Sectors512") => new FieldType(LayoutValueKind.Quantity, 8, "", "Sector512", IsWidthFree: true),
            ("ZonedSdk", "Lba") => new FieldType(LayoutValueKind.Quantity, 8, "", "LogicalBlock", IsWidthFree: true),
            ("System", "Guid") => new FieldType(LayoutValueKind.Guid, 16, "", "", IsWidthFree: false),
            ("System", "ReadOnlySpan") when type.TypeArguments.Length == 1 && type.TypeArguments[0].SpecialType == SpecialType.System_Byte => new FieldType(LayoutValueKind.Bytes, 0, "", "", IsWidthFree: true),
            _ => null,
        };
    }
}
