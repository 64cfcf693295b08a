using System.Globalization;
using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Backends.Writing;

/// <summary>Writes what a table is without a drive: error codes, encodings of commands, decodings of reports.</summary>
internal static class TableWriter
{
    private const string Block = ", int logicalBlockSizeBytes";

    public static void Write(CodeWriter writer, BackendModel model)
    {
        WriteErrors(writer, model);
        foreach (CommandRowModel command in model.Commands)
        {
            if (command.Control is not null)
            {
                WriteEncoding(writer, model, command.Action, command.Control);
            }
        }

        if (model.Report is not null)
        {
            WriteReport(writer, model, model.Report);
        }
    }

    private static void WriteErrors(CodeWriter writer, BackendModel model)
    {
        // An engine has no use for a table that says nothing.
        if ((model.Kind == BackendKind.Engine && model.Errors.Count == 0) || !Begin(writer, model, "MapError", "What an error code means."))
        {
            return;
        }

        if (!model.IsSound || model.Errors.Count == 0)
        {
            writer.Line($"internal static {BackendCode.Zoned}ZoneError MapError(int code) => {(model.IsSound ? $"{BackendCode.Zoned}ZoneError.Io" : BackendCode.Invalid)};");
            return;
        }

        writer.Open($"internal static {BackendCode.Zoned}ZoneError MapError(int code) => code switch");
        foreach (ErrorRowModel error in model.Errors)
        {
            writer.Line($"{error.Code.ToString(CultureInfo.InvariantCulture)} => {BackendCode.Zoned}ZoneError.{error.Error},");
        }

        writer.Line($"_ => {BackendCode.Zoned}ZoneError.Io,");
        writer.Close("};");
    }

    private static void WriteEncoding(CodeWriter writer, BackendModel model, string action, ControlModel control)
    {
        if (Begin(writer, model, action + "Request", $"The number of the call that executes {action}."))
        {
            writer.Line($"internal const uint {action}Request = {control.Number};");
        }

        if (Begin(writer, model, "Encode" + action, $"Writes the argument of the call that executes {action}."))
        {
            WriteArgument(writer, model, $"Encode{action}({BackendCode.Bytes} argument, long start, long length{(control.Argument.UsesBlock ? Block : "")})", control.Argument);
        }
    }

    private static void WriteArgument(CodeWriter writer, BackendModel model, string signature, ArgumentModel argument)
    {
        if (!model.IsSound)
        {
            writer.Line($"internal static void {signature} => {BackendCode.Invalid};");
            return;
        }

        writer.Open($"internal static void {signature}");
        writer.Line($"{argument.Type}.Writer writer = {argument.Type}.Write(argument);");
        foreach (AssignmentModel value in argument.Values)
        {
            writer.Line($"writer.{value.Member} = {value.Value};");
        }

        writer.Close();
    }

    private static void WriteReport(CodeWriter writer, BackendModel model, ReportRowModel report)
    {
        if (Begin(writer, model, "ReportLength", "Bytes of a report of so many zones."))
        {
            writer.Line($"internal static int ReportLength(int zones) => {(model.IsSound ? $"{report.Header}.Size + (zones * {report.Entry}.Size)" : BackendCode.Invalid)};");
        }

        if (report is { Number: not null, Argument: not null })
        {
            if (Begin(writer, model, "ReportRequest", "The number of the call that fetches a report."))
            {
                writer.Line($"internal const uint ReportRequest = {report.Number};");
            }

            if (Begin(writer, model, "EncodeReport", "Writes the argument of the call that fetches a report."))
            {
                WriteArgument(writer, model, $"EncodeReport({BackendCode.Bytes} argument, long start, int zones{(report.Argument.UsesBlock ? Block : "")})", report.Argument);
            }
        }

        if (Begin(writer, model, "DecodeReport", "Reads a report: no more zones than it announces, it holds, and there is room for."))
        {
            WriteDecoding(writer, model, report);
        }
    }

    private static void WriteDecoding(CodeWriter writer, BackendModel model, ReportRowModel report)
    {
        string signature = $"internal static int DecodeReport({BackendCode.ReadOnlyBytes} report, {BackendCode.Zoned}Geometry geometry, int firstZone, global::System.Span<{BackendCode.Zoned}ZoneInfo> zones{(report.UsesBlock ? Block : "")})";
        if (!model.IsSound)
        {
            writer.Line($"{signature} => {BackendCode.Invalid};");
            return;
        }

        writer.Open(signature);
        writer.Line("int count = 0;");
        writer.Open($"foreach ({report.Entry} entry in new {report.Header}(report).EnumerateEntries())");
        writer.Open("if (count == zones.Length)");
        writer.Line("break;");
        writer.Close();
        writer.Line();
        writer.Open($"zones[count] = new {BackendCode.Zoned}ZoneInfo");
        writer.Line("Index = firstZone + count,");
        foreach (AssignmentModel read in report.Reads)
        {
            writer.Line($"{read.Member} = {read.Value},");
        }

        writer.Close("};");
        writer.Line("count++;");
        writer.Close();
        writer.Line();
        writer.Line("return count;");
        writer.Close();
    }

    /// <summary>Begins a member, unless the user has one of that name.</summary>
    private static bool Begin(CodeWriter writer, BackendModel model, string name, string summary)
    {
        if (model.Left.Contains(name))
        {
            return false;
        }

        if (name != "MapError")
        {
            writer.Line();
        }

        writer.Summary(summary);
        writer.Line(GeneratedFile.Mark);
        return true;
    }
}
