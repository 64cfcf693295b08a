using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Layouts.Writing;

/// <summary>The enumeration of a report's entries.</summary>
internal static class LayoutEntriesWriter
{
    public static void Write(CodeWriter writer, DeclaredTypeModel type, LayoutBodyModel body, LayoutEntriesModel entries)
    {
        string announced = entries.IsLength ? $"{entries.Access} / (ulong)strideBytes" : entries.Access;
        writer.Line();
        writer.Summary("The entries behind the header: as many as it announces and the buffer holds.");
        writer.Line(GeneratedFile.Mark);
        writer.Line($"public EntryEnumerator EnumerateEntries() => new(this, {entries.Type}.Size);");
        writer.Line();
        writer.Summary("The entries behind the header, where one starts so many bytes behind the other.");
        writer.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">That is less than an entry takes.</exception>");
        writer.Line(GeneratedFile.Mark);
        writer.Line("public EntryEnumerator EnumerateEntries(int strideBytes) => new(this, strideBytes);");
        writer.Line();
        writer.Summary("Enumerates a report's entries without allocating.");
        writer.Line(GeneratedFile.Mark);
        writer.Open("public ref struct EntryEnumerator");
        writer.Line($"private readonly {type.QualifiedName} _report;");
        writer.Line("private readonly int _strideBytes;");
        writer.Line("private int _index;");
        writer.Line();
        writer.Open($"internal EntryEnumerator({type.QualifiedName} report, int strideBytes)");
        writer.Line("_report = report;");
        writer.Line("_strideBytes = strideBytes;");
        writer.Line("_index = -1;");
        writer.Line($"Count = report.CountEntries(strideBytes);");
        writer.Close();
        writer.Line();
        writer.Summary("How many entries there are.");
        writer.Line("public int Count { get; }");
        writer.Line();
        writer.Summary("The entry at the enumerator's place.");
        writer.Line($"public readonly {entries.Type} Current => new(_report._bytes.Slice(Size + (_index * _strideBytes), {entries.Type}.Size){(entries.TakesHeader ? ", _report" : "")});");
        writer.Line();
        writer.Summary("The enumerator itself, for foreach.");
        writer.Line("public readonly EntryEnumerator GetEnumerator() => this;");
        writer.Line();
        writer.Summary("Goes to the next entry; false behind the last one.");
        writer.Line("public bool MoveNext() => ++_index < Count;");
        writer.Close();
        writer.Line();
        writer.Line(GeneratedFile.Mark);
        writer.Line($"private int CountEntries(int strideBytes) => {Code.Primitives}.EntryCount({announced}, _bytes.Length, Size, {entries.Type}.Size, strideBytes);");
    }
}
