using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>Reads what follows a report's header.</summary>
internal static class LayoutEntries
{
    public static LayoutEntriesModel? Parse(LayoutContext context)
    {
        if (context.Type.FirstOfOurs("Entries") is not { } attribute)
        {
            return null;
        }

        if (EntryType(attribute) is not { } type)
        {
            context.MarkIncomplete();
            return null;
        }

        string? count = attribute.NamedText("Count");
        string? length = attribute.NamedText("Length");
        ParsedField? field = context.Fields.FirstOrDefault(candidate => candidate.Property is not null && candidate.Property.Name == (count ?? length));
        string? reason = WhyNotEntry(context, type)
            ?? ((count is null) == (length is null) ? "says how many entries follow by one of Count and Length" : null)
            ?? (field is null && !context.IsIncomplete ? $"has no field '{count ?? length}' that says how much follows" : null)
            ?? (field is null ? null : WhyNotAmount(field, count is not null));
        if (reason is not null)
        {
            context.Report(Rules.NoSuchMember, attribute.Place(), context.Type.Name, reason);
            return null;
        }

        if (field is null)
        {
            return null;
        }

        LayoutValueModel value = field.Model.Value!;
        string access = value.Kind == LayoutValueKind.Quantity ? $"this.{value.Member.Name}.Value" : "this." + value.Member.Name;
        return new LayoutEntriesModel(Names.Qualified(type), FieldType.HasHeader(type), access, length is not null);
    }

    public static INamedTypeSymbol? EntryType(AttributeData attribute) =>
        attribute.ConstructorArguments.Length > 0 ? AttributeReading.Value(attribute.ConstructorArguments[0]) as INamedTypeSymbol : null;

    private static string? WhyNotEntry(LayoutContext context, INamedTypeSymbol type)
    {
        if (FieldType.LayoutOf(type) is not { } layout)
        {
            return $"has entries of '{type.Name}', which is no layout";
        }

        return layout.NamedType("Header") is { } header && !SymbolEqualityComparer.Default.Equals(header, context.Type)
            ? $"has entries of '{type.Name}', which is read with another header, '{header.Name}'"
            : null;
    }

    private static string? WhyNotAmount(ParsedField field, bool isCount)
    {
        LayoutValueModel value = field.Model.Value!;
        bool fits = isCount
            ? value.Kind == LayoutValueKind.Integer && value.Integer is "byte" or "ushort" or "uint" or "ulong"
            : value.Kind == LayoutValueKind.Quantity && value.Unit == "Byte";
        return fits ? null : $"takes '{value.PlainName}' for {(isCount ? "a count, which is an unsigned integer" : "a length, which is of type Bytes")}";
    }
}
