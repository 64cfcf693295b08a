namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Names the test of a generator by the generator's type.</summary>
public class SourceGeneratorVerifier<TSourceGenerator, TTest, TVerifier>
    where TSourceGenerator : new()
    where TTest : SourceGeneratorTest<TVerifier>, new()
    where TVerifier : IVerifier, new();
