namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Generates nothing, for tests that need a generator by its type only.</summary>
public sealed class EmptySourceGeneratorProvider : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
    }
}
