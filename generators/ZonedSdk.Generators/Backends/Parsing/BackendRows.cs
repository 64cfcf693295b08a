using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Backends.Parsing;

/// <summary>Reads which commands the drive has, and which something stands in for.</summary>
internal static class BackendRows
{
    private static readonly CommandId[] s_conditions = [CommandId.Open, CommandId.Close, CommandId.Finish, CommandId.Report];
    private static readonly CommandId[] s_mediumNeeds = [CommandId.Read, CommandId.Write, CommandId.Reset];

    public static void Read(BackendContext context)
    {
        foreach (AttributeData row in context.Rows("Command"))
        {
            ReadNative(context, row);
        }

        if (context.Rows("Report").FirstOrDefault() is { } report && !context.Native.ContainsKey(CommandId.Report))
        {
            context.Native.Add(CommandId.Report, report);
        }
        else if (context.Rows("Report").FirstOrDefault() is { } second)
        {
            context.ReportRow(Rules.BadRow, second, "Report", context.Type.Name, "is described by Command as well; keep one of the two rows");
        }

        List<AttributeData> emulated = [.. context.Rows("Emulates").Where(row => ReadEmulated(context, row))];
        bool keepsConditions = context.Emulated.ContainsValue(EmulationId.Conditions);
        context.Kind = context.Type.IsStatic ? BackendKind.Table
            : context.Attribute.Has("Engine") ? BackendKind.Engine
            : keepsConditions ? BackendKind.Medium
            : BackendKind.Commands;
        CheckBases(context, emulated);
    }

    /// <summary>Reports what a backend must say and does not.</summary>
    public static void CheckComplete(BackendContext context)
    {
        if (context.IsIncomplete || context.Kind is BackendKind.Table or BackendKind.Engine)
        {
            return;
        }

        // What a Conditions row needs was told there.
        string[] missing =
        [
            .. ((CommandId[])Enum.GetValues(typeof(CommandId)))
                .Where(command => !context.Native.ContainsKey(command) && !context.Emulated.ContainsKey(command))
                .Where(command => context.Kind != BackendKind.Medium || command is CommandId.Append or CommandId.Flush)
                .Select(command => command.ToString()),
        ];
        if (missing.Length > 0)
        {
            context.Report(Rules.CommandMissing, context.Place, context.Type.Name, string.Join(", ", missing));
        }
    }

    /// <summary>Whether the drive can choose the places of appends: nobody in front of it orders them, or keeps a pointer of its own.</summary>
    public static bool AppendsCanOvertake(BackendContext context) =>
        (context.Attribute.Named<int>("Ordering") ?? 0) == 1 && context.Rows("Emulates").All(row => row.Named<int>("With") != (int)EmulationId.Conditions);

    private static void ReadNative(BackendContext context, AttributeData row)
    {
        if (row.Argument<int>(0) is not { } number)
        {
            context.MarkIncomplete();
            return;
        }

        string? reason = !Enum.IsDefined(typeof(CommandId), number) ? "is none that ZoneCommand defines"
            : context.Native.ContainsKey((CommandId)number) ? "is described twice; keep one of the two rows"
            : number == (int)CommandId.Append && !context.Type.IsStatic && !AppendsCanOvertake(context) ? "is for a drive that keeps its zones and their order itself (Ordering = WriteOrdering.Required, no emulated conditions); elsewhere emulate it with Emulation.WriteAtPointer"
            : null;
        if (reason is not null)
        {
            context.ReportRow(Rules.BadRow, row, NameOf(number), context.Type.Name, reason);
        }

        // A row that was told as wrong is not told as missing as well.
        if (Enum.IsDefined(typeof(CommandId), number) && !context.Native.ContainsKey((CommandId)number))
        {
            context.Native.Add((CommandId)number, row);
        }
    }

