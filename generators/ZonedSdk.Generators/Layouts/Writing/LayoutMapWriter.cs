using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Layouts.Writing;

/// <summary>The layout as data: offsets for messages, the map for documentation and tests.</summary>
internal static class LayoutMapWriter
{
    public static void Write(CodeWriter writer, LayoutBodyModel body)
    {
        writer.Line();
        writer.Summary("The layout as a table, in the order of the bytes.");
        writer.Line(GeneratedFile.Mark);
        writer.Line($"public static global::System.Collections.Generic.IReadOnlyList<{Code.Descriptors}.LayoutField> Map {{ get; }} =");
        writer.Line("[");
        foreach (LayoutFieldModel field in body.Fields)
        {
            LayoutStorageModel storage = field.Storage;
            string bits = storage.Bits is { } range ? $"{Code.Number(range.Msb)}, {Code.Number(range.Lsb)}" : "-1, -1";
            string unit = field.Value?.Unit ?? "Unspecified";
            writer.Line($"    new({Code.Text(field.Value?.PlainName ?? "")}, {Code.Number(storage.Offset)}, {Code.Number(storage.LengthBytes)}, {bits}, {Code.Descriptors}.Unit.{unit}),");
        }

        writer.Line("];");
        writer.Line();
        writer.Summary("Where each field starts, for messages that name a place.");
        writer.Line(GeneratedFile.Mark);
        writer.Open("public static class Offsets");
        foreach (LayoutFieldModel field in body.Fields)
        {
            if (field.Value is { } value)
            {
                writer.Summary("The offset of the field's first byte.");
                writer.Line($"public const int {value.Member.Name} = {Code.Number(field.Storage.Offset)};");
            }
        }

        writer.Close();
    }
}
