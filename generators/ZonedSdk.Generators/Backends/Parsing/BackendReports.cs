using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Layouts.Parsing;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;
using static System.FormattableString;

namespace ZonedSdk.Generators.Backends.Parsing;

/// <summary>Reads how zones are reported.</summary>
internal static class BackendReports
{
    private const int MaxZonesPerCall = 1 << 16;
    private const int DefaultZonesPerCall = 1024;
    private const string DataBytes = "ReportLength(zones)";

    private static readonly string[] s_flags = ["ResetRecommended", "FinishRecommended", "NonSequential"];

    /// <summary>Returns the report; null where there is none, or none that can be read.</summary>
    public static ReportRowModel? Read(BackendContext context)
    {
        if (context.IsIncomplete || context.Rows("Report").FirstOrDefault() is not { } row)
        {
            return null;
        }

        INamedTypeSymbol? header = row.ConstructorArguments.Length > 0 ? AttributeReading.Value(row.ConstructorArguments[0]) as INamedTypeSymbol : null;
        INamedTypeSymbol? entry = header?.FirstOfOurs("Entries") is { } entries ? LayoutEntries.EntryType(entries) : null;
        int zones = row.Named<int>("ZonesPerCall") ?? DefaultZonesPerCall;
        string? reason = header is null ? "has no header"
            : LayoutRoles.Of(header) is null ? $"has the header '{header.Name}', which is no layout"
            : entry is null || LayoutRoles.Of(entry) is null ? $"has the header '{header.Name}', which no entries follow; add Entries to it"
            : zones is < 1 or > MaxZonesPerCall ? Invariant($"has {zones} zones in one call; 1 to {MaxZonesPerCall} are allowed")
            : null;
        if (reason is not null)
        {
            Refuse(context, row, reason);
            return null;
        }

        LayoutRoles entryRoles = LayoutRoles.Of(entry!)!;
        if (ReadEntry(context, row, entryRoles) is not { } reads)
        {
            return null;
        }

        ArgumentModel? argument = null;
        uint? number = row.Named<uint>("Ioctl");
        INamedTypeSymbol? argumentType = row.NamedType("Argument");
        if (number is not null)
        {
            LayoutRoles? roles = LayoutRoles.Of(argumentType ?? header!);
            string? problem = roles is null ? $"has the argument '{argumentType!.Name}', which is no layout" : roles.WhyNoArgument(number.Value);
            if (problem is not null)
            {
                Refuse(context, row, problem);
                return null;
            }

            string? count = header!.OfOurs("Entries").First().NamedText("Count");
            (string, string)[] extra = argumentType is not null ? [("DataLength", DataBytes), ("DataDwords", $"(({DataBytes} / 4) - 1)")]
                : count is null ? []
                : [(count, "zones")];
            argument = BackendArguments.Fill(context, row, "Report", roles!, extra);
            if (argument is null)
            {
                return null;
            }
        }
        else if (argumentType is not null || row.Has("Opcode") || row.Has("Action"))
        {
            Refuse(context, row, "describes an argument without the number of its call; add Ioctl, or leave it all to ReportCore");
            return null;
        }

        return new ReportRowModel(
            Names.Qualified(header!),
            Names.Qualified(entry!),
            number is null ? null : Invariant($"0x{number.Value:X8}U"),
            argument,
            argumentType is null,
            new EquatableArray<AssignmentModel>(reads),
            ((string[])["Start", "Length", "Capacity", "WritePointer"]).Any(role => entryRoles.UnitOf(role) == "Lba"),
            zones);
    }

    private static List<AssignmentModel>? ReadEntry(BackendContext context, AttributeData row, LayoutRoles roles)
    {
        string condition = roles["Condition"] is null ? "State" : "Condition";
        string? missing = ((string[])["Start", "WritePointer", "Type", condition]).FirstOrDefault(role => roles[role] is null);
        string? wrong = ((string[])["Start", "WritePointer", "Length", "Capacity"]).FirstOrDefault(role => roles[role] is not null && roles.UnitOf(role) is null)
            ?? ((string[])["Type", condition]).FirstOrDefault(role => roles[role] is not null && !roles.IsNumber(role))
            ?? s_flags.FirstOrDefault(role => roles[role] is { SpecialType: not SpecialType.System_Boolean });
        if (missing is not null || wrong is not null)
        {
            Refuse(context, row, missing is not null
                ? $"has entries of '{roles.Type.Name}', which have no field '{(missing == "State" ? "Condition" : missing)}'"
                : $"has entries of '{roles.Type.Name}', whose field '{wrong}' has another type than a report's: addresses are Sectors512, Lba or Bytes and always there, types and conditions numbers, recommendations bool");
            return null;
        }

        List<AssignmentModel> reads =
        [
            new("Type", Number("Type", "ZoneType")),
            new("Condition", Number(condition, "ZoneCondition")),
            new("Start", Address("Start")),
            new("LengthBytes", roles["Length"] is null ? "geometry.LengthOf(firstZone + count)" : Address("Length")),
            new("CapacityBytes", roles["Capacity"] is not null ? Address("Capacity") : roles["Length"] is not null ? Address("Length") : "geometry.LengthOf(firstZone + count)"),
            new("WritePointer", Address("WritePointer")),
        ];
        reads.AddRange(s_flags.Where(role => roles[role] is not null).Select(role => new AssignmentModel(role, $"entry.{role}")));
        if (roles["Attributes"]?.ToDisplayString() == "ZonedSdk.Layouts.NvmeZoneAttributes")
        {
            reads.Add(new("ResetRecommended", "(entry.Attributes & global::ZonedSdk.Layouts.NvmeZoneAttributes.ResetRecommended) != 0"));
            reads.Add(new("FinishRecommended", "(entry.Attributes & global::ZonedSdk.Layouts.NvmeZoneAttributes.FinishRecommended) != 0"));
        }

        return reads;

        string Number(string role, string type) => roles[role]!.ToDisplayString() == "ZonedSdk." + type ? $"entry.{role}" : $"unchecked((global::ZonedSdk.{type})entry.{role})";

        string Address(string role) => roles.UnitOf(role) == "Lba"
            ? $"global::ZonedSdk.CompilerServices.BackendRuntime.BytesOf(entry.{role}, logicalBlockSizeBytes)"
            : $"global::ZonedSdk.CompilerServices.BackendRuntime.BytesOf(entry.{role})";
    }

    private static void Refuse(BackendContext context, AttributeData row, string reason) =>
        context.ReportRow(Rules.BadRow, row, "Report", context.Type.Name, reason);
}
