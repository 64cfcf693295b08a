using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Models;

namespace ZonedSdk.Generators.Parsing;

/// <summary>A diagnostic at a real location, so that <c>#pragma</c> reaches it.</summary>
/// <remarks>
/// Locations are equal when tree and span are. They are never left out of the comparison: the driver would keep one that points into a tree
/// that an edit has replaced, and throw when it is reported. That is why diagnostics are an output of their own, apart from the sources.
/// </remarks>
/// <param name="Rule">What is reported.</param>
/// <param name="Location">Where; null for a mistake that has no place in the sources.</param>
/// <param name="Arguments">The message's arguments.</param>
internal sealed record LocatedDiagnostic(DiagnosticDescriptor Rule, Location? Location, EquatableArray<string> Arguments)
{
    private const string HintKey = "ZonedSdk.Hint";

    public static LocatedDiagnostic Create(DiagnosticDescriptor rule, Location? location, params string[] arguments) =>
        new(rule, location, new EquatableArray<string>(arguments));

    /// <summary>The other place that belongs to it: the line of a file for an attribute, or the attribute for a line.</summary>
    public Location? Additional { get; init; }

    /// <summary>What a code fix writes; null where it can work that out itself, or there is none.</summary>
    public string? Hint { get; init; }

    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        Rule,
        Location ?? Location.None,
        Additional is null ? null : [Additional],
        Hint is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(HintKey, Hint),
        [.. Arguments]);
}
