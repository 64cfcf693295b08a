using System.Globalization;
using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Tests.Harness;
using static ZonedSdk.Generators.Tests.Backends.BackendSources;

namespace ZonedSdk.Generators.Tests.Backends;

/// <summary>Names, numbers and half-typed code that try to break out. A diagnostic, or code with exactly the described members; never an exception, never a compiler error of ours.</summary>
public sealed class HostileBackendTests
{
    [Theory]
    [InlineData("a \\\"quoted\\\" name")]
    [InlineData("*/ class Y { } /*")]
    [InlineData("line\\nfeed")]
    [InlineData("line \\u2028 separator")]
    [InlineData("half a pair \\uD800")]
    [InlineData("{0} {{")]
    [InlineData("</summary>")]
    [InlineData("\\0")]
    [InlineData("幅")]
    public void A_name_is_text_whatever_it_is(string name)
    {
        GeneratorRun run = GeneratorRun.Of(Use + Backend().Replace("(\"x\"", $"(\"{name}\"", StringComparison.Ordinal)).Compiles();
        Assert.Single(run.Sources);
    }

    [Theory]
    [InlineData("@class")]
    [InlineData("@record")]
    [InlineData("Engine2")]
    [InlineData("Größe")]
    [InlineData("_")]
    public void A_type_may_be_called_as_it_likes(string name) =>
        GeneratorRun.Of(Usings + Backend(type: "public sealed partial class " + name).Replace("public X(", $"public {name}(", StringComparison.Ordinal)).Compiles();

    [Theory]
    [InlineData("unsafe", "private unsafe partial int OpenCore(int zone) => 0;")]
    [InlineData("another accessibility", "public partial int OpenCore(int zone) => 0;")]
    [InlineData("virtual", "protected internal virtual partial int OpenCore(int zone) => 0;")]
    [InlineData("other names of parameters", "private partial int OpenCore(int @event) => @event;")]
    [InlineData("both halves", "private partial int OpenCore(int zone); private partial int OpenCore(int zone) => 0;")]
    public void A_Core_method_may_be_declared_in_any_way_that_fits(string name, string method)
    {
        string source = Usings + Backend(cores: Cores.Replace("private partial int OpenCore(int zone) => 0;", method, StringComparison.Ordinal), type: "public partial class X");
        Microsoft.CodeAnalysis.CSharp.CSharpCompilation compilation = Compilations.Create(source);
        compilation = compilation.WithOptions(compilation.Options.WithAllowUnsafe(true));
        GeneratorRun run = GeneratorRun.Of(compilation);
        Assert.Equal($"{name}: ", $"{name}: {string.Join("\n", run.Diagnostics.Concat(run.CompilerErrors))}");
    }

    [Fact]
    public void Methods_that_end_in_Core_by_chance_are_nobodys_business() =>
        GeneratorRun.Of(Use + Backend(cores: Cores + "public int HardCore() => 1; public static int SoftCore(int x) => x; partial void Optional(); partial void DisposeCore() { }")).Compiles();

