using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Layouts.Parsing;
using ZonedSdk.Generators.Layouts.Writing;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Layouts;

/// <summary>Binary layouts: from types with <c>[BinaryLayout]</c> to views, writers and report enumerators.</summary>
internal static class LayoutFeature
{
    private const string Attribute = AttributeReading.DescriptorsNamespace + ".BinaryLayoutAttribute";

    /// <summary>Adds the steps, and returns where the feature is used.</summary>
    public static IncrementalValueProvider<ImmutableArray<LocatedUse>> Register(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<GeneratorGate> gate)
    {
        IncrementalValuesProvider<ParseResult<LayoutModel>> results = context.SyntaxProvider
            .ForAttributeWithMetadataName(Attribute, static (node, _) => node is TypeDeclarationSyntax, LayoutParser.Parse)
            .WithTrackingName(TrackingNames.LayoutParse)
            .Combine(gate)
            .Where(static pair => pair.Right.IsOpen)
            .Select(static (pair, _) => pair.Left);

        context.RegisterSourceOutput(
            results.Where(static result => result.Model is not null).Select(static (result, _) => result.Model!).WithTrackingName(TrackingNames.LayoutModel),
            static (output, model) => output.AddSource(model.Type.HintName, SourceText.From(LayoutWriter.Write(model), Encoding.UTF8)));

        context.RegisterSourceOutput(
            results.SelectMany(static (result, _) => result.Diagnostics).WithTrackingName(TrackingNames.LayoutDiagnostics),
            static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));

        return LocatedUse.Find(context, Attribute);
    }
}
