using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
            .ForAttributeWithMetadataName(Attribute, static (node, _) => node is TypeDeclarationSyntax, new ResultMemory<LayoutModel>(LayoutParser.Parse).Parse)
            .WithTrackingName(TrackingNames.LayoutParse)
            .Combine(gate)
            .Where(static pair => pair.Right.IsOpen)
            .Select(static (pair, _) => pair.Left);

        FeatureOutputs.Register(context, "Layout", results, TrackingNames.LayoutModel, TrackingNames.LayoutDiagnostics, static model => model.Type, LayoutWriter.Write);
        return LocatedUse.Find(context, Attribute);
    }
}
