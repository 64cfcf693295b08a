using Microsoft.CodeAnalysis;

namespace ZonedSdk.Generators.Speed;

/// <summary>A generator of the same shape that has the attributes of a description bound, those of its members too, and does nothing with them.</summary>
/// <remarks>A compiler binds an attribute anew in each compilation: what a keystroke costs a generator that remembers nothing.</remarks>
internal sealed class ReadingGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        foreach (string attribute in EmptyGenerator.Attributes)
        {
            IncrementalValuesProvider<int> found = context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true, static (syntax, _) => Read((INamedTypeSymbol)syntax.TargetSymbol));
            context.RegisterSourceOutput(found, static (_, _) => { });
            context.RegisterSourceOutput(found, static (_, _) => { });
        }
    }

    private static int Read(INamedTypeSymbol type) => type.GetMembers().Sum(member => member.GetAttributes().Length);
}
