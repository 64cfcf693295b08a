using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ZonedSdk.Generators.Parsing;

/// <summary>Whether the generator works at all in this compilation.</summary>
/// <param name="IsDisabled">The build property <c>DisableZonedSdkSourceGenerator</c> is true.</param>
/// <param name="IsLanguageSupported">The compilation has partial properties.</param>
/// <param name="LanguageVersion">The compilation's language version, for the message.</param>
internal sealed record GeneratorGate(bool IsDisabled, bool IsLanguageSupported, string LanguageVersion)
{
    private const string DisableProperty = "build_property.DisableZonedSdkSourceGenerator";

    public bool IsOpen => !IsDisabled && IsLanguageSupported;

    public static bool Supports(ParseOptions options) => options is CSharpParseOptions { LanguageVersion: >= Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp13 };

    public static IncrementalValueProvider<GeneratorGate> From(IncrementalGeneratorInitializationContext context) => context.AnalyzerConfigOptionsProvider
        .Select(static (options, _) => options.GlobalOptions.TryGetValue(DisableProperty, out string? value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase))
        .Combine(context.ParseOptionsProvider)
        .Select(static (pair, _) => new GeneratorGate(pair.Left, Supports(pair.Right), pair.Right is CSharpParseOptions options ? options.LanguageVersion.ToDisplayString() : ""))
        .WithTrackingName(TrackingNames.Gate);
}
