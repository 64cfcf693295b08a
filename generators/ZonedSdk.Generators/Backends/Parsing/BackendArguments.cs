using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Backends.Parsing;

/// <summary>Decides what the fields of a call's argument get.</summary>
internal static class BackendArguments
{
    /// <summary>Fills in a range, and what the row says.</summary>
    /// <param name="context">The backend.</param>
    /// <param name="row">The row.</param>
    /// <param name="what">What messages call the row.</param>
    /// <param name="roles">The argument.</param>
    /// <param name="extra">Values that only this row has.</param>
    public static ArgumentModel? Fill(BackendContext context, AttributeData row, string what, LayoutRoles roles, params (string Role, string Value)[] extra)
    {
        List<AssignmentModel> values = [];
        bool usesBlock = false;
        string? reason = roles["Start"] is null ? $"has the argument '{roles.Type.Name}', which has no field 'Start' for the zone's address" : null;
        foreach (string role in (string[])["Start", "Length", "DataLength"])
        {
            if (roles[role] is null)
            {
                continue;
            }

            if (roles.UnitOf(role) is not { } unit)
            {
                reason ??= $"has the argument '{roles.Type.Name}', whose field '{role}' is of no unit; it is Sectors512, Lba or Bytes";
                continue;
            }

            string? source = role == "DataLength" ? extra.FirstOrDefault(pair => pair.Role == role).Value : role == "Start" ? "start" : extra.Any(pair => pair.Role == "DataDwords") ? null : "length";
            if (source is not null)
            {
                usesBlock |= unit == "Lba";
                values.Add(new AssignmentModel(role, Quantity(unit, source)));
            }
        }

        foreach ((string role, string? value) in Plain(row, extra))
        {
            if (roles[role] is null)
            {
                if (value is not null && role is "Opcode" or "Action" && row.Has(role))
                {
                    reason ??= $"says {role}, and its argument '{roles.Type.Name}' has no such field";
                }

                continue;
            }

            if (!roles.IsNumber(role))
            {
                reason ??= $"has the argument '{roles.Type.Name}', whose field '{role}' takes no number";
            }
            else if (value is not null)
            {
                values.Add(new AssignmentModel(role, $"({Names.Qualified(roles[role]!)}){value}"));
            }
        }

        if (reason is null)
        {
            return new ArgumentModel(Names.Qualified(roles.Type), usesBlock, new EquatableArray<AssignmentModel>(values));
        }

        context.ReportRow(Rules.BadRow, row, what, context.Type.Name, reason);
        return null;
    }

    private static IEnumerable<(string Role, string? Value)> Plain(AttributeData row, (string Role, string Value)[] extra)
    {
        yield return ("Opcode", row.Named<byte>("Opcode") is { } opcode ? Hex(opcode) : null);
        yield return ("Action", row.Named<byte>("Action") is { } action ? Hex(action) : null);
        foreach ((string role, string value) in extra.Where(pair => pair.Role != "DataLength"))
        {
            yield return (role, value);
        }
    }

    private static string Quantity(string unit, string source) => unit switch
    {
        "Sectors512" => $"global::ZonedSdk.Sectors512.FromBytes({source})",
        "Lba" => $"new global::ZonedSdk.Lba((ulong)({source} / logicalBlockSizeBytes))",
        _ => $"new global::ZonedSdk.Bytes((ulong){source})",
    };

    private static string Hex(byte value) => FormattableString.Invariant($"0x{value:X2}");
}
