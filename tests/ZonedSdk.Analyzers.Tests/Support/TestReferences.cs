using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Annotations;

namespace ZonedSdk.Analyzers.Tests.Support;

/// <summary>What every source under test is compiled against. Nothing is downloaded, whichever harness runs the tests.</summary>
internal static class TestReferences
{
    /// <summary>No framework from a package: the references below are it.</summary>
    public static ReferenceAssemblies Framework { get; } = new("net10.0");

    /// <summary>.NET 10.</summary>
    public static ImmutableArray<MetadataReference> Net100 { get; } = [.. Basic.Reference.Assemblies.Net100.References.All];

    /// <summary>.NET 10 and ZonedSdk with its annotations.</summary>
    public static ImmutableArray<MetadataReference> Sdk { get; } =
        Net100.Add(MetadataReference.CreateFromFile(typeof(GuardedByAttribute).Assembly.Location));
}
