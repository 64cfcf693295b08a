using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZonedSdk.Analyzers.Tests.Corpus;

/// <summary>A place outside constructors that touches a field, and the locks around it by the path that an annotation of the field would name them by.</summary>
/// <param name="Name">The field's name there.</param>
/// <param name="IsWrite">The field is assigned, or handed out by reference.</param>
/// <param name="Locks">The scopes around it that lock something which belongs to the same instance, or something static.</param>
internal sealed record FieldAccess(SimpleNameSyntax Name, bool IsWrite, ImmutableArray<(string Path, LockScope Scope)> Locks)
{
    /// <summary>The scopes that make this access safe under a gate.</summary>
    public IEnumerable<LockScope> GuardedBy(string gate) => Locks.Where(l => l.Path == gate && (!IsWrite || l.Scope.AllowsWriting)).Select(static l => l.Scope);
}