    /// <summary>Reads one row; false where there is something wrong with it that was told.</summary>
    private static bool ReadEmulated(BackendContext context, AttributeData row)
    {
        if (row.Argument<int>(0) is not { } number)
        {
            context.MarkIncomplete();
            return false;
        }

        int emulation = row.Named<int>("With") ?? 0;
        if (Enum.IsDefined(typeof(CommandId), number) && context.Native.ContainsKey((CommandId)number))
        {
            context.ReportRow(Rules.NativeAndEmulated, row, NameOf(number), context.Type.Name);
            context.Emulated[(CommandId)number] = (EmulationId)emulation;
            return false;
        }

        string? reason = !Enum.IsDefined(typeof(CommandId), number) ? "is none that ZoneCommand defines"
            : context.Emulated.ContainsKey((CommandId)number) ? "is emulated twice; keep one of the two rows"
            : Fits((CommandId)number, emulation) ? null
            : emulation == 0 ? "does not say what stands in for it; write With"
            : $"cannot be emulated that way; {Possible((CommandId)number)}";
        if (reason is not null)
        {
            context.ReportRow(Rules.BadRow, row, NameOf(number), context.Type.Name, reason);

            // Told here, and not once more as missing.
            if (Enum.IsDefined(typeof(CommandId), number) && !context.Emulated.ContainsKey((CommandId)number))
            {
                context.Emulated.Add((CommandId)number, EmulationId.None);
            }

            return false;
        }

        context.Emulated.Add((CommandId)number, (EmulationId)emulation);
        return true;
    }

    private static void CheckBases(BackendContext context, List<AttributeData> emulated)
    {
        if (context.IsIncomplete || context.Kind is BackendKind.Table or BackendKind.Engine)
        {
            return;
        }

        bool hasToldConditions = false;
        foreach (AttributeData row in emulated)
        {
            CommandId command = (CommandId)row.Argument<int>(0)!.Value;
            EmulationId emulation = context.Emulated[command];
            CommandId[] missing = emulation switch
            {
                EmulationId.WriteAtPointer when !context.Native.ContainsKey(CommandId.Write) && context.Kind != BackendKind.Medium => [CommandId.Write],
                EmulationId.Conditions when !hasToldConditions => [.. s_mediumNeeds.Where(need => !context.Native.ContainsKey(need)), .. s_conditions.Where(need => !KeepsCondition(context, need))],
                _ => [],
            };
            if (missing.Length > 0)
            {
                hasToldConditions |= emulation == EmulationId.Conditions;
                context.ReportRow(Rules.NoBase, row, command.ToString(), context.Type.Name, emulation.ToString(), string.Join(", ", missing), emulation == EmulationId.WriteAtPointer ? "add Command rows for them" : "Read, Write and Reset are commands of the medium, and Open, Close, Finish and Report are all emulated so");

                // A missing write is one mistake, not one of the append's and one of the table's.
                foreach (CommandId need in missing.Where(need => !context.Native.ContainsKey(need) && !context.Emulated.ContainsKey(need)))
                {
                    context.Emulated.Add(need, EmulationId.None);
                }
            }
        }
    }

    // One that is a command as well was told as such.
    private static bool KeepsCondition(BackendContext context, CommandId command) =>
        context.Emulated.TryGetValue(command, out EmulationId emulation) && emulation is EmulationId.Conditions or EmulationId.None;

    private static bool Fits(CommandId command, int emulation) => (EmulationId)emulation switch
    {
        EmulationId.WriteAtPointer => command == CommandId.Append,
        EmulationId.Conditions => s_conditions.Contains(command),
        EmulationId.Nothing => command == CommandId.Flush,
        EmulationId.Refuse => command is CommandId.Open or CommandId.Close or CommandId.Finish,
        _ => false,
    };

    private static string Possible(CommandId command) => command switch
    {
        CommandId.Append => "take WriteAtPointer",
        CommandId.Flush => "take Nothing, for a drive without a volatile cache",
        CommandId.Report => "take Conditions",
        CommandId.Open or CommandId.Close or CommandId.Finish => "take Conditions or Refuse",
        _ => "nothing stands in for it, so it is a Command",
    };

    private static string NameOf(int number) => Enum.IsDefined(typeof(CommandId), number) ? ((CommandId)number).ToString() : FormattableString.Invariant($"Command {number}");
}