    [Fact]
    public void A_member_of_the_interface_is_left_to_a_class_that_has_it()
    {
        GeneratorRun run = GeneratorRun.Of(Usings + "public class Base { public string Name => \"own\"; }" + Backend(cores: Cores + "public BackendDescription Description { get; } = new(); public System.Threading.Tasks.ValueTask DisposeAsync() => default;").Replace("class X", "class X : Base", StringComparison.Ordinal)).Compiles();
        string source = run.Sources.Values.Single();
        Assert.DoesNotContain("string Name", source, StringComparison.Ordinal);
        Assert.DoesNotContain("Description Description", source, StringComparison.Ordinal);
        Assert.DoesNotContain("DisposeAsync", source, StringComparison.Ordinal);
        Assert.Contains("public void Kick()", source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_codes_are_a_table_and_not_a_problem()
    {
        string rows = string.Concat(Enumerable.Range(1, 1000).Select(code => string.Create(CultureInfo.InvariantCulture, $"[MapsError({code}, ZoneError.Corrupt)]")));
        GeneratorRun run = GeneratorRun.Of(Usings + Backend(Rows + rows)).Compiles();
        Assert.Contains("1000 => global::ZonedSdk.ZoneError.Corrupt,", run.Sources.Values.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Backends_with_equal_names_live_beside_one_another()
    {
        const string Table = "[ZonedBackend(\"x\"), MapsError(1, ZoneError.Io)] internal static partial class ";
        GeneratorRun run = GeneratorRun.Of(Table + "X; " + Table + "x; namespace A { " + Table + "X; public partial struct S { " + Table + "X; } public partial interface I<T> { " + Table + "X; } public partial class C<T> { " + Table + "X<U>; } }").Compiles();
        Assert.Equal(6, run.Sources.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(run.Sources.Keys, hint => Assert.Matches("^Backend_[A-Za-z0-9_]+_[0-9a-f]{16}\\.g\\.cs$", hint));
    }

    [Theory]
    [InlineData("[ZonedBackend public partial class X;")]
    [InlineData("[ZonedBackend] public partial class X;")]
    [InlineData("[ZonedBackend(null!)] public partial class X;")]
    [InlineData("[ZonedBackend(1)] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\", Engine = )] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\", Engine = null)] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\", Engine = \"X\")] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\", Engine = nameof(_y))] public partial class X { private Missing _y; }")]
    [InlineData("[ZonedBackend(\"x\"), Command] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\"), Command(ZoneCommand.Reset, Ioctl = -1)] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\"), Command(ZoneCommand.Reset, Ioctl = 1, Argument = typeof(Missing))] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\"), Command(ZoneCommand.Reset, Ioctl = 1, Argument = typeof(int[]))] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\"), Command(ZoneCommand.Reset, Ioctl = 1, Argument = typeof(System.Collections.Generic.List<>))] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\"), Report] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\"), Report(typeof(void))] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\"), MapsError(int.MinValue, ZoneError.Io)] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\"), MapsError(5)] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\"), Limits(MaxTransferBytes = long.MinValue)] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\"), Limits(MaxTransferBytes = 9223372036854775808)] public partial class X;")]
    [InlineData("[ZonedBackend(\"x\")] public partial struct X;")]
    [InlineData("[ZonedBackend(\"x\")] public partial class")]
    [InlineData("[ZonedBackend(\"x\")] public partial class X { private partial int ReadCore(")]
    [InlineData("[ZonedBackend(\"x\")] public partial class X { private partial ReadCore(int zone) => 0; }")]
    [InlineData("[ZonedBackend(\"x\")] public partial class X { private partial int ReadCore<T>(T zone) => 0; }")]
    [InlineData("[ZonedBackend(\"x\")] public partial class X { private static partial int ReadCore(int zone, params int[] x) => 0; }")]
    [InlineData("[ZonedBackend(\"x\")] public partial class X : Y; public class Y(int size) { public int Size => size; }")]
    public void Half_typed_code_never_throws(string source)
    {
        GeneratorRun run = GeneratorRun.Of(source);
        Assert.NotEmpty(run.Diagnostics.Concat(run.CompilerErrors));
    }

    [Theory]
    [InlineData("null!")]
    [InlineData("\"\"")]
    public void A_backend_without_a_name_is_told_so(string name)
    {
        GeneratorRun run = GeneratorRun.Of(Use + Backend().Replace("(\"x\"", $"({name}", StringComparison.Ordinal));
        Assert.Equal(["ZSDK3008"], run.Ids);
        Assert.Empty(run.CompilerErrors);
    }

    [Fact]
    public void The_code_of_a_name_beyond_the_limit_does_not_hold_it()
    {
        GeneratorRun run = GeneratorRun.Of(Use + Backend().Replace("(\"x\"", $"(\"{new string('n', 100_000)}\"", StringComparison.Ordinal));
        Assert.Equal(["ZSDK3008"], run.Ids);
        Assert.True(run.Diagnostics[0].GetMessage(null).Length < 1000);
        Assert.All(run.Sources.Values, source => Assert.True(source.Length < 10_000));
        Assert.DoesNotContain(run.CompilerErrors, error => error.Severity == DiagnosticSeverity.Error);
    }
}
