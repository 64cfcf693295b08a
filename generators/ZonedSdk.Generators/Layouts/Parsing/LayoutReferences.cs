using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>Resolves the names in When and Else to fields of the layout or of its report header.</summary>
internal static class LayoutReferences
{
    public static bool CheckHeader(LayoutContext context)
    {
        if (context.Header is null)
        {
            return true;
        }

        string? reason = FieldType.LayoutOf(context.Header) is not { } layout ? $"has the report header '{context.Header.Name}', which is no layout"
            : layout.Has("Header") ? $"has the report header '{context.Header.Name}', which is read with a header itself"
            : SymbolEqualityComparer.Default.Equals(context.Header, context.Type) ? "is its own report header"
            : null;
        if (reason is not null)
        {
            context.Report(Rules.NoSuchMember, context.Place, context.Type.Name, reason);
        }

        return reason is null;
    }

    public static void Resolve(LayoutContext context)
    {
        foreach (ParsedField field in context.Fields.Where(field => field.Property is not null).ToArray())
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (field.Property!.FirstOfOurs("When") is not { } when)
            {
                continue;
            }

            LayoutPresenceModel? presence = ResolveWhen(context, field, when);
            string? otherwise = ResolveElse(context, field);
            field.Model = field.Model with { Value = field.Model.Value! with { Presence = presence, Otherwise = otherwise } };
        }
    }

    private static LayoutPresenceModel? ResolveWhen(LayoutContext context, ParsedField field, AttributeData when)
    {
        if (when.Text(0) is not { } name || when.ConstructorArguments.Length < 2)
        {
            context.MarkIncomplete();
            return null;
        }

        ParsedField? own = context.Fields.FirstOrDefault(candidate => candidate.Property?.Name == name);
        if (own is not null && own.FirstBit >= field.FirstBit)
        {
            context.Report(Rules.LaterField, when.Place(), field.Property!.Name, $"{field.Model.Storage.Offset}", name, $"{own.Model.Storage.Offset}");
            return null;
        }

        IPropertySymbol? target = own?.Property ?? FieldOfHeader(context, name);
        object? value = AttributeReading.Value(when.ConstructorArguments[1]);
        string? reason = target is null ? $"depends on '{name}', and neither this layout nor its report header has such a field"
            : target.FirstOfOurs("When") is not null ? $"depends on '{name}', which may be absent itself"
            : WhyNotCondition(target, value);
        if (reason is not null)
        {
            context.Report(Rules.NoSuchMember, when.Place(), field.Property!.Name, reason);
            return null;
        }

        string access = (own is null ? "_header." : "this.") + Names.Identifier(target!.Name);
        return value is bool ? new LayoutPresenceModel(access, IsBoolean: true, 0) : new LayoutPresenceModel(access, IsBoolean: false, LayoutEnums.Constant(value!));
    }

    private static string? ResolveElse(LayoutContext context, ParsedField field)
    {
        if (field.Property!.FirstOfOurs("Else") is not { } otherwise || otherwise.Text(0) is not { } name)
        {
            return null;
        }

        IPropertySymbol? target = context.Fields.FirstOrDefault(candidate => candidate.Property?.Name == name)?.Property;
        string? reason = target is null ? $"is replaced by '{name}', and the layout has no such field"
            : target.FirstOfOurs("When") is not null ? $"is replaced by '{name}', which may be absent itself"
            : !SymbolEqualityComparer.Default.Equals(target.Type, field.Property!.Type) ? $"is replaced by '{name}', which is of another type"
            : null;
        if (reason is null)
        {
            return Names.Identifier(name);
        }

        context.Report(Rules.NoSuchMember, otherwise.Place(), field.Property!.Name, reason);
        return null;
    }

    private static string? WhyNotCondition(IPropertySymbol target, object? value)
    {
        LayoutValueKind? kind = FieldType.Of(target.Type)?.Kind;
        return kind switch
        {
            LayoutValueKind.Boolean when value is true => null,
            LayoutValueKind.Boolean => $"depends on the bool '{target.Name}'; the value is 'true'",
            LayoutValueKind.Integer or LayoutValueKind.Enum when value is not null and not bool && LayoutEnums.Constant(value) != 0 => null,
            LayoutValueKind.Integer or LayoutValueKind.Enum => $"depends on '{target.Name}' without naming a bit; the value is an integer or an enum member, and not 0",
            _ => $"depends on '{target.Name}', which is no integer, enum or bool",
        };
    }

    private static IPropertySymbol? FieldOfHeader(LayoutContext context, string name) => context.Header?
        .GetMembers(name)
        .OfType<IPropertySymbol>()
        .FirstOrDefault(LayoutMember.IsField);
}
