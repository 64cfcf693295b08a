using System.Globalization;
using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Backends.Parsing;

/// <summary>Reads what error codes mean.</summary>
internal static class BackendErrors
{
    private const string ErrorType = "ZonedSdk.ZoneError";

    public static EquatableArray<ErrorRowModel> Read(BackendContext context)
    {
        Dictionary<int, string> names = NamesOf(context.Compilation);
        SortedDictionary<int, string> errors = [];
        foreach (AttributeData row in context.Rows("MapsError"))
        {
            if (row.Argument<int>(0) is not { } code || row.Argument<int>(1) is not { } error)
            {
                context.MarkIncomplete();
                continue;
            }

            string text = code.ToString(CultureInfo.InvariantCulture);
            if (errors.TryGetValue(code, out string? same))
            {
                context.ReportRow(Rules.MappedTwice, row, text, context.Type.Name, same);
                continue;
            }

            string? reason = code is <= 0 or int.MaxValue ? "is no code: codes are positive, for members return 0 where all went well and minus the code where a count is returned"
                : error == 0 ? "means that nothing went wrong, and a code is returned only when something did; name an error"
                : !names.ContainsKey(error) ? "means an error that ZoneError does not define"
                : null;
            if (reason is not null)
            {
                context.ReportRow(Rules.BadRow, row, $"Code {text}", context.Type.Name, reason);
                continue;
            }

            errors.Add(code, names[error]);
        }

        return new EquatableArray<ErrorRowModel>(errors.Select(pair => new ErrorRowModel(pair.Key, pair.Value)));
    }

    private static Dictionary<int, string> NamesOf(Compilation compilation)
    {
        Dictionary<int, string> names = [];
        foreach (IFieldSymbol field in compilation.GetTypeByMetadataName(ErrorType)?.GetMembers().OfType<IFieldSymbol>() ?? [])
        {
            if (field.ConstantValue is int value && !names.ContainsKey(value))
            {
                names.Add(value, field.Name);
            }
        }

        return names;
    }
}
