using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Parsing;
using static System.FormattableString;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>Reads what is reserved.</summary>
internal static class LayoutReserved
{
    /// <summary>Reads all of it; false when there is too much to go on.</summary>
    public static bool Parse(LayoutContext context)
    {
        int count = context.Fields.Count;
        foreach (AttributeData attribute in context.Type.OfOurs("Reserved").Concat(context.Type.OfOurs("ReservedBits")))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (++count > Limits.MaxFields)
            {
                context.Report(Rules.BeyondLimit, context.Place, context.Type.Name, $"more than {Limits.MaxFields} fields and reserved ranges", $"{Limits.MaxFields}");
                return false;
            }

            if (Parse(context, attribute) is { } storage)
            {
                context.Fields.Add(new ParsedField(new LayoutFieldModel(storage, null), attribute.Place(), null));
            }
            else
            {
                context.MarkIncomplete();
            }
        }

        return true;
    }

    private static LayoutStorageModel? Parse(LayoutContext context, AttributeData attribute)
    {
        if (attribute.Argument<int>(0) is not { } offset)
        {
            return null;
        }

        string owner = Invariant($"what is reserved at byte {offset}");
        if (attribute.IsOurs("ReservedBits"))
        {
            return LayoutStorage.OfBits(context, attribute, owner, offset);
        }

        return attribute.Argument<int>(1) is { } lengthBytes && LayoutStorage.IsInside(context, attribute, owner, offset, lengthBytes)
            ? new LayoutStorageModel(offset, lengthBytes, context.Order, null)
            : null;
    }
}
