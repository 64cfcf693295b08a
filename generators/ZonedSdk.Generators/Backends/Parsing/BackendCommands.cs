using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Backends.Parsing;

/// <summary>Reads how zones are managed.</summary>
internal static class BackendCommands
{
    private const string Refused = "global::ZonedSdk.CompilerServices.BackendRuntime.Refused";

    private static readonly CommandId[] s_managing = [CommandId.Open, CommandId.Close, CommandId.Finish, CommandId.Reset];

    /// <summary>Returns a row for each action that the table speaks of.</summary>
    public static IEnumerable<CommandRowModel> Read(BackendContext context)
    {
        foreach (AttributeData row in context.Rows("Command"))
        {
            if (row.Argument<int>(0) is { } number && !s_managing.Contains((CommandId)number) && (row.Has("Ioctl") || row.Has("Argument")))
            {
                context.ReportRow(Rules.BadRow, row, $"{(CommandId)number}", context.Type.Name, "is no management of a zone, and arguments are encoded for that only; remove Ioctl and Argument");
            }
        }

        foreach (CommandId command in s_managing)
        {
            if (context.Native.TryGetValue(command, out AttributeData? row))
            {
                ControlModel? control = ReadControl(context, command, row);
                yield return new CommandRowModel(command.ToString(), control is null ? $"this.{command}Core(zone)" : $"this.Control{command}(zone)", control);
            }
            else if (context.Emulated.TryGetValue(command, out EmulationId emulation) && emulation == EmulationId.Refuse)
            {
                yield return new CommandRowModel(command.ToString(), Refused, null);
            }
        }
    }

    private static ControlModel? ReadControl(BackendContext context, CommandId command, AttributeData row)
    {
        if (context.IsIncomplete)
        {
            return null;
        }

        if (row.Named<uint>("Ioctl") is not { } number)
        {
            if (row.Has("Argument") || row.Has("Opcode") || row.Has("Action"))
            {
                context.ReportRow(Rules.BadRow, row, $"{command}", context.Type.Name, $"describes an argument without the number of its call; add Ioctl, or leave it all to {command}Core");
            }

            return null;
        }

        if (row.NamedType("Argument") is not { } type || LayoutRoles.Of(type) is not { } roles)
        {
            context.ReportRow(Rules.BadRow, row, $"{command}", context.Type.Name, row.NamedType("Argument") is { } other ? $"has the argument '{other.Name}', which is no layout" : "has the number of a call without its argument; add Argument");
            return null;
        }

        if (roles.WhyNoArgument(number) is { } reason)
        {
            context.ReportRow(Rules.BadRow, row, $"{command}", context.Type.Name, reason);
            return null;
        }

        return BackendArguments.Fill(context, row, $"{command}", roles) is { } argument
            ? new ControlModel(FormattableString.Invariant($"0x{number:X8}U"), argument)
            : null;
    }
}
