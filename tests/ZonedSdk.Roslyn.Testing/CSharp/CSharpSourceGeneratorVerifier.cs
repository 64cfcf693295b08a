using Microsoft.CodeAnalysis.Testing;

namespace Microsoft.CodeAnalysis.CSharp.Testing;

/// <summary>Names the test of a generator by the generator's type.</summary>
public class CSharpSourceGeneratorVerifier<TSourceGenerator, TVerifier>
    : SourceGeneratorVerifier<TSourceGenerator, CSharpSourceGeneratorTest<TSourceGenerator, TVerifier>, TVerifier>
    where TSourceGenerator : new()
    where TVerifier : IVerifier, new();
