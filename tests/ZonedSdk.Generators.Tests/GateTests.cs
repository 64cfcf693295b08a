using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests;

/// <summary>When the generator does nothing, and what it says then.</summary>
public sealed class GateTests
{
    private const string Layout = "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial byte A { get; } }";
    private const string Wrong = "[BinaryLayout(2, Endian.Big)] public readonly ref partial struct Z { [Field(0)] public partial byte A { get; } }";

    private const string Table = "[ZonedBackend(\"x\"), MapsError(1, ZoneError.Io)] internal static partial class T;";

    [Theory]
    [InlineData("true", 0)]
    [InlineData("True", 0)]
    [InlineData("false", 2)]
    [InlineData("", 2)]
    public void The_build_property_switches_everything_off(string value, int sources)
    {
        GeneratorRun run = GeneratorRun.Of(Compilations.Create(Layout, Wrong), new Options(value));
        Assert.Equal(sources, run.Sources.Count);
        Assert.Equal(sources == 0 ? 0 : 1, run.Diagnostics.Length);
    }

    [Fact]
    public void Switching_off_takes_back_what_was_generated()
    {
        CSharpCompilation compilation = Compilations.Create(Layout, Wrong);
        GeneratorRun on = GeneratorRun.Of(compilation, new Options("false"));
        GeneratorRun off = GeneratorRun.Of(on.Driver.WithUpdatedAnalyzerConfigOptions(new Options("true")), compilation);
        Assert.Equal(2, on.Sources.Count);
        Assert.Empty(off.Sources);
        Assert.Empty(off.Diagnostics);
    }

    [Fact]
    public void An_old_language_version_gets_one_diagnostic_for_all_descriptors()
    {
        CSharpParseOptions options = Compilations.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp12);
        GeneratorRun run = GeneratorRun.Of(Compilations.Create(options, NullableContextOptions.Enable, Layout, Wrong, Table));
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("ZSDK1000", diagnostic.Id);
        Assert.Contains("C# 12.0", diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal("File1.cs", diagnostic.Location.SourceTree!.FilePath);
        Assert.Empty(run.Sources);
    }

    [Fact]
    public void A_project_without_descriptors_gets_nothing_whatever_its_language_version()
    {
        CSharpParseOptions options = Compilations.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp10);
        GeneratorRun run = GeneratorRun.Of(Compilations.Create(options, NullableContextOptions.Enable, "public class C { }"));
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.Sources);
    }

    private sealed class Options(string value) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Global(value);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Global(string value) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? result)
            {
                result = key == "build_property.DisableZonedSdkSourceGenerator" && value.Length > 0 ? value : null;
                return result is not null;
            }
        }
    }
}
