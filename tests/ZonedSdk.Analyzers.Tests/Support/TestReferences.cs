using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Annotations;

namespace ZonedSdk.Analyzers.Tests.Support;

/// <summary>What every source under test is compiled against. Nothing is downloaded, whichever harness runs the tests.</summary>
internal static class TestReferences
{
    // What the sources of the rules' and fixes' tests use, and what it forwards to.
    private static readonly string[] s_used =
    [
        "System.Collections", "System.Collections.Concurrent", "System.Console", "System.Diagnostics.TraceSource", "System.Linq", "System.Linq.Expressions", "System.Memory",
        "System.Runtime", "System.Runtime.Extensions", "System.Runtime.InteropServices", "System.Threading", "System.Threading.Channels", "System.Threading.Tasks.Parallel",
        "System.Threading.Thread",
    ];

    /// <summary>No framework from a package: the references below are it.</summary>
    public static ReferenceAssemblies Framework { get; } = new("net10.0");

    /// <summary>.NET 10, all of it.</summary>
    public static ImmutableArray<MetadataReference> Net100 { get; } = [.. Basic.Reference.Assemblies.Net100.References.All];

    private static MetadataReference ZonedSdk { get; } = MetadataReference.CreateFromFile(typeof(GuardedByAttribute).Assembly.Location);

    /// <summary>All of .NET 10, and ZonedSdk with its annotations.</summary>
    public static ImmutableArray<MetadataReference> Whole { get; } = Net100.Add(ZonedSdk);

    /// <summary>
    /// ZonedSdk, and as much of .NET 10 as it and small sources need. A compilation asks all its references for each well-known type, which takes longer
    /// than a small test where there are 167 of them.
    /// </summary>
    public static ImmutableArray<MetadataReference> Sdk { get; } = [.. Used(), ZonedSdk];

    private static IEnumerable<MetadataReference> Used()
    {
        var names = typeof(GuardedByAttribute).Assembly.GetReferencedAssemblies().Select(static a => a.Name!).Concat(s_used).Select(static n => n + ".dll").ToHashSet(StringComparer.Ordinal);
        return Basic.Reference.Assemblies.Net100.ReferenceInfos.All.Where(info => names.Contains(info.FileName)).Select(static info => info.Reference);
    }
}
