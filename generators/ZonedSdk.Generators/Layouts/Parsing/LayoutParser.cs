using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;
using static System.FormattableString;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>From a type with <c>[BinaryLayout]</c> to a whole layout, or to a shell and what is wrong.</summary>
internal static class LayoutParser
{
    public static ParseResult<LayoutModel> Parse(GeneratorAttributeSyntaxContext syntax, CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)syntax.TargetSymbol;
        LayoutContext context = new(type, syntax.Attributes[0], cancellationToken);
        if (type.TypeKind != TypeKind.Struct)
        {
            // The attribute's own usage already forbids it: CS0592.
            return new ParseResult<LayoutModel>(null, default);
        }

        if (DeclaredTypes.WhyNotExtensible(type, cancellationToken) is { } reason)
        {
            context.Report(Rules.NotExtensible, context.Place, type.Name, reason);
            return context.Result(null);
        }

        bool hasShape = CheckShape(context);
        bool hasNames = LayoutNames.Check(context);
        LayoutBodyModel? body = ParseBody(context);
        context.ReportUnknown();
        DeclaredTypeModel declared = DeclaredTypes.Describe(type);
        bool isWhole = body is not null && hasShape && hasNames && context.IsSound;
        return context.Result(isWhole
            ? new LayoutModel(declared, null, body)
            : new LayoutModel(declared, LayoutShells.Parse(context, hasNames), null));
    }

    private static bool CheckShape(LayoutContext context)
    {
        INamedTypeSymbol type = context.Type;
        if (!type.IsRefLikeType || !type.IsReadOnly)
        {
            context.Report(Rules.NotExtensible, context.Place, type.Name, "a layout is a view over bytes that live elsewhere; declare it 'readonly ref partial struct'");
            return false;
        }

        return true;
    }

    private static LayoutBodyModel? ParseBody(LayoutContext context)
    {
        if (context.Type.HasBroken() || context.Type.GetMembers().Any(AttributeReading.HasBroken))
        {
            context.MarkIncomplete();
            return null;
        }

        if (context.Attribute.Argument<int>(0) is not { } sizeBytes)
        {
            context.MarkIncomplete();
            return null;
        }

        if (sizeBytes is < 1 or > Limits.MaxLayoutBytes)
        {
            context.Report(Rules.BeyondLimit, context.Place, context.Type.Name, Invariant($"{sizeBytes} bytes"), $"1 to {Limits.MaxLayoutBytes}");
            return null;
        }

        context.SizeBytes = sizeBytes;
        context.Order = ParseOrder(context);
        context.Header = context.Attribute.NamedType("Header");
        bool isHeaderSound = LayoutReferences.CheckHeader(context);
        if (!LayoutFields.Parse(context) || !LayoutReserved.Parse(context))
        {
            return null;
        }

        LayoutOwnership.Check(context);
        if (isHeaderSound)
        {
            LayoutReferences.Resolve(context);
        }

        LayoutEntriesModel? entries = LayoutEntries.Parse(context);
        return new LayoutBodyModel(
            sizeBytes,
            new EquatableArray<LayoutFieldModel>(context.Fields.OrderBy(field => field.FirstBit).ThenBy(field => field.Model.Storage.Offset).Select(field => field.Model)),
            context.Header is null ? null : Names.Qualified(context.Header),
            entries);
    }

    private static ByteOrder ParseOrder(LayoutContext context)
    {
        switch (context.Attribute.Argument<int>(1))
        {
            case 1:
                return ByteOrder.Little;
            case 2:
                return ByteOrder.Big;
            case 3:
                return ByteOrder.Host;
            default:
                context.Report(Rules.NoEndian, context.Place, context.Type.Name);
                return ByteOrder.Little;
        }
    }
}
