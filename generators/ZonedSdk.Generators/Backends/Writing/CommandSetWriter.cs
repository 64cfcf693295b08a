using System.Globalization;
using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Backends.Writing;

/// <summary>Writes the commands of a drive that has them.</summary>
internal static class CommandSetWriter
{
    public static void Write(CodeWriter writer, BackendModel model)
    {
        Member(writer, $"long {BackendCode.CommandSet}.Read(int zone, long offsetInZone, {BackendCode.Bytes} buffer) => this.ReadCore(zone, offsetInZone, buffer);");
        Member(writer, $"long {BackendCode.CommandSet}.Write(int zone, long offsetInZone, {BackendCode.ReadOnlyBytes} data) => this.WriteCore(zone, offsetInZone, data);");
        if (model.Table.AppendsNatively)
        {
            Member(writer, $"long {BackendCode.CommandSet}.Append(int zone, {BackendCode.ReadOnlyBytes} data) => this.AppendCore(zone, data);");
        }

        writer.Line();
        writer.Line(GeneratedFile.Mark);
        writer.Open($"int {BackendCode.CommandSet}.Manage({BackendCode.Backends}ZoneAction action, int zone) => action switch");
        foreach (CommandRowModel command in model.Commands)
        {
            writer.Line($"{BackendCode.Backends}ZoneAction.{command.Action} => {command.Call},");
        }

        writer.Line($"_ => {BackendCode.Runtime}.Refused,");
        writer.Close("};");
        WriteReport(writer, model);
        Member(writer, $"int {BackendCode.CommandSet}.Flush(int zone) => {model.Flush};");
        Member(writer, $"{BackendCode.Zoned}ZoneError {BackendCode.CommandSet}.MapError(int code) => MapError(code);");
        WriteClose(writer, model, BackendCode.CommandSet);
        foreach (CommandRowModel command in model.Commands)
        {
            if (command.Control is { } control)
            {
                WriteControl(writer, command.Action, control);
            }
        }
    }

    /// <summary>Writes how whatever the drive was opened with is let go.</summary>
    public static void WriteClose(CodeWriter writer, BackendModel model, string owner)
    {
        writer.Line();
        writer.Line(GeneratedFile.Mark);
        writer.Open($"void {owner}.Close()");
        writer.Line(model.Disposes ? "this.DisposeCore();" : "// The class has no DisposeCore.");
        writer.Close();
    }

    private static void WriteControl(CodeWriter writer, string action, ControlModel control)
    {
        writer.Line();
        writer.Line(GeneratedFile.Mark);
        writer.Open($"private int Control{action}(int zone)");
        writer.Line($"{BackendCode.Services}CommandEngine engine = this.Engine;");
        writer.Line($"{BackendCode.Bytes} argument = stackalloc byte[{control.Argument.Type}.Size];");
        writer.Line($"Encode{action}(argument, engine.Geometry.StartOf(zone), engine.Geometry.LengthOf(zone){Block(control.Argument.UsesBlock)});");
        writer.Line($"return this.ControlCore({action}Request, argument, default);");
        writer.Close();
    }

    private static void WriteReport(CodeWriter writer, BackendModel model)
    {
        string head = $"int {BackendCode.CommandSet}.Report(int firstZone, global::System.Span<{BackendCode.Zoned}ZoneInfo> zones)";
        if (model.Report is not { } report)
        {
            Member(writer, $"{head} => this.ReportCore(firstZone, zones);");
            return;
        }

        writer.Line();
        writer.Line(GeneratedFile.Mark);
        writer.Open(head);
        writer.Line($"{BackendCode.Services}CommandEngine engine = this.Engine;");
        writer.Line($"int perCall = global::System.Math.Min(zones.Length, {report.ZonesPerCall.ToString(CultureInfo.InvariantCulture)});");
        writer.Line("byte[] page = global::System.Buffers.ArrayPool<byte>.Shared.Rent(ReportLength(perCall));");
        if (report is { Argument: { } argument, IsInPlace: false })
        {
            writer.Line($"{BackendCode.Bytes} argument = stackalloc byte[{argument.Type}.Size];");
        }

        writer.Open("try");
        writer.Line("int filled = 0;");
        writer.Open("while (filled < zones.Length)");
        writer.Line("int wanted = global::System.Math.Min(zones.Length - filled, perCall);");
        writer.Line($"{BackendCode.Bytes} report = global::System.MemoryExtensions.AsSpan(page, 0, ReportLength(wanted));");
        writer.Line();
        writer.Line("// The array held other reports before: what the drive leaves out must not be one of them.");
        writer.Line("report.Clear();");
        WriteCall(writer, report);
        writer.Open("if (code != 0)");
        writer.Line("return filled > 0 ? filled : -code;");
        writer.Close();
        writer.Line();
        writer.Line($"int got = DecodeReport(report, engine.Geometry, firstZone + filled, zones.Slice(filled, wanted){Block(report.UsesBlock)});");
        writer.Open("if (got == 0)");
        writer.Line("break;");
        writer.Close();
        writer.Line();
        writer.Line("filled += got;");
        writer.Close();
        writer.Line();
        writer.Line("return filled;");
        writer.Close();
        writer.Open("finally");
        writer.Line("global::System.Buffers.ArrayPool<byte>.Shared.Return(page);");
        writer.Close();
        writer.Close();
    }

    private static void WriteCall(CodeWriter writer, ReportRowModel report)
    {
        if (report.Argument is not { } argument)
        {
            writer.Line("int code = this.ReportCore(firstZone + filled, wanted, report);");
            return;
        }

        string target = report.IsInPlace ? "report" : "argument";
        writer.Line($"EncodeReport({target}, engine.Geometry.StartOf(firstZone + filled), wanted{Block(argument.UsesBlock)});");
        writer.Line($"int code = this.ControlCore(ReportRequest, {target}, {(report.IsInPlace ? "default" : "report")});");
    }

    private static string Block(bool isUsed) => isUsed ? ", engine.LogicalBlockSizeBytes" : "";

    private static void Member(CodeWriter writer, string text)
    {
        writer.Line();
        writer.Line(GeneratedFile.Mark);
        writer.Line(text);
    }
}
