using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Layouts.Writing;

/// <summary>The writer: the same fields over writable bytes.</summary>
internal static class LayoutWriterWriter
{
    public static void Write(CodeWriter writer, LayoutBodyModel body)
    {
        writer.Line();
        writer.Summary("Clears the layout's bytes, the reserved ones with them, and returns what fills the fields in.");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">There are fewer bytes than the layout takes.</exception>");
        writer.Line(GeneratedFile.Mark);
        writer.Open($"public static Writer Write({Code.Span} destination)");
        writer.Line("Writer writer = new(destination);");
        writer.Line("destination[..Size].Clear();");
        writer.Line("return writer;");
        writer.Close();
        writer.Line();
        writer.Summary("Writes fields in place; what it does not write stays as it is.");
        writer.Line(GeneratedFile.Mark);
        writer.Open("public readonly ref struct Writer");
        writer.Line($"private readonly {Code.Span} _bytes;");
        writer.Line();
        writer.Summary("A writer over bytes that hold a layout.");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">There are fewer bytes than the layout takes.</exception>");
        writer.Open($"public Writer({Code.Span} bytes)");
        writer.Line($"{Code.Primitives}.CheckLength(bytes.Length, Size);");
        writer.Line("_bytes = bytes;");
        writer.Close();
        foreach (LayoutFieldModel field in body.Fields)
        {
            if (field.Value is { } value)
            {
                WriteField(writer, field.Storage, value);
            }
        }

        writer.Close();
    }

    private static void WriteField(CodeWriter writer, LayoutStorageModel storage, LayoutValueModel value)
    {
        string place = $"byte {Code.Number(storage.Offset)}";
        writer.Line();
        switch (value.Kind)
        {
            case LayoutValueKind.Bytes:
                writer.Summary($"The {Code.Number(storage.LengthBytes)} bytes from {place}.");
                writer.Line($"{value.Accessibility} {Code.Span} {value.Member.Name} => {LayoutValueCode.Slice(storage)};");
                break;
            case LayoutValueKind.Layout:
                writer.Summary($"A writer of the layout at {place}.");
                writer.Line($"{value.Accessibility} {value.Type}.Writer {value.Member.Name} => new({LayoutValueCode.Slice(storage)});");
                break;
            case LayoutValueKind.Table:
                writer.Summary($"A writer of an element of the table at {place}.");
                writer.Line($"{value.Accessibility} {value.Type}.Writer {value.Member.Name}(int index) => new(_bytes.Slice({LayoutValueCode.ElementOffset(storage, value, "index")}, {value.Type}.Size));");
                break;
            default:
                writer.Summary(storage.Bits is { } bits ? $"Writes bits {Code.Number(bits.Msb)} to {Code.Number(bits.Lsb)} of the word at {place}." : $"Writes the field at {place}.");
                writer.Open($"{value.Accessibility} {value.Type} {value.Member.Name}");
                writer.Line($"set => {LayoutValueCode.Write(storage, value)};");
                writer.Close();
                break;
        }
    }
}
