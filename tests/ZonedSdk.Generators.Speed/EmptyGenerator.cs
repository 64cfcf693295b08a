using Microsoft.CodeAnalysis;

namespace ZonedSdk.Generators.Speed;

/// <summary>A generator of the same shape that does nothing: what the driver costs.</summary>
internal sealed class EmptyGenerator : IIncrementalGenerator
{
    public static IReadOnlyList<string> Attributes { get; } =
    [
        "ZonedSdk.Descriptors.BinaryLayoutAttribute", "ZonedSdk.Descriptors.ZonedVolumeAttribute", "ZonedSdk.Descriptors.ZonedBackendAttribute",
    ];

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        foreach (string attribute in Attributes)
        {
            IncrementalValuesProvider<int> found = context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true, static (_, _) => 0);
            context.RegisterSourceOutput(found, static (_, _) => { });
            context.RegisterSourceOutput(found, static (_, _) => { });
        }
    }
}
