using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>Reads the members that own bits.</summary>
internal static class LayoutFields
{
    /// <summary>Reads all of them; false when there are too many to go on.</summary>
    public static bool Parse(LayoutContext context)
    {
        int count = 0;
        foreach (ISymbol member in context.Type.GetMembers())
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            AttributeData? bytes = member.FirstOfOurs("Field");
            AttributeData? bits = member.FirstOfOurs("BitField");
            if ((bytes ?? bits) is not { } attribute)
            {
                ReportForgotten(context, member);
                continue;
            }

            if (++count > Limits.MaxFields)
            {
                context.Report(Rules.BeyondLimit, context.Place, context.Type.Name, $"more than {Limits.MaxFields} fields", $"{Limits.MaxFields}");
                return false;
            }

            ParsedField? field = bytes is not null && bits is not null
                ? Refuse(context, member, attribute, "it has Field and BitField; keep one of them")
                : Parse(context, member, attribute);
            if (field is null)
            {
                context.MarkIncomplete();
            }
            else
            {
                context.Fields.Add(field);
            }
        }

        return true;
    }

    private static ParsedField? Parse(LayoutContext context, ISymbol member, AttributeData attribute)
    {
        if (WhyNotDeclaredAsField(member) is { } reason)
        {
            return Refuse(context, member, attribute, reason);
        }

        if (attribute.Argument<int>(0) is not { } offset)
        {
            return null;
        }

        ITypeSymbol declaredType = member is IMethodSymbol method ? method.ReturnType : ((IPropertySymbol)member).Type;
        bool isNullable = declaredType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        ITypeSymbol type = isNullable ? ((INamedTypeSymbol)declaredType).TypeArguments[0] : declaredType;
        if (type.TypeKind == TypeKind.Error)
        {
            return null;
        }

        if (FieldType.Of(type) is not { } fieldType)
        {
            return Refuse(context, member, attribute, $"its type '{type.ToDisplayString()}' is no integer, bool, enum, Bytes, Sectors512, Lba, Guid, ReadOnlySpan<byte> or layout");
        }

        bool isTable = member is IMethodSymbol;
        if (isTable && (fieldType.Kind != LayoutValueKind.Layout || attribute.Named<int>("Count") is not >= 1))
        {
            return Refuse(context, member, attribute, "a table returns a layout and says its Count, at least 1");
        }

        if (!isTable && attribute.Has("Count"))
        {
            return Refuse(context, member, attribute, "a table is declared as a method that takes an index: 'partial Layout Name(int index)'");
        }

        if (fieldType.Kind == LayoutValueKind.Layout && FieldType.HasHeader(type))
        {
            return Refuse(context, member, attribute, "its layout is read with a report header, which there is none of here");
        }

        LayoutStorageModel? storage = attribute.IsOurs("BitField")
            ? LayoutStorage.OfBits(context, member, attribute, fieldType, offset)
            : LayoutStorage.OfBytes(context, member, attribute, fieldType, offset);
        if (storage is null)
        {
            return null;
        }

        LayoutUnits.Check(context, member, attribute, fieldType, storage);
        LayoutEnums.Check(context, member, attribute, type, storage);
        CheckPresence(context, member, attribute, fieldType, isNullable);
        LayoutValueModel value = new(
            member is IMethodSymbol table ? DeclaredMembers.Describe(table, context.CancellationToken) : DeclaredMembers.Describe((IPropertySymbol)member, context.CancellationToken),
            member.Name,
            Microsoft.CodeAnalysis.CSharp.SyntaxFacts.GetText(member.DeclaredAccessibility),
            isTable ? LayoutValueKind.Table : fieldType.Kind,
            Names.Qualified(type),
            fieldType.Integer,
            LayoutUnits.Name(attribute),
            isTable ? attribute.Named<int>("Count") ?? 0 : 0,
            member is IMethodSymbol { Parameters: { Length: 1 } parameters } ? Names.Identifier(parameters[0].Name) : "",
            Presence: null,
            Otherwise: null,
            LayoutEnums.Defined(type, storage));
        return new ParsedField(new LayoutFieldModel(storage, value), attribute.Place(), member as IPropertySymbol);
    }

    private static string? WhyNotDeclaredAsField(ISymbol member) => member switch
    {
        { IsStatic: true } => "it is static",
        IPropertySymbol { IsIndexer: true } => "it is an indexer",
        IPropertySymbol { IsPartialDefinition: false } => "it is not partial, so there is nothing to generate; add 'partial'",
        IPropertySymbol { PartialImplementationPart: not null } => "it has an implementation already",
        IPropertySymbol { SetMethod: not null } => "a view only reads; remove its setter and write through the generated Writer",
        IPropertySymbol { GetMethod: null } => "it has no getter",
        IPropertySymbol { RefKind: not RefKind.None } => "it returns by reference",
        IPropertySymbol { DeclaredAccessibility: not (Accessibility.Public or Accessibility.Internal) } => "neither the view's users nor the writer could reach it; make it public or internal",
        IPropertySymbol => null,
        IMethodSymbol { IsPartialDefinition: false } => "it is not partial, so there is nothing to generate; add 'partial'",
        IMethodSymbol { PartialImplementationPart: not null } => "it has an implementation already",
        IMethodSymbol { DeclaredAccessibility: not (Accessibility.Public or Accessibility.Internal) } => "neither the view's users nor the writer could reach it; make it public or internal",
        IMethodSymbol { IsGenericMethod: false, RefKind: RefKind.None, Parameters.Length: 1 } method when method.Parameters[0] is { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Int32 } => null,
        _ => "a table is declared as a method that takes an index: 'partial Layout Name(int index)'",
    };

    /// <summary>A partial property that nobody implements is a field whose attribute was forgotten.</summary>
    private static void ReportForgotten(LayoutContext context, ISymbol member)
    {
        if (member is IPropertySymbol { IsPartialDefinition: true, PartialImplementationPart: null })
        {
            context.Report(Rules.NotAField, member.Locations.FirstOrDefault(), member.Name, "it has neither Field nor BitField; add one, or implement it");
            context.MarkIncomplete();
        }
    }

    private static void CheckPresence(LayoutContext context, ISymbol member, AttributeData attribute, FieldType type, bool isNullable)
    {
        bool hasWhen = member.FirstOfOurs("When") is not null;
        bool hasElse = member.FirstOfOurs("Else") is not null;
        string? reason = (hasWhen, hasElse, isNullable) switch
        {
            (false, true, _) => "it has Else without When",
            (false, false, true) => "it is nullable and always there; add When, or remove the question mark",
            (true, true, true) => "it is nullable although Else says what takes its place; remove the question mark",
            (true, false, false) => "it may be absent; add Else, or a question mark to its type",
            (true, _, _) when type.Kind is LayoutValueKind.Layout or LayoutValueKind.Bytes => "When stands on numbers, enums, bools and uuids only",
            _ => null,
        };
        if (reason is not null)
        {
            Refuse(context, member, attribute, reason);
        }
    }

    private static ParsedField? Refuse(LayoutContext context, ISymbol member, AttributeData attribute, string reason)
    {
        context.Report(Rules.NotAField, attribute.Place(), member.Name, reason);
        return null;
    }
}
