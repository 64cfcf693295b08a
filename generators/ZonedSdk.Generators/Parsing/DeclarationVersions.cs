using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ZonedSdk.Generators.Parsing;

/// <summary>Tells which compilations declare the same, as those do that differ only in the bodies of members: between them no attribute, constant or type can mean anything else.</summary>
/// <remarks>Each compilation is compared with the one before it, tree by tree. An edit leaves all trees but one as they were, so a keystroke costs one real comparison.</remarks>
internal sealed class DeclarationVersions
{
    private readonly ConditionalWeakTable<Compilation, object> _versions = new();
    private readonly object _gate = new();
    private readonly WeakReference<CSharpCompilation?> _latest = new(null);

    /// <summary>Finds the version of a compilation's declarations: the same object for compilations that declare the same.</summary>
    /// <remarks>Two compilations may get different versions although they declare the same; never the other way round.</remarks>
    public object Of(CSharpCompilation compilation)
    {
        // One driver runs at a time, but nothing forbids another.
        lock (_gate)
        {
            if (_versions.TryGetValue(compilation, out object known))
            {
                return known;
            }

            object version = _latest.TryGetTarget(out CSharpCompilation? latest) && latest is not null && DeclareTheSame(latest, compilation) && _versions.TryGetValue(latest, out object before)
                ? before
                : new object();
            _versions.Add(compilation, version);
            _latest.SetTarget(compilation);
            return version;
        }
    }

    private static bool DeclareTheSame(CSharpCompilation before, CSharpCompilation after)
    {
        bool isSameSetting = string.Equals(before.AssemblyName, after.AssemblyName, StringComparison.Ordinal)
            && before.Options.Equals(after.Options)
            && before.SyntaxTrees.Length == after.SyntaxTrees.Length
            && before.ExternalReferences.SequenceEqual(after.ExternalReferences);
        if (!isSameSetting)
        {
            return false;
        }

        for (int index = 0; index < after.SyntaxTrees.Length; index++)
        {
            if (!DeclareTheSame(before.SyntaxTrees[index], after.SyntaxTrees[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool DeclareTheSame(SyntaxTree before, SyntaxTree after) =>
        ReferenceEquals(before, after)
        || (string.Equals(before.FilePath, after.FilePath, StringComparison.Ordinal) && before.Options.Equals(after.Options) && SyntaxFactory.AreEquivalent(before, after, topLevel: true));
}
