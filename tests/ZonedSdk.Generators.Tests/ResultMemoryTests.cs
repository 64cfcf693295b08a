using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests;

/// <summary>The generator remembers what it made of a description. An edit of another file that changes what the description means must not find it out of date.</summary>
public sealed class ResultMemoryTests
{
    private const string Description = """
        namespace Formats.Disk;
        [BinaryLayout(4, Endian.Little), Reserved(3, 1)]
        public readonly ref partial struct Frame
        {
            [Field(At.Length, Unit = Unit.None)] public partial Number Length { get; }
            [Field(2)] public partial Kind Kind { get; }
        }
        """;

    private const string Constants = """
        namespace Formats;
        public static class At { public const int Length = First + 0; public const int First = 0; public static int Twice(int value) { return value * 2; } }
        """;

    private const string Types = """
        global using Number = System.UInt16;
        namespace Formats
        {
            public enum Kind : byte { None, Data }
        }
        """;

    private const string Parts = "namespace Formats.Disk; public readonly ref partial struct Frame { public bool IsEmpty { get { return Length == 0; } } }";

    private static readonly CSharpCompilation s_withoutConstants = Compilations.Create(Description, Types, Parts);

    // File numbers: 0 the usings, 1 the description, 2 the constants, 3 the types, 4 another part of the description. Each edit changes what is made.
    public static TheoryData<string, int, string, string> Edits => new()
    {
        { "the value of a constant", 2, "First = 0", "First = 1" },
        { "the sum in a constant", 2, "First + 0", "First + 1" },
        { "a constant that is none any more", 2, "const int First", "static readonly int First" },
        { "the type behind an alias", 3, "System.UInt16", "System.Int16" },
        { "a value of an enum", 3, "None, Data", "None, Data = 7" },
        { "the type of an enum", 3, ": byte", ": ushort" },
        { "a nearer enum of the same name", 3, "None, Data }", "None, Data }\n    namespace Disk { public enum Kind : byte { Other } }" },
        { "a nearer attribute of the same name", 3, "namespace Formats\n{", "namespace Formats\n{\n    public sealed class FieldAttribute(int offset) : Attribute { public int Offset => offset; public Unit Unit { get; set; } }" },
        { "a field in another part", 4, "public bool IsEmpty", "[Field(3)] public partial byte Last { get; } public bool IsEmpty" },
        { "a part that is not partial", 4, "ref partial struct", "ref struct" },
    };

    // Declarations or bodies: what is made of the description does not depend on these.
    public static TheoryData<string, int, string, string> Harmless => new()
    {
        { "a body in the constants' class", 2, "value * 2", "value * 3" },
        { "a body in another part", 4, "Length == 0", "Length <= 1" },
        { "a comment among the types", 3, "public enum", "/* what a frame holds */ public enum" },
        { "the name of a value of an enum", 3, "None, Data", "None, Payload" },
        { "a part in another namespace", 4, "Formats.Disk", "Formats.Tape" },
        { "a brace that is missing in a constant's class", 2, "int value) { return", "int value) return" },
        { "blanks in another part", 4, "partial struct", "partial    struct" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_elsewhere_that_changes_the_meaning_is_seen(string edit, int file, string old, string replacement)
    {
        CSharpCompilation before = Compilation();
        CSharpCompilation after = Edited(before, file, old, replacement);
        GeneratorRun first = GeneratorRun.Of(before);
        GeneratorRun second = GeneratorRun.Of(first.Driver, after);
        GeneratorRun third = GeneratorRun.Of(second.Driver, before);

        Assert.NotEqual($"{edit}: {Text(first)}", $"{edit}: {Text(second)}");
        Assert.Equal(Text(GeneratorRun.Of(after)), Text(second));
        Assert.Equal(Text(first), Text(third));
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public void An_edit_elsewhere_that_changes_no_meaning_changes_nothing(string edit, int file, string old, string replacement)
    {
        CSharpCompilation before = Compilation();
        CSharpCompilation after = Edited(before, file, old, replacement);
        GeneratorRun first = GeneratorRun.Of(before).Compiles();
        GeneratorRun second = GeneratorRun.Of(first.Driver, after);
        Assert.Equal($"{edit}: {Text(first)}", $"{edit}: {Text(second)}");
        Assert.Equal(Text(GeneratorRun.Of(after)), Text(second));
    }

    /// <summary>Edits of every kind, one upon the other, under one driver: bodies between them, so that there is something to remember.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_driver_that_has_seen_many_edits_makes_what_a_new_one_makes(int seed)
    {
        Random random = new(seed);
        (int File, string Old, string Replacement)[] edits = [.. Edits.Concat(Harmless).Select(row => ((int)row[1], (string)row[2], (string)row[3]))];
        CSharpCompilation compilation = Compilation();
        GeneratorDriver driver = GeneratorRun.Of(compilation).Driver;
        for (int step = 0; step < 40; step++)
        {
            (int file, string old, string replacement) = edits[random.Next(edits.Length)];
            bool isBack = compilation.SyntaxTrees[file].ToString().Contains(replacement, StringComparison.Ordinal);
            compilation = isBack ? Edited(compilation, file, replacement, old) : Edited(compilation, file, old, replacement);
            GeneratorRun run = GeneratorRun.Of(driver, compilation);
            Assert.Equal($"{step}: {Text(GeneratorRun.Of(compilation))}", $"{step}: {Text(run)}");
            driver = run.Driver;
        }
    }

    [Fact]
    public void A_constant_of_another_project_is_seen()
    {
        CSharpCompilation Referring(int length)
        {
            CSharpCompilation library = CSharpCompilation.Create(
                "Library",
                [CSharpSyntaxTree.ParseText($"namespace Formats; public static class At {{ public const int Length = {length}; }}", Compilations.ParseOptions)],
                Compilations.Create().References,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
            return s_withoutConstants.AddReferences(library.ToMetadataReference());
        }

        GeneratorRun first = GeneratorRun.Of(Referring(0));
        GeneratorRun second = GeneratorRun.Of(first.Driver, Referring(1));
        Assert.NotEqual(Text(first), Text(second));
        Assert.Equal(Text(GeneratorRun.Of(Referring(1))), Text(second));
    }

    [Fact]
    public void A_file_that_is_removed_is_seen()
    {
        CSharpCompilation before = Compilation();
        CSharpCompilation after = before.RemoveSyntaxTrees(before.SyntaxTrees[3]);
        GeneratorRun second = GeneratorRun.Of(GeneratorRun.Of(before).Driver, after);
        Assert.Equal(Text(GeneratorRun.Of(after)), Text(second));
    }

    private static CSharpCompilation Compilation() => Compilations.Create(Description, Constants, Types, Parts);

    private static CSharpCompilation Edited(CSharpCompilation compilation, int file, string old, string replacement)
    {
        SyntaxTree tree = compilation.SyntaxTrees[file];
        string text = tree.ToString();
        int start = text.IndexOf(old, StringComparison.Ordinal);
        return start < 0
            ? compilation
            : compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(text[..start] + replacement + text[(start + old.Length)..])));
    }

    private static string Text(GeneratorRun run) => string.Join("\n", run.Sources.Select(source => source.Value).Concat(run.Diagnostics.Select(diagnostic => diagnostic.ToString())));
}
