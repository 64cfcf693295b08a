using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace ZonedSdk.Analyzers.Tests.Corpus;

/// <summary>A code base with one lock less, or with another lock in its place.</summary>
/// <param name="Scope">The lock.</param>
/// <param name="IsSwap">Another lock is taken; else none.</param>
/// <param name="Fields">The guarded fields that nothing else protects inside.</param>
internal sealed record LockMutant(LockScope Scope, bool IsSwap, ImmutableArray<string> Fields)
{
    public ImmutableArray<TextChange> Edits => IsSwap ? Scope.Swap : Scope.Removal;

    /// <summary>Two mutants for each lock without which an access to some guarded field stands open. A lock inside another one on the same gate can go: nothing changes.</summary>
    public static IEnumerable<LockMutant> Of(IEnumerable<GuardedField> fields) =>
        from field in fields
        from access in field.Accesses
        let locks = access.GuardedBy(field.Gate).ToArray()
        where locks.Length == 1
        group field.Name by locks[0].Gate into site
        let scope = fields.SelectMany(static f => f.Accesses).SelectMany(static a => a.Locks).First(l => l.Scope.Gate == site.Key).Scope
        from isSwap in new[] { false, true }
        select new LockMutant(scope, isSwap, [.. site.Distinct()]);
}
