using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>Every bit is owned exactly once.</summary>
internal static class LayoutOwnership
{
    private const int MaxGapsNamed = 4;

    /// <summary>Reports each member that takes bits which an earlier one owns; and, where none does, the bits that nobody owns.</summary>
    public static void Check(LayoutContext context)
    {
        List<(long Start, long End, ParsedField Owner)> ranges =
        [
            .. context.Fields
                .SelectMany(field => field.Ranges().Select(range => (range.Start, range.End, Owner: field)))
                .OrderBy(range => range.Start).ThenBy(range => range.End).ThenBy(range => range.Owner.Name, StringComparer.Ordinal),
        ];

        HashSet<ParsedField> reported = [];
        List<(long Start, long End)> gaps = [];
        long end = 0;
        ParsedField? owner = null;
        foreach ((long Start, long End, ParsedField Owner) range in ranges)
        {
            if (range.Start < end && owner is not null)
            {
                // What is out of place owns nothing, so that it is not blamed on its neighbours as well.
                Report(context, reported, owner, range.Owner, range.Start);
                continue;
            }

            if (range.Start > end)
            {
                gaps.Add((end, range.Start));
            }

            end = range.End;
            owner = range.Owner;
        }

        if (end < 8L * context.SizeBytes)
        {
            gaps.Add((end, 8L * context.SizeBytes));
        }

        // A field that stands in the wrong place leaves a gap in the right one: that is one mistake, and so is a member that could not be read.
        if (gaps.Count > 0 && reported.Count == 0 && !context.IsIncomplete)
        {
            string named = string.Join(", ", gaps.Take(MaxGapsNamed).Select(Describe));
            string more = gaps.Count > MaxGapsNamed ? $" and {gaps.Count - MaxGapsNamed} more ranges" : "";
            context.Report(Rules.NotOwned, context.Place, context.Type.Name, named + more);
        }
    }

    private static void Report(LayoutContext context, HashSet<ParsedField> reported, ParsedField first, ParsedField second, long bit)
    {
        if (!reported.Add(second))
        {
            return;
        }

        long place = bit / 8;
        if (first.OwnsWholeBytes && second.OwnsWholeBytes)
        {
            context.Report(Rules.Overlap, second.Place, second.Name, first.Name, $"{place}");
        }
        else
        {
            context.Report(Rules.OwnedTwice, second.Place, second.Name, first.Name, $"{bit % 8}", $"{place}");
        }
    }

    private static string Describe((long Start, long End) gap)
    {
        long first = gap.Start / 8;
        long last = (gap.End - 1) / 8;
        if (gap.Start % 8 == 0 && gap.End % 8 == 0)
        {
            return first == last ? $"byte {first}" : $"bytes {first} to {last}";
        }

        return first == last
            ? $"bits {(gap.End - 1) % 8} to {gap.Start % 8} of byte {first}"
            : $"byte {first} from bit {gap.Start % 8} to byte {last} bit {(gap.End - 1) % 8}";
    }
}
