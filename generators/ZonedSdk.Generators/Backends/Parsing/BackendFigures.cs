using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Parsing;
using static System.FormattableString;

namespace ZonedSdk.Generators.Backends.Parsing;

/// <summary>Reads name, flavour, ordering and limits.</summary>
internal static class BackendFigures
{
    private const int DefaultTransferBytes = 1 << 20;
    private const int Granularity = 512;

    public static BackendTableModel Read(BackendContext context)
    {
        AttributeData attribute = context.Attribute;
        string name = attribute.Text(0) ?? "";
        if (name.Trim().Length == 0 || name.Length > Limits.MaxNameLength)
        {
            Refuse("The name", Invariant($"has {name.Length} characters; messages need 1 to {Limits.MaxNameLength}, and not only blanks"));
        }

        byte flavour = attribute.Named<byte>("Flavour") ?? 0;
        int ordering = attribute.Named<int>("Ordering") ?? 0;
        if (flavour > 1)
        {
            Refuse("Flavour", "is none that ZoneFlavour defines");
        }

        if (ordering is < 0 or > 1)
        {
            Refuse("Ordering", "is none that WriteOrdering defines");
        }

        (int transfer, int append, int open, int active) = ReadLimits(context);
        return new BackendTableModel(
            name.Length > Limits.MaxNameLength ? "" : name,
            flavour == 1 ? "Zns" : "Zbc",
            ordering == 1 ? "Required" : "Queued",
            attribute.Named<bool>("ClosesImplicitly") switch { true => "true", false => "false", _ => "null" },
            transfer,
            append,
            open,
            active,
            context.Native.ContainsKey(CommandId.Append));

        void Refuse(string figure, string reason) => context.Report(Rules.BadRow, context.Place, figure, context.Type.Name, reason);
    }

    private static (int Transfer, int Append, int Open, int Active) ReadLimits(BackendContext context)
    {
        if (context.Rows("Limits").FirstOrDefault() is not { } row)
        {
            return (DefaultTransferBytes, DefaultTransferBytes, 0, 0);
        }

        long transfer = row.Named<long>("MaxTransferBytes") ?? DefaultTransferBytes;
        long append = row.Named<long>("MaxAppendBytes") ?? transfer;
        int open = row.Named<int>("MaxOpenZones") ?? 0;
        int active = row.Named<int>("MaxActiveZones") ?? 0;
        string? reason = WhyNotBytes("MaxTransferBytes", transfer)
            ?? WhyNotBytes("MaxAppendBytes", append)
            ?? (append > transfer ? Invariant($"an append of {append} bytes does not go into one transfer of {transfer}; lower MaxAppendBytes, or raise MaxTransferBytes") : null)
            ?? WhyNotZones("MaxOpenZones", open)
            ?? WhyNotZones("MaxActiveZones", active)
            ?? (active > 0 && open > active ? Invariant($"{open} zones can be open, and {active} active; every open zone is active, so lower MaxOpenZones or raise MaxActiveZones") : null);
        if (reason is null)
        {
            return ((int)transfer, (int)append, open, active);
        }

        context.ReportRow(Rules.LimitContradicts, row, context.Type.Name, reason);
        return (DefaultTransferBytes, DefaultTransferBytes, 0, 0);
    }

    private static string? WhyNotBytes(string figure, long value) =>
        value is < Granularity or > int.MaxValue ? Invariant($"{figure} is {value}; {Granularity} to {int.MaxValue} are allowed")
        : value % Granularity != 0 ? Invariant($"{figure} is {value}, {value % Granularity} more than a number of sectors of {Granularity} bytes")
        : null;

    private static string? WhyNotZones(string figure, int value) =>
        value is < 0 or > Limits.MaxZones ? Invariant($"{figure} is {value}; 0 (no limit) to {Limits.MaxZones} are allowed") : null;
}
