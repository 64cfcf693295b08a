using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>Takes what rules report: once per place, and not in files that are not looked at.</summary>
internal sealed class Reporter(Action<Diagnostic> report)
{
    private readonly HashSet<(string Id, Location At)> _reported = [];

    /// <summary>Reports one diagnostic, with the acquire site and the gate's declaration where there are such.</summary>
    /// <param name="descriptor">The rule.</param>
    /// <param name="at">The place.</param>
    /// <param name="site">Where the gate in question was acquired, if anywhere.</param>
    /// <param name="gate">The gate's path, whose declaration is shown.</param>
    /// <param name="arguments">What the message names.</param>
    public void Report(DiagnosticDescriptor descriptor, Location at, AcquireSite? site, GatePath? gate, params object[] arguments) =>
        Report(descriptor, at, FixHints.None, site, gate, arguments);

    /// <summary>The same, with what the fix has to know.</summary>
    /// <param name="descriptor">The rule.</param>
    /// <param name="at">The place.</param>
    /// <param name="hints">What the fix has to know: see <see cref="FixHints"/>.</param>
    /// <param name="site">Where the gate in question was acquired, if anywhere.</param>
    /// <param name="gate">The gate's path, whose declaration is shown.</param>
    /// <param name="arguments">What the message names.</param>
    public void Report(DiagnosticDescriptor descriptor, Location at, ImmutableDictionary<string, string?> hints, AcquireSite? site, GatePath? gate, params object[] arguments)
    {
        var additional = ImmutableArray.CreateBuilder<Location>();
        if (site?.Location is { } acquired)
        {
            additional.Add(acquired);
        }

        if (gate?.Gate?.Locations.FirstOrDefault(static l => l.IsInSource) is { } declaration)
        {
            additional.Add(declaration);
        }

        Report(descriptor, at, hints, additional.ToImmutable(), arguments);
    }

    /// <summary>Reports with places of the rule's own choice.</summary>
    /// <param name="descriptor">The rule.</param>
    /// <param name="at">The place.</param>
    /// <param name="additional">Other places that the finding rests on.</param>
    /// <param name="arguments">What the message names.</param>
    public void Report(DiagnosticDescriptor descriptor, Location at, ImmutableArray<Location> additional, params object[] arguments) =>
        Report(descriptor, at, FixHints.None, additional, arguments);

    /// <summary>The same, with what the fix has to know.</summary>
    /// <param name="descriptor">The rule.</param>
    /// <param name="at">The place.</param>
    /// <param name="hints">What the fix has to know: see <see cref="FixHints"/>.</param>
    /// <param name="additional">Other places that the finding rests on.</param>
    /// <param name="arguments">What the message names.</param>
    public void Report(DiagnosticDescriptor descriptor, Location at, ImmutableDictionary<string, string?> hints, ImmutableArray<Location> additional, params object[] arguments)
    {
        if (_reported.Add((descriptor.Id, at)))
        {
            report(Diagnostic.Create(descriptor, at, additional, hints, arguments));
        }
    }
}
