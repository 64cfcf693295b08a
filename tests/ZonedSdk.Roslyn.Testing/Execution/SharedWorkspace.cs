using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host.Mef;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// One workspace for all tests of the process: composing its services takes longer than most tests. Solutions are immutable, so each
/// test branches off the empty one and nobody applies anything to the workspace.
/// </summary>
internal static class SharedWorkspace
{
    private const int BoundLimit = 16;

    private static readonly AdhocWorkspace s_workspace = new(MefHostServices.DefaultHost);

    // The compiler shares the symbols of references among compilations as long as one of these is alive.
    private static readonly ConcurrentDictionary<string, Compilation> s_bound = new(StringComparer.Ordinal);

    public static Solution EmptySolution => s_workspace.CurrentSolution;

    /// <summary>Keeps the symbols of these references for the next test that compiles against the same ones.</summary>
    public static void KeepSymbols(ImmutableArray<MetadataReference> references)
    {
        // Tests that make references of their own would fill the memory with symbols that nobody asks for again.
        if (s_bound.Count >= BoundLimit)
            return;

        var key = string.Join(';', references.Select(RuntimeHelpers.GetHashCode));
        s_bound.GetOrAdd(key, _ =>
        {
            var compilation = CSharpCompilation.Create("Bound", references: references);
            compilation.GetSpecialType(SpecialType.System_Object);
            return compilation;
        });
    }
}
