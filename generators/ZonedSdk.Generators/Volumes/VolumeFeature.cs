using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Generators.Parsing;
using ZonedSdk.Generators.Volumes.Models;
using ZonedSdk.Generators.Volumes.Parsing;
using ZonedSdk.Generators.Volumes.Writing;

namespace ZonedSdk.Generators.Volumes;

/// <summary>Volumes: from types with <c>[ZonedVolume]</c> to regions, zones, leases and addresses that have only what is legal.</summary>
internal static class VolumeFeature
{
    private const string Attribute = AttributeReading.DescriptorsNamespace + ".ZonedVolumeAttribute";
    private const string FileEnd = ".json";

    /// <summary>Adds the steps, and returns where the feature is used.</summary>
    public static IncrementalValueProvider<ImmutableArray<LocatedUse>> Register(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<GeneratorGate> gate)
    {
        // Files are only listed here; a file is read when a volume names it, so a project without volumes reads none.
        IncrementalValueProvider<ImmutableArray<AdditionalText>> files = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(FileEnd, StringComparison.OrdinalIgnoreCase))
            .Collect()
            .WithTrackingName(TrackingNames.VolumeFiles);

        IncrementalValuesProvider<ParseResult<VolumeModel>> results = context.SyntaxProvider
            .ForAttributeWithMetadataName(Attribute, static (node, _) => node is TypeDeclarationSyntax, VolumeParser.Parse)
            .WithTrackingName(TrackingNames.VolumeParse)
            .Combine(gate)
            .Where(static pair => pair.Right.IsOpen)
            .Select(static (pair, _) => pair.Left)
            .Combine(files)
            .Select(static (pair, cancellationToken) => VolumeResolver.Resolve(pair.Left, pair.Right, cancellationToken))
            .WithTrackingName(TrackingNames.VolumeResolve);

        FeatureOutputs.Register(context, "Volume", results, TrackingNames.VolumeModel, TrackingNames.VolumeDiagnostics, static model => model.Type, VolumeWriter.Write);
        return LocatedUse.Find(context, Attribute);
    }
}
