namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A package that reference assemblies come from.</summary>
public sealed record PackageIdentity(string Id, string Version);
