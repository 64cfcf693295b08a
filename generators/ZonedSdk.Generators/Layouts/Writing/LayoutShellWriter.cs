using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Layouts.Writing;

/// <summary>The shell of a layout whose description is wrong: everything is declared, and everything throws.</summary>
internal static class LayoutShellWriter
{
    private const string Throw = "=> throw " + Code.Primitives + ".InvalidLayout();";

    public static void Write(CodeWriter writer, DeclaredTypeModel type, LayoutShellModel shell)
    {
        foreach (MemberModel member in shell.Members)
        {
            WriteMember(writer, member);
        }

        if (shell.HasSurface)
        {
            WriteSurface(writer, type, shell);
        }
    }

    private static void WriteMember(CodeWriter writer, MemberModel member)
    {
        if (member.Accessors.Count == 0)
        {
            writer.Line($"{member.Head} {Throw}");
            writer.Line();
            return;
        }

        writer.Open(member.Head);
        foreach (string accessor in member.Accessors)
        {
            writer.Line($"{accessor} {Throw}");
        }

        writer.Close();
        writer.Line();
    }

    private static void WriteSurface(CodeWriter writer, DeclaredTypeModel type, LayoutShellModel shell)
    {
        string header = shell.HeaderType is null ? "" : $", {shell.HeaderType} header";
        Declare(writer, "public const int Size = 1;");
        Declare(writer, $"public {type.Name}({Code.ReadOnlySpan} bytes{header}) {Throw}");
        Declare(writer, $"public static bool TryRead({Code.ReadOnlySpan} source{header}, out {type.QualifiedName} layout) {Throw}");
        Declare(writer, $"public {Code.Descriptors}.LayoutFault Validate() {Throw}");
        Declare(writer, $"public static Writer Write({Code.Span} destination) {Throw}");
        Declare(writer, $"public static global::System.Collections.Generic.IReadOnlyList<{Code.Descriptors}.LayoutField> Map {Throw}");
        OpenType(writer, "public readonly ref struct Writer");
        Declare(writer, $"public Writer({Code.Span} bytes) {Throw}");
        foreach (string head in shell.WriterHeads)
        {
            WriteWriterMember(writer, head);
        }

        writer.Close();
        OpenType(writer, "public static class Offsets");
        foreach (string name in shell.OffsetNames)
        {
            Declare(writer, $"public const int {name} = 0;");
        }

        writer.Close();
        if (shell.EntryType is not null)
        {
            Declare(writer, $"public EntryEnumerator EnumerateEntries() {Throw}");
            Declare(writer, $"public EntryEnumerator EnumerateEntries(int strideBytes) {Throw}");
            OpenType(writer, "public ref struct EntryEnumerator");
            Declare(writer, $"public int Count {Throw}");
            Declare(writer, $"public {shell.EntryType} Current {Throw}");
            Declare(writer, $"public EntryEnumerator GetEnumerator() {Throw}");
            Declare(writer, $"public bool MoveNext() {Throw}");
            writer.Close();
        }
    }

    private static void WriteWriterMember(CodeWriter writer, string head)
    {
        if (head.EndsWith(")", StringComparison.Ordinal))
        {
            Declare(writer, $"{head} {Throw}");
        }
        else
        {
            Declare(writer, $"{head} {{ get {Throw} set {Throw} }}");
        }
    }

    private static void OpenType(CodeWriter writer, string header)
    {
        writer.Summary("Belongs to a layout whose description is wrong.");
        writer.Line(GeneratedFile.Mark);
        writer.Open(header);
    }

    private static void Declare(CodeWriter writer, string declaration)
    {
        writer.Summary("Throws: the layout's description is wrong.");
        writer.Line(declaration);
        writer.Line();
    }
}
