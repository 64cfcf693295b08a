using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Backends.Parsing;
using ZonedSdk.Generators.Backends.Writing;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Backends;

/// <summary>Backends: from types with <c>[ZonedBackend]</c> to implementations of the runtime's backend interface.</summary>
internal static class BackendFeature
{
    private const string Attribute = AttributeReading.DescriptorsNamespace + ".ZonedBackendAttribute";

    /// <summary>Adds the steps, and returns where the feature is used.</summary>
    public static IncrementalValueProvider<ImmutableArray<LocatedUse>> Register(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<GeneratorGate> gate)
    {
        IncrementalValuesProvider<ParseResult<BackendModel>> results = context.SyntaxProvider
            .ForAttributeWithMetadataName(Attribute, static (node, _) => node is TypeDeclarationSyntax, new ResultMemory<BackendModel>(BackendParser.Parse).Parse)
            .WithTrackingName(TrackingNames.BackendParse)
            .Combine(gate)
            .Where(static pair => pair.Right.IsOpen)
            .Select(static (pair, _) => pair.Left);

        FeatureOutputs.Register(context, "Backend", results, TrackingNames.BackendModel, TrackingNames.BackendDiagnostics, static model => model.Type, BackendWriter.Write);
        return LocatedUse.Find(context, Attribute);
    }
}
