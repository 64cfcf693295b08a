using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZonedSdk.Analyzers.Tests.Corpus;

/// <summary>A private field that the text of a code base shows to be guarded by one gate.</summary>
/// <param name="Declaration">Where it is declared, alone.</param>
/// <param name="Gate">The gate's path from the field's instance.</param>
/// <param name="Accesses">Every access outside constructors.</param>
internal sealed record GuardedField(FieldDeclarationSyntax Declaration, string Gate, ImmutableArray<FieldAccess> Accesses)
{
    public string Name => Declaration.Declaration.Variables[0].Identifier.ValueText;

    /// <summary>Some of them hold a reader-writer lock for reading only.</summary>
    public bool IsShared => Accesses.Any(a => a.GuardedBy(Gate).All(static s => !s.AllowsWriting));

    /// <summary>The annotation as it would be written.</summary>
    public string Annotation => $"[global::ZonedSdk.Annotations.GuardedBy(\"{Gate}\"{(IsShared ? ", Shared = true" : "")})] ";
}
