using Microsoft.CodeAnalysis;

namespace ZonedSdk.Generators.Speed;

/// <summary>A generator of the same shape that does nothing: what the driver itself costs.</summary>
internal sealed class EmptyGenerator : IIncrementalGenerator
{
    private static readonly string[] s_attributes = ["ZonedSdk.Descriptors.BinaryLayoutAttribute", "ZonedSdk.Descriptors.ZonedVolumeAttribute"];

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        foreach (string attribute in s_attributes)
        {
            IncrementalValuesProvider<int> found = context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true, static (_, _) => 0);
            context.RegisterSourceOutput(found, static (_, _) => { });
            context.RegisterSourceOutput(found, static (_, _) => { });
        }
    }
}
