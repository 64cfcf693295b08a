using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ZonedSdk.Generators.Tests.Harness;

/// <summary>A description that breaks one rule, and the same one mended.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Wrong">The source that breaks it.</param>
/// <param name="Right">The source that does not.</param>
internal sealed record RuleCase(string Id, string Wrong, string Right)
{
    public const string File = "x.zoned.json";

    /// <summary>The descriptor file beside the wrong source; null for none.</summary>
    public string? WrongFile { get; init; }

    /// <summary>The descriptor file beside the right one.</summary>
    public string? RightFile { get; init; }

    /// <summary>The language of the wrong source.</summary>
    public LanguageVersion Language { get; init; } = Compilations.ParseOptions.LanguageVersion;

    public GeneratorRun RunWrong(string pragma = "") => Run(pragma + Wrong, Compilations.ParseOptions.WithLanguageVersion(Language), WrongFile);

    public GeneratorRun RunRight() => Run(Right, Compilations.ParseOptions, RightFile);

    private static GeneratorRun Run(string source, CSharpParseOptions options, string? file)
    {
        AdditionalText[] files = file is null ? [] : [new TextFile("/project/" + File, file)];
        return GeneratorRun.Of(Compilations.Create(options, NullableContextOptions.Enable, "global using ZonedSdk.Backends; global using static ZonedSdk.ByteUnits;", source), files: files);
    }
}
