using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Tests.Harness;
using static ZonedSdk.Generators.Tests.Backends.BackendSources;

namespace ZonedSdk.Generators.Tests.Backends;

/// <summary>One error per independent mistake, at the row or method that has it, and no compiler error beside it.</summary>
public sealed class BackendDiagnosticTests
{
    private const string Reset = "Command(ZoneCommand.Reset, Ioctl = 0x40101283, Argument = typeof(BlkZoneRange))";

    public static TheoryData<string, string, string[]> Mistakes => new()
    {
        { "native and emulated", Backend(Rows + "[Emulates(ZoneCommand.Open, With = Emulation.Refuse)]"), ["ZSDK3001 Emulates(ZoneCommand.Open, With = Emulation.Refuse)"] },
        { "a report that is native and emulated", Backend(MediumRows + Report, MediumCores), ["ZSDK3001 Emulates(ZoneCommand.Report, With = Emulation.Conditions)"] },
        { "an append that is neither", Backend(Transfers + Management + Report), ["ZSDK3002 ZonedBackend(\"x\")"] },
        { "nothing said at all", Backend("", ""), ["ZSDK3002 ZonedBackend(\"x\")"] },
        { "a medium without a flush", Backend("[Command(ZoneCommand.Read), Command(ZoneCommand.Write), Command(ZoneCommand.Reset)]" + Conditions + Append, MediumCores.Replace("private partial int FlushCore(int zone) => 0;", "", StringComparison.Ordinal)), ["ZSDK3002 ZonedBackend(\"x\")"] },
        { "an append without a write", Backend("[Command(ZoneCommand.Read), Command(ZoneCommand.Flush)]" + Management + Report + Append, Cores.Replace("private partial long WriteCore(int zone, long offsetInZone, ReadOnlySpan<byte> data) => 0;", "", StringComparison.Ordinal)), ["ZSDK3003 Emulates(ZoneCommand.Append, With = Emulation.WriteAtPointer)"] },
        { "conditions without a reset", Backend(Transfers + Conditions + Append, MediumCores.Replace("private partial int ResetCore(int zone) => 0;", "", StringComparison.Ordinal)), ["ZSDK3003 Emulates(ZoneCommand.Open, With = Emulation.Conditions)"] },
        { "conditions of half the commands", Backend(Transfers + "[Command(ZoneCommand.Reset), Emulates(ZoneCommand.Open, With = Emulation.Conditions), Emulates(ZoneCommand.Close, With = Emulation.Conditions), Emulates(ZoneCommand.Report, With = Emulation.Conditions), Emulates(ZoneCommand.Finish, With = Emulation.Refuse)]" + Append, MediumCores), ["ZSDK3003 Emulates(ZoneCommand.Open, With = Emulation.Conditions)"] },
        { "a code that means two things", Backend(Rows + "[MapsError(5, ZoneError.Io)][MapsError(28, ZoneError.NoSpace)][MapsError(5, ZoneError.Corrupt)]"), ["ZSDK3004 MapsError(5, ZoneError.Corrupt)"] },
        { "more open zones than active ones", Backend(Rows + "[Limits(MaxOpenZones = 5, MaxActiveZones = 4)]"), ["ZSDK3005 Limits(MaxOpenZones = 5, MaxActiveZones = 4)"] },
        { "an append longer than a transfer", Backend(Rows + "[Limits(MaxTransferBytes = 4096, MaxAppendBytes = 8192)]"), ["ZSDK3005 Limits(MaxTransferBytes = 4096, MaxAppendBytes = 8192)"] },
        { "a transfer of no sector", Backend(Rows + "[Limits(MaxTransferBytes = 0)]"), ["ZSDK3005 Limits(MaxTransferBytes = 0)"] },
        { "a transfer between sectors", Backend(Rows + "[Limits(MaxTransferBytes = 1000)]"), ["ZSDK3005 Limits(MaxTransferBytes = 1000)"] },
        { "fewer zones than none", Backend(Rows + "[Limits(MaxOpenZones = -1)]"), ["ZSDK3005 Limits(MaxOpenZones = -1)"] },
        { "a Core method that is missing", Backend(cores: TransferCores + ManagementCores), ["ZSDK3006 ZonedBackend(\"x\")"] },
        { "two Core methods that are missing", Backend(cores: ManagementCores + ReportCore + "private partial int FlushCore(int zone) => 0;"), ["ZSDK3006 ZonedBackend(\"x\")", "ZSDK3006 ZonedBackend(\"x\")"] },
        { "a Core method with other parameters", Backend(cores: Cores.Replace("OpenCore(int zone)", "OpenCore(long zone)", StringComparison.Ordinal)), ["ZSDK3006 OpenCore"] },
        { "a Core method with another result", Backend(cores: Cores.Replace("private partial int OpenCore(int zone) => 0;", "private partial string OpenCore(int zone) => \"\";", StringComparison.Ordinal)), ["ZSDK3006 OpenCore"] },
        { "a Core method by reference", Backend(cores: Cores.Replace("OpenCore(int zone)", "OpenCore(in int zone)", StringComparison.Ordinal)), ["ZSDK3006 OpenCore"] },
        { "a Core method that is not partial", Backend(cores: Cores.Replace("private partial int OpenCore", "private int OpenCore", StringComparison.Ordinal)), ["ZSDK3006 OpenCore"] },
        { "a Core method that is declared only", Backend(cores: Cores.Replace("OpenCore(int zone) => 0;", "OpenCore(int zone);", StringComparison.Ordinal)), ["ZSDK3006 OpenCore"] },
        { "a Core method of nothing", Backend(cores: Cores + "private partial int OpneCore(int zone) => 0;"), ["ZSDK3006 OpneCore"] },
        { "a Core method of a command that is encoded", Backend(Transfers + "[Command(ZoneCommand.Open), Command(ZoneCommand.Close), Command(ZoneCommand.Finish), " + Reset + "]" + Report + Append, Cores + "private partial int ControlCore(uint request, Span<byte> argument, Span<byte> data) => 0;"), ["ZSDK3006 ResetCore"] },
        { "an encoded command without its call", Backend(Transfers + "[Command(ZoneCommand.Open), Command(ZoneCommand.Close), Command(ZoneCommand.Finish), " + Reset + "]" + Report + Append, Cores.Replace("private partial int ResetCore(int zone) => 0;", "", StringComparison.Ordinal)), ["ZSDK3006 ZonedBackend(\"x\")"] },
        { "a name that is emitted", Backend(cores: Cores + "public int MapError => 1;"), ["ZSDK3007 ZonedBackend(\"x\")"] },
        { "a member of the interface that is another thing", Backend(cores: Cores + "private int Geometry => 1;").Replace("x.Geometry", "x", StringComparison.Ordinal), ["ZSDK3007 ZonedBackend(\"x\")"] },
        { "a command that is described twice", Backend(Rows + "[Command(ZoneCommand.Reset)]"), ["ZSDK3008 Command(ZoneCommand.Reset)"] },
        { "a command that is emulated twice", Backend(Rows + Append), ["ZSDK3008 Emulates(ZoneCommand.Append, With = Emulation.WriteAtPointer)"] },
        { "a command that does not exist", Backend(Rows + "[Command((ZoneCommand)77)]"), ["ZSDK3008 Command((ZoneCommand)77)"] },
        { "an emulation of nothing", Backend(Rows + "[Emulates((ZoneCommand)77, With = Emulation.Refuse)]"), ["ZSDK3008 Emulates((ZoneCommand)77, With = Emulation.Refuse)"] },
        { "an emulation that does not fit", Backend(Rows.Replace("WriteAtPointer", "Refuse", StringComparison.Ordinal)), ["ZSDK3008 Emulates(ZoneCommand.Append, With = Emulation.Refuse)"] },
        { "an emulation by nothing", Backend(Rows.Replace(", With = Emulation.WriteAtPointer", "", StringComparison.Ordinal)), ["ZSDK3008 Emulates(ZoneCommand.Append)"] },
        { "a native append of a drive whose writes the adapter orders", Backend(Transfers + Management + Report + "[Command(ZoneCommand.Append)]"), ["ZSDK3008 Command(ZoneCommand.Append)"] },
        { "a native append of a drive whose conditions the adapter keeps", Backend(Transfers + "[Command(ZoneCommand.Reset), Command(ZoneCommand.Append)]" + Conditions, MediumCores, ", Ordering = WriteOrdering.Required"), ["ZSDK3008 Command(ZoneCommand.Append)"] },
        { "a native append without its method", Backend(Transfers + Management + Report + "[Command(ZoneCommand.Append)]", figures: ", Ordering = WriteOrdering.Required"), ["ZSDK3006 ZonedBackend(\"x\", Ordering = WriteOrdering.Required)"] },
        { "a code below zero", Backend(Rows + "[MapsError(-5, ZoneError.Io)]"), ["ZSDK3008 MapsError(-5, ZoneError.Io)"] },
        { "a code that means success", Backend(Rows + "[MapsError(5, ZoneError.None)]"), ["ZSDK3008 MapsError(5, ZoneError.None)"] },
        { "an error that does not exist", Backend(Rows + "[MapsError(5, (ZoneError)777)]"), ["ZSDK3008 MapsError(5, (ZoneError)777)"] },
        { "a blank name", Backend().Replace("(\"x\"", "(\"  \"", StringComparison.Ordinal), ["ZSDK3008 ZonedBackend(\"  \")"] },
        { "a flavour that does not exist", Backend(figures: ", Flavour = (ZoneFlavour)7"), ["ZSDK3008 ZonedBackend(\"x\", Flavour = (ZoneFlavour)7)"] },
        { "an engine that is no member", Backend("", "", ", Engine = \"_inner\"", "public sealed partial class X").Replace("=> Start(shape)", "=> _ = shape", StringComparison.Ordinal), ["ZSDK3008 ZonedBackend(\"x\", Engine = \"_inner\")"] },
        { "an engine that is no backend", Backend("", "private readonly string _inner = \"\";", ", Engine = nameof(_inner)").Replace("=> Start(shape)", "=> _inner = shape.Name", StringComparison.Ordinal), ["ZSDK3008 ZonedBackend(\"x\", Engine = nameof(_inner))"] },
        { "an engine beside commands", Backend("[Command(ZoneCommand.Reset)]", "private readonly IZoneBackend? _inner;", ", Engine = nameof(_inner)").Replace("=> Start(shape)", "=> _inner = shape as object as IZoneBackend", StringComparison.Ordinal), ["ZSDK3008 Command(ZoneCommand.Reset)"] },
        { "two independent mistakes", Backend(Rows + "[MapsError(5, ZoneError.Io), MapsError(5, ZoneError.Io)][Limits(MaxOpenZones = -1)]"), ["ZSDK3004 MapsError(5, ZoneError.Io)", "ZSDK3005 Limits(MaxOpenZones = -1)"] },
    };

