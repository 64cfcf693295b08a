using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Generators.Tests.Harness;
using static ZonedSdk.Generators.Tests.Backends.BackendSources;

namespace ZonedSdk.Generators.Tests.Backends;

/// <summary>What an edit makes run again, of tables and of the layouts that they name.</summary>
public sealed class BackendIncrementalTests
{
    private const string Wrong = "[ZonedBackend(\"w\"), MapsError(0, ZoneError.Io)] internal static partial class W;";
    private const string Table = "[ZonedBackend(\"t\"), Command(ZoneCommand.Reset, Ioctl = 0x40101283, Argument = typeof(Range))] internal static partial class T;";
    private const string Layout = "[BinaryLayout(16, Endian.Host)] public readonly ref partial struct Range { [Field(0, Unit = Unit.Sector512)] public partial Sectors512 Start { get; } [Field(8, Unit = Unit.Sector512)] public partial Sectors512 Length { get; } }";
    private const string Other = "public static class Other { public static int One() => 1; }";

    private static readonly string s_backend = Usings + Backend();

    // File numbers: 0 the usings, 1 the backend, 2 the table, 3 the layout that it names, 4 the wrong one, 5 the unrelated file.
    public static TheoryData<string, int, string, string, string, string> Edits => new()
    {
        { "nothing", 5, Other, "Cached", "Cached", "Cached" },
        { "a body in another file", 5, Other.Replace("1;", "2;", StringComparison.Ordinal), "Cached", "Cached", "Cached" },
        { "a type in another file", 5, Other + " public class Another;", "Cached", "Cached", "Cached" },
        { "a comment in front of the backend", 1, "// A comment.\n" + s_backend, "Cached", "Cached", "Cached" },
        { "a body of a Core method", 1, s_backend.Replace("OpenCore(int zone) => 0", "OpenCore(int zone) => zone", StringComparison.Ordinal), "Cached", "Cached", "Cached" },
        { "a member of the backend", 1, s_backend.Replace("private partial int OpenCore", "public int More => 1; private partial int OpenCore", StringComparison.Ordinal), "Cached", "Cached", "Cached" },
        { "an accessibility of a Core method", 1, s_backend.Replace("private partial int OpenCore", "public partial int OpenCore", StringComparison.Ordinal), "Cached Modified", "Cached", "Cached Modified" },
        { "a code", 1, s_backend.Replace("[ZonedBackend", "[MapsError(28, ZoneError.NoSpace)][ZonedBackend", StringComparison.Ordinal), "Cached Modified", "Cached", "Cached Modified" },
        { "a number as another expression", 2, Table.Replace("0x40101283", "1074795139", StringComparison.Ordinal), "Cached", "Cached", "Cached" },
        { "the unit of the layout in another file", 3, Layout.Replace("Sector512", "Byte", StringComparison.Ordinal).Replace("Sectors512", "Bytes", StringComparison.Ordinal), "Cached Modified", "Cached", "Cached Modified" },
        { "a move of the wrong table", 4, "\n" + Wrong, "Cached", "Modified", "Cached Modified" },
        { "a correction of the wrong table", 4, Wrong.Replace("(0,", "(1,", StringComparison.Ordinal), "Cached Modified", "Removed", "Cached Modified Removed" },
        { "a table in the unrelated file", 5, "[ZonedBackend(\"n\"), MapsError(1, ZoneError.Io)] internal static partial class N;", "Cached New", "Cached", "Cached New" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_runs_what_depends_on_it_and_nothing_else(string edit, int file, string text, string models, string diagnostics, string outputs)
    {
        CSharpCompilation before = Compilations.Create(s_backend, Table, Layout, Wrong, Other);
        GeneratorRun first = GeneratorRun.Of(before);
        Assert.Equal(["ZSDK3008"], first.Ids);
        SyntaxTree old = before.SyntaxTrees[file];
        CSharpCompilation after = before.ReplaceSyntaxTree(old, old.WithChangedText(SourceText.From(text, System.Text.Encoding.UTF8)));
        GeneratorRun second = GeneratorRun.Of(first.Driver, after);
        Assert.Equal($"{edit}: {models}", $"{edit}: {Steps.Reasons(second, "BackendModel")}");
        Assert.Equal(diagnostics, Steps.Reasons(second, "BackendDiagnostics"));
        Assert.Equal(outputs, Steps.Outputs(second));

        // Whatever ran again or not: the result is that of a driver that knows nothing of before.
        GeneratorRun fresh = GeneratorRun.Of(after);
        Assert.Equal(fresh.Sources, second.Sources);
        Assert.Equal(fresh.Diagnostics.Select(diagnostic => diagnostic.ToString()), second.Diagnostics.Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void The_order_of_files_and_the_culture_do_not_matter()
    {
        CSharpParseOptions options = Compilations.ParseOptions;
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText("[ZonedBackend(\"Iıİi\")]" + Transfers + " public partial class X {" + TransferCores + "}", options, "a.cs"),
            CSharpSyntaxTree.ParseText(Management + " public partial class X {" + ManagementCores + "}", options, "b.cs"),
            CSharpSyntaxTree.ParseText(Report + Append + "[MapsError(9, ZoneError.Io)] public partial class X {" + ReportCore + "}", options, "c.cs"),
            CSharpSyntaxTree.ParseText("[MapsError(1, ZoneError.Corrupt), Limits(MaxTransferBytes = 4096, MaxOpenZones = 3)] public partial class X;", options, "d.cs"),
        ];
        CSharpCompilation empty = Compilations.Create(Usings);
        IReadOnlyDictionary<string, string> expected = GeneratorRun.Of(empty.AddSyntaxTrees(trees)).Compiles().Sources;
        Random random = new(9);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string culture in (string[])["fi-FI", "tr-TR", "ar-SA", "de-DE"])
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture, predefinedOnly: true);
                random.Shuffle(trees);
                Assert.Equal(expected, GeneratorRun.Of(empty.AddSyntaxTrees(trees)).Sources);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
