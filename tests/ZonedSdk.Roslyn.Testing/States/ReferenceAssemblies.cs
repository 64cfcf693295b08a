using System.Collections.Immutable;
using Basic.Reference.Assemblies;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// The framework that sources are compiled against. Nothing is downloaded: there are .NET 10, and nothing at all for tests that
/// bring their own references.
/// </summary>
public sealed class ReferenceAssemblies
{
    public ReferenceAssemblies(string targetFramework) => TargetFramework = targetFramework;

    public ReferenceAssemblies(string targetFramework, PackageIdentity? referenceAssemblyPackage, string referenceAssemblyPath)
    {
        TargetFramework = targetFramework;
        ReferenceAssemblyPackage = referenceAssemblyPackage;
        ReferenceAssemblyPath = referenceAssemblyPath;
    }

    public static ReferenceAssemblies Default => Net.Net100;

    public string TargetFramework { get; }

    public PackageIdentity? ReferenceAssemblyPackage { get; }

    public string? ReferenceAssemblyPath { get; }

    /// <summary>The references, the same objects at every call, so that compilations share what they read from them.</summary>
    /// <exception cref="NotSupportedException">The framework is not .NET 10.</exception>
    public Task<ImmutableArray<MetadataReference>> ResolveAsync(string? language, CancellationToken cancellationToken)
        => Task.FromResult(Resolve());

    internal ImmutableArray<MetadataReference> Resolve()
    {
        if (ReferenceAssemblyPackage is null)
            return [];

        if (ReferenceAssemblyPackage.Id == "Microsoft.NETCore.App.Ref" && TargetFramework == "net10.0")
            return Net.References;

        throw new NotSupportedException(
            $"No reference assemblies for '{TargetFramework}' from the package '{ReferenceAssemblyPackage.Id}': this harness has those of net10.0 only.");
    }

    /// <summary>.NET 5 and later.</summary>
    public static class Net
    {
        public static ReferenceAssemblies Net100 { get; } =
            new("net10.0", new PackageIdentity("Microsoft.NETCore.App.Ref", "10.0.0"), Path.Combine("ref", "net10.0"));

        internal static ImmutableArray<MetadataReference> References { get; } = [.. Basic.Reference.Assemblies.Net100.References.All];
    }
}
