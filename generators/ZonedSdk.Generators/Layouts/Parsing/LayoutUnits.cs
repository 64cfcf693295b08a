using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>Every number that is wide enough for an address says what it counts, and an address never is a bare number.</summary>
internal static class LayoutUnits
{
    private const int AddressBits = 32;

    private static readonly string[] s_names = ["Unspecified", "None", "Count", "Byte", "Sector512", "LogicalBlock"];

    /// <summary>The unit's name, a member of the enum Unit.</summary>
    public static string Name(AttributeData attribute) =>
        attribute.Named<int>("Unit") is { } value && value >= 0 && value < s_names.Length ? s_names[value] : s_names[0];

    public static void Check(LayoutContext context, ISymbol member, AttributeData attribute, FieldType type, LayoutStorageModel storage)
    {
        string unit = Name(attribute);
        int bits = storage.Bits?.Count ?? (8 * storage.LengthBytes);
        bool isQuantity = unit is "Byte" or "Sector512" or "LogicalBlock";
        string? reason = type.Kind switch
        {
            LayoutValueKind.Quantity when unit != type.Unit => $"returns a quantity; say Unit = Unit.{type.Unit}, or take the type of the unit that is meant",
            LayoutValueKind.Quantity => null,
            _ when isQuantity => $"is in Unit.{unit} and returns no type of that unit; return {TypeOf(unit)}",
            LayoutValueKind.Integer when unit == s_names[0] && bits >= AddressBits => $"has {bits} bits, enough for an address; say what it counts: an address or a length (then return Bytes, Sectors512 or Lba), Unit.Count, or Unit.None",
            _ => null,
        };
        if (reason is not null)
        {
            context.Report(Rules.NoUnit, attribute.Place(), member.Name, reason);
        }
    }

    private static string TypeOf(string unit) => unit switch
    {
        "Byte" => "Bytes",
        "Sector512" => "Sectors512",
        _ => "Lba",
    };
}