    public static TheoryData<string, string, string> Arguments => new()
    {
        { "a call without its argument", "Command(ZoneCommand.Reset, Ioctl = 0x40101283)", "without its argument" },
        { "an argument without its call", "Command(ZoneCommand.Reset, Argument = typeof(BlkZoneRange))", "without the number of its call" },
        { "an argument that is no layout", "Command(ZoneCommand.Reset, Ioctl = 0x40101283, Argument = typeof(string))", "no layout" },
        { "a number of another size", "Command(ZoneCommand.Reset, Ioctl = 0x40181283, Argument = typeof(BlkZoneRange))", "a call with 24 bytes" },
        { "an argument without an address", "Command(ZoneCommand.Reset, Ioctl = 0x40081283, Argument = typeof(Other))", "no field 'Start'" },
        { "an address without a unit", "Command(ZoneCommand.Reset, Ioctl = 0x40081283, Argument = typeof(Plain))", "of no unit" },
        { "an opcode without its field", "Command(ZoneCommand.Reset, Ioctl = 0x40101283, Argument = typeof(BlkZoneRange), Opcode = 1)", "says Opcode" },
        { "an argument of a transfer", "Command(ZoneCommand.Reset), Command(ZoneCommand.Flush, Ioctl = 1, Argument = typeof(BlkZoneRange))", "no management" },
        { "a report without entries", "Command(ZoneCommand.Reset), Report(typeof(BlkZoneRange))", "no entries follow" },
        { "a report that is no layout", "Command(ZoneCommand.Reset), Report(typeof(string))", "no layout" },
        { "a report without a header", "Command(ZoneCommand.Reset), Report(null!)", "no header" },
        { "a report of another size", "Command(ZoneCommand.Reset), Report(typeof(BlkZoneReport), Ioctl = 0xC0111282)", "a call with 17 bytes" },
        { "too many zones in one call", "Command(ZoneCommand.Reset), Report(typeof(BlkZoneReport), ZonesPerCall = 0)", "has 0 zones" },
        { "entries without a write pointer", "Command(ZoneCommand.Reset), Report(typeof(Header))", "'WritePointer'" },
        { "a report's argument without its call", "Command(ZoneCommand.Reset), Report(typeof(BlkZoneReport), Opcode = 1)", "without the number of its call" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_reported_once_and_alone(string name, string source, string[] expected)
    {
        GeneratorRun run = GeneratorRun.Of(source.Contains("int Geometry", StringComparison.Ordinal) ? Usings + source : Use + source);
        Assert.Equal($"{name}: {string.Join(" | ", expected.Order(StringComparer.Ordinal))}", $"{name}: {string.Join(" | ", Located(run.Diagnostics).Order(StringComparer.Ordinal))}");
        Assert.Equal("", string.Join("\n", run.CompilerErrors));
    }

    [Theory]
    [MemberData(nameof(Arguments))]
    public void A_row_that_a_layout_does_not_fit_is_reported_once_and_alone(string name, string row, string reason)
    {
        const string Layouts = """
            [BinaryLayout(8, Endian.Little), Reserved(0, 8)] public readonly ref partial struct Other;
            [BinaryLayout(8, Endian.Little)] public readonly ref partial struct Plain { [Field(0, Unit = Unit.None)] public partial ulong Start { get; } }
            [BinaryLayout(8, Endian.Little), Entries(typeof(Plain), Count = nameof(Count))] public readonly ref partial struct Header { [Field(0, Unit = Unit.Count)] public partial ulong Count { get; } }

            """;

        // A table alone, which no other row has to fit.
        GeneratorRun run = GeneratorRun.Of(Usings + Layouts + $"[ZonedBackend(\"x\"), {row}] internal static partial class X;");
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal($"{name}: ZSDK3008", $"{name}: {diagnostic.Id}");
        Assert.Contains(reason, diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal("", string.Join("\n", run.CompilerErrors));
    }

    [Theory]
    [InlineData("public class X;", "is not partial")]
    [InlineData("file partial class X;", "file-local")]
    [InlineData("public abstract partial class X;", "one whole class")]
    [InlineData("public partial record X;", "not by its values")]
    public void A_type_that_cannot_be_a_backend_gets_nothing(string declaration, string reason)
    {
        GeneratorRun run = GeneratorRun.Of("[ZonedBackend(\"x\")] " + declaration);
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
            {{Usings}}
            public static class Probe
            {
                public static string Run()
                {
                    try
                    {
                        _ = new X(null!);
                        return "no exception";
                    }
                    catch (InvalidOperationException e)
                    {
                        return e.Message.Contains("ZSDK3001") ? "ok" : e.Message;
                    }
                }
            }

            #pragma warning disable ZSDK3005
            {{Backend(Rows + "[Limits(MaxOpenZones = -1)]")}}
            """);
        Assert.True(Assert.Single(run.Diagnostics).IsSuppressed);
        Assert.Empty(run.CompilerErrors);
        Assert.Equal("ok", run.Execute());
    }

    [Fact]
    public void A_message_names_what_where_and_what_to_do()
    {
        string Message(string source) => Assert.Single(GeneratorRun.Of(Usings + source).Diagnostics).GetMessage(null);
        Assert.Equal("ReportCore of 'X' is missing; add 'private partial int ReportCore(int firstZone, Span<ZoneInfo> zones)'", Message(Backend(cores: TransferCores + ManagementCores)));
        Assert.Equal("'X' says nothing of Append; a backend answers for every command, by Command, Report or Emulates", Message(Backend(Transfers + Management + Report)));
        Assert.Equal("Code 5 of 'X' means Io already; remove one of the two rows", Message(Backend(Rows + "[MapsError(5, ZoneError.Io), MapsError(5, ZoneError.Corrupt)]")));
        Assert.Equal("Open of 'X' is emulated by Conditions, which needs Reset; Read, Write and Reset are commands of the medium, and Open, Close, Finish and Report are all emulated so", Message(Backend(Transfers + Conditions + Append, MediumCores.Replace("private partial int ResetCore(int zone) => 0;", "", StringComparison.Ordinal))));
    }

    [Fact]
    public void What_the_compiler_complains_about_is_not_reported_again()
    {
        GeneratorRun run = GeneratorRun.Of(Use + Backend(Rows + "[MapsError(Missing, ZoneError.Io)]"));
        Assert.Empty(run.Diagnostics);
        Assert.Equal(["CS0103"], run.CompilerErrors.Select(error => error.Id));
    }

    private static IEnumerable<string> Located(IEnumerable<Diagnostic> diagnostics) => diagnostics
        .Select(diagnostic => $"{diagnostic.Id} {diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)}");
}
