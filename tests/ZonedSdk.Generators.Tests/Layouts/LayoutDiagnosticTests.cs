using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests.Layouts;

/// <summary>One error per independent mistake, at the place of the mistake, and no compiler error beside it.</summary>
public sealed class LayoutDiagnosticTests
{
    /// <summary>Uses whatever is emitted, so that a shell which lacks a part of it shows.</summary>
    private const string Use = """
        public static class Use
        {
            public static int All(ReadOnlySpan<byte> source, Span<byte> destination)
            {
                _ = X.Write(destination);
                _ = new X.Writer(destination);
                return X.TryRead(source, out X x) && x.Validate().IsNone && new X(source).Validate().IsNone ? X.Size + X.Map.Count : 0;
            }
        }

        """;

    public static TheoryData<string, string, string[]> Mistakes => new()
    {
        { "whole bytes overlap", Layout("8, Endian.Little", "[Field(0)] public partial ushort A { get; } [Field(1)] public partial byte B { get; } [Field(2)] public partial ushort C { get; } [Field(4, Unit = Unit.None)] public partial uint D { get; }"), ["ZSDK2001 Field(1)"] },
        { "a field and a reserve overlap", Layout("8, Endian.Little", "[Field(0, Unit = Unit.None)] public partial ulong A { get; }", "Reserved(4, 4)"), ["ZSDK2001 Reserved(4, 4)"] },
        { "two independent overlaps", Layout("4, Endian.Little", "[Field(0)] public partial byte A { get; } [Field(0)] public partial byte B { get; } [Field(2)] public partial ushort C { get; } [Field(3)] public partial byte D { get; }"), ["ZSDK2001 Field(0)", "ZSDK2001 Field(3)"] },
        { "bytes that nothing owns", Layout("8, Endian.Big", "[Field(0)] public partial ushort A { get; } [Field(4)] public partial ushort B { get; }"), ["ZSDK2002 BinaryLayout(8, Endian.Big)"] },
        { "bits that nothing owns", Layout("1, Endian.Big", "[BitField(0, 3, 0)] public partial byte A { get; }"), ["ZSDK2002 BinaryLayout(1, Endian.Big)"] },
        { "a field past the end", Layout("4, Endian.Big", "[Field(2, Unit = Unit.None)] public partial uint A { get; }", "Reserved(0, 2)"), ["ZSDK2003 Field(2, Unit = Unit.None)"] },
        { "a field before the start", Layout("4, Endian.Big", "[Field(-1)] public partial byte A { get; }", "Reserved(0, 4)"), ["ZSDK2003 Field(-1)"] },
        { "a reserve past the end", Layout("4, Endian.Big", "[Field(0)] public partial byte A { get; }", "Reserved(1, int.MaxValue)"), ["ZSDK2003 Reserved(1, int.MaxValue)"] },
        { "a bit that the byte has not", Layout("1, Endian.Big", "[BitField(0, 8, 0)] public partial ushort A { get; }"), ["ZSDK2003 BitField(0, 8, 0)"] },
        { "bits in the wrong order", Layout("1, Endian.Big", "[BitField(0, 0, 7)] public partial byte A { get; }"), ["ZSDK2003 BitField(0, 0, 7)"] },
        { "an enum wider than its bits", Layout("1, Endian.Big", "[BitField(0, 3, 0)] public partial DayOfWeek A { get; } [BitField(0, 5, 4)] public partial DayOfWeek B { get; }", "ReservedBits(0, 7, 6)"), ["ZSDK2004 BitField(0, 5, 4)"] },
        { "a negative enum in fewer bytes", Layout("1, Endian.Big", "[Field(0, Width = 1)] public partial Below A { get; } public enum Below { Minus = -1 }"), ["ZSDK2004 Field(0, Width = 1)"] },
        { "no byte order", Layout("1", "[Field(0)] public partial byte A { get; }"), ["ZSDK2005 BinaryLayout(1)"] },
        { "a byte order that does not exist", Layout("1, (Endian)9", "[Field(0)] public partial byte A { get; }"), ["ZSDK2005 BinaryLayout(1, (Endian)9)"] },
        { "a quantity without its unit", Layout("8, Endian.Big", "[Field(0)] public partial Lba A { get; }"), ["ZSDK2006 Field(0)"] },
        { "a quantity in another unit", Layout("8, Endian.Big", "[Field(0, Unit = Unit.Byte)] public partial Lba A { get; }"), ["ZSDK2006 Field(0, Unit = Unit.Byte)"] },
        { "an address as a bare number", Layout("8, Endian.Big", "[Field(0, Unit = Unit.Sector512)] public partial ulong A { get; }"), ["ZSDK2006 Field(0, Unit = Unit.Sector512)"] },
        { "a number that does not say what it counts", Layout("4, Endian.Big", "[Field(0)] public partial uint A { get; }"), ["ZSDK2006 Field(0)"] },
        { "When names a later field", Layout("2, Endian.Big", "[Field(0), When(nameof(B), 1)] public partial byte? A { get; } [Field(1)] public partial byte B { get; }"), ["ZSDK2008 When(nameof(B), 1)"] },
        { "When names the field itself", Layout("1, Endian.Big", "[Field(0), When(nameof(A), 1)] public partial byte? A { get; }"), ["ZSDK2008 When(nameof(A), 1)"] },
        { "a bit owned twice", Layout("1, Endian.Big", "[BitField(0, 4, 0)] public partial byte A { get; } [BitField(0, 7, 4)] public partial byte B { get; }"), ["ZSDK2010 BitField(0, 7, 4)"] },
        { "a bit and a byte", Layout("2, Endian.Big", "[Field(0)] public partial ushort A { get; } [BitField(1, 7, 7)] public partial bool B { get; }"), ["ZSDK2010 BitField(1, 7, 7)"] },
        { "a bit of a big-endian word", Layout("8, Endian.Big", "[BitField(0, 58, 0, Width = 8, Unit = Unit.Byte)] public partial Bytes A { get; } [BitField(0, 7, 2)] public partial byte B { get; }", "ReservedBits(0, 63, 59, Width = 8)"), ["ZSDK2010 BitField(0, 7, 2)"] },
        { "a string", Layout("8, Endian.Big", "[Field(0)] public partial string A { get; }"), ["ZSDK2011 Field(0)"] },
        { "an enum that is narrower than its field", Layout("4, Endian.Big", "[Field(0, Width = 4)] public partial ZoneFlavour A { get; }"), ["ZSDK2011 Field(0, Width = 4)"] },
        { "a setter", Layout("1, Endian.Big", "[Field(0)] public partial byte A { get; set; }"), ["ZSDK2011 Field(0)"] },
        { "no attribute", Layout("1, Endian.Big", "public partial byte A { get; }"), ["ZSDK2011 A"] },
        { "two attributes", Layout("1, Endian.Big", "[Field(0), BitField(0, 7, 0)] public partial byte A { get; }"), ["ZSDK2011 Field(0)"] },
        { "an indexer", Layout("1, Endian.Big", "[Field(0)] public partial byte this[int i] { get; }"), ["ZSDK2011 Field(0)"] },
        { "a table as a property", Layout("2, Endian.Big", "[Field(0, Count = 2)] public partial byte A { get; }"), ["ZSDK2011 Field(0, Count = 2)"] },
        { "a layout within itself", Layout("2, Endian.Big", "[Field(0)] public partial X A { get; }"), ["ZSDK2011 Field(0)"] },
        { "presence without a question mark", Layout("2, Endian.Big", "[Field(0)] public partial byte A { get; } [Field(1), When(nameof(A), 1)] public partial byte B { get; }"), ["ZSDK2011 Field(1)"] },
        { "When names nothing", Layout("2, Endian.Big", "[Field(0)] public partial byte A { get; } [Field(1), When(\"Z\", 1)] public partial byte? B { get; }"), ["ZSDK2013 When(\"Z\", 1)"] },
        { "Else names another type", Layout("4, Endian.Big", "[Field(0)] public partial byte A { get; } [Field(1), When(nameof(A), 1), Else(nameof(C))] public partial byte B { get; } [Field(2)] public partial ushort C { get; }"), ["ZSDK2013 Else(nameof(C))"] },
        { "entries of no layout", Layout("1, Endian.Big", "[Field(0)] public partial byte A { get; }", "Entries(typeof(int), Count = nameof(A))"), ["ZSDK2013 Entries(typeof(int), Count = nameof(A))"] },
        { "entries without an amount", Layout("1, Endian.Big", "[Field(0)] public partial byte A { get; }", "Entries(typeof(Y))"), ["ZSDK2013 Entries(typeof(Y))"] },
        { "a size that is generated", Layout("Y.Size, Endian.Big", "[Field(0)] public partial byte A { get; }"), ["ZSDK2013 BinaryLayout(Y.Size, Endian.Big)"] },
        { "an offset that is generated", Layout("2, Endian.Big", "[Field(0)] public partial byte B { get; } [Field(Y.Size)] public partial byte A { get; }"), ["ZSDK2013 BinaryLayout(2, Endian.Big)"] },
        { "a width that is generated", Layout("2, Endian.Big", "[Field(0, Width = Y.Size)] public partial DayOfWeek A { get; }", "Reserved(1, 1)"), ["ZSDK2013 BinaryLayout(2, Endian.Big)"] },
        { "no bytes", Layout("0, Endian.Big", "[Field(0)] public partial byte A { get; }"), ["ZSDK2014 BinaryLayout(0, Endian.Big)"] },
        { "too many bytes", Layout("1 << 21, Endian.Big", "[Field(0)] public partial byte A { get; }"), ["ZSDK2014 BinaryLayout(1 << 21, Endian.Big)"] },
        { "two independent mistakes", Layout("16", "[Field(0)] public partial Lba A { get; } [Field(8, Unit = Unit.None)] public partial ulong B { get; }"), ["ZSDK2005 BinaryLayout(16)", "ZSDK2006 Field(0)"] },
        { "no ref struct", "[BinaryLayout(1, Endian.Big)] public readonly partial struct X { [Field(0)] public partial byte A { get; } }", ["ZSDK1001 BinaryLayout(1, Endian.Big)"] },
        { "not readonly", "[BinaryLayout(1, Endian.Big)] public ref partial struct X { [Field(0)] public partial byte A { get; } }", ["ZSDK1001 BinaryLayout(1, Endian.Big)"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_reported_once_and_alone(string name, string source, string[] expected)
    {
        Assert.NotEmpty(name);
        GeneratorRun run = GeneratorRun.Of(Use + "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct Y { [Field(0)] public partial byte A { get; } }\n" + source);
        Assert.Equal(expected, Located(run.Diagnostics));
        Assert.Equal("", string.Join("\n", run.CompilerErrors));
    }

    [Fact]
    public void A_name_that_is_emitted_is_reported_and_nothing_else_is_emitted_beside_it()
    {
        GeneratorRun run = GeneratorRun.Of(Layout("1, Endian.Big", "[Field(0)] public partial byte Size { get; }"));
        Assert.Equal(["ZSDK2012 Size"], Located(run.Diagnostics));
        Assert.Empty(run.CompilerErrors);
    }

    [Theory]
    [InlineData("public readonly ref struct X { }", "not partial")]
    [InlineData("file readonly ref partial struct X { }", "file-local")]
    [InlineData("public class Outer { [BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { } }", "'Outer', which contains it")]
    public void A_type_that_cannot_be_extended_gets_no_shell(string declaration, string reason)
    {
        string source = declaration.Contains("[BinaryLayout", StringComparison.Ordinal) ? declaration : "[BinaryLayout(1, Endian.Big)] " + declaration;
        GeneratorRun run = GeneratorRun.Of(source);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("ZSDK1001", diagnostic.Id);
        Assert.Contains(reason, diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Empty(run.Sources);
        Assert.Empty(run.CompilerErrors);
    }

    [Fact]
    public void A_pragma_reaches_the_diagnostic_and_the_shell_throws()
    {
        GeneratorRun run = GeneratorRun.Of($$"""
            public static class Probe
            {
                public static string Run()
                {
                    try
                    {
                        _ = X.Write(new byte[2]);
                        return "no exception";
                    }
                    catch (InvalidOperationException e)
                    {
                        return e.Message.Contains("ZSDK2001") ? "ok" : e.Message;
                    }
                }
            }

            #pragma warning disable ZSDK2002
            {{Layout("2, Endian.Big", "[Field(0)] public partial byte A { get; }")}}
            """);
        Assert.DoesNotContain(run.Diagnostics, diagnostic => !diagnostic.IsSuppressed);
        Assert.Empty(run.CompilerErrors);
        Assert.Equal("ok", run.Execute());
    }

    [Fact]
    public void A_message_names_what_where_and_the_numbers()
    {
        GeneratorRun run = GeneratorRun.Of(Layout("8, Endian.Little", "[Field(0)] public partial ushort A { get; } [Field(1)] public partial byte B { get; }", "ReservedBits(4, 6, 0)"));
        Assert.Equal("'B' and 'A' both own byte 1; every byte is owned exactly once, so move one of them", Assert.Single(run.Diagnostics).GetMessage(null));
        run = GeneratorRun.Of(Layout("8, Endian.Little", "[Field(0)] public partial ushort A { get; }", "ReservedBits(4, 6, 0)"));
        Assert.Equal("Nothing owns bytes 2 to 3, byte 4 from bit 7 to byte 7 bit 7 of 'X'; declare fields there, or Reserved and ReservedBits", Assert.Single(run.Diagnostics).GetMessage(null));
    }

    private static IEnumerable<string> Located(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Select(diagnostic => $"{diagnostic.Id} {diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)}");

    private static string Layout(string arguments, string members, string more = "") =>
        $"[BinaryLayout({arguments})]{(more.Length == 0 ? "" : $"[{more}]")} public readonly ref partial struct X {{ {members} }}";
}
