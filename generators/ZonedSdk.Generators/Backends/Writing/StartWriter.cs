using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Backends.Writing;

/// <summary>Writes the table's figures, and how a drive is started.</summary>
internal static class StartWriter
{
    public static void Write(CodeWriter writer, BackendModel model)
    {
        string engine = BackendCode.Services + (model.Kind == BackendKind.Medium ? "MediumEngine" : "CommandEngine");
        string name = SymbolDisplay.FormatLiteral(model.Table.Name, quote: true);
        if (model.IsSound)
        {
            WriteTable(writer, model.Table, name);
            writer.Line();
            writer.Line(GeneratedFile.Mark);
            writer.Line($"private {engine}? _engine;");
            writer.Line();
            writer.Line(GeneratedFile.Mark);
            writer.Line($"private {engine} Engine => this._engine ?? throw {BackendCode.Runtime}.NotStarted({name});");
        }

        if (model.Left.Contains("Start"))
        {
            return;
        }

        writer.Line();
        writer.Summary("Starts the drive, when whatever its commands need is open. Once, before anything else.");
        writer.Line(GeneratedFile.Mark);
        if (!model.IsSound)
        {
            writer.Line($"private void Start({BackendCode.Backends}BackendShape shape) => {BackendCode.Invalid};");
            return;
        }

        writer.Open($"private void Start({BackendCode.Backends}BackendShape shape)");
        writer.Open("if (this._engine is not null)");
        writer.Line($"throw {BackendCode.Runtime}.StartedTwice({name});");
        writer.Close();
        writer.Line();
        writer.Line($"this._engine = new {engine}(this, Table, shape);");
        writer.Close();
    }

    private static void WriteTable(CodeWriter writer, BackendTableModel table, string name)
    {
        writer.Line();
        writer.Line(GeneratedFile.Mark);
        writer.Open($"private static {BackendCode.Services}BackendTable Table {{ get; }} = new()");
        writer.Line($"Name = {name},");
        writer.Line($"Flavour = {BackendCode.Zoned}ZoneFlavour.{table.Flavour},");
        writer.Line($"Ordering = {BackendCode.Descriptors}WriteOrdering.{table.Ordering},");
        writer.Line($"ClosesImplicitly = {table.ClosesImplicitly},");
        if (table.AppendsNatively)
        {
            writer.Line("AppendsNatively = true,");
        }

        writer.Line($"Limits = new {BackendCode.Zoned}Limits {{ MaxOpenZones = {Number(table.MaxOpenZones)}, MaxActiveZones = {Number(table.MaxActiveZones)}, MaxTransferBytes = {Number(table.MaxTransferBytes)}, MaxAppendBytes = {Number(table.MaxAppendBytes)} }},");
        writer.Close("};");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
