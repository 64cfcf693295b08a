using ZonedSdk.Testing.Cases;

namespace ZonedSdk.Testing;

/// <summary>What every zoned device under the runtime must do, case by case.</summary>
/// <example>
/// <code>
/// ConformanceReport report = await ConformanceSuite.RunAsync(target);
/// Console.WriteLine(report);
/// return report.IsConformant ? 0 : 1;
/// </code>
/// </example>
public static class ConformanceSuite
{
    private static readonly Lazy<IReadOnlyList<ConformanceCase>> s_cases = new(static () =>
    [
        .. StateMachineCases.All,
        .. CommandCases.All,
        .. ReportCases.All,
        .. BoundaryCases.All,
        .. ZeroesCases.All,
        .. ResetAllCases.All,
        .. LimitCases.All,
        .. LoadCases.All,
        .. DurabilityCases.All,
        .. LeaseCases.All,
        .. RecoveryCases.All,
        .. ShortWriteCases.All,
        .. DyingZoneCases.All,
        .. ChangedZoneCases.All,
        .. ShapeCases.All,
        .. Enumerable.Range(1, 10).Select(ModelCases.OfSeed),
    ]);

    /// <summary>All cases, of both flavours.</summary>
    public static IReadOnlyList<ConformanceCase> Cases => s_cases.Value;

    /// <summary>The cases for drives of a flavour.</summary>
    /// <param name="flavour">Whose transition rules the drives follow.</param>
    public static IEnumerable<ConformanceCase> CasesFor(ZoneFlavour flavour) => Cases.Where(c => c.Flavour is null || c.Flavour == flavour);

    /// <summary>A case by its name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public static ConformanceCase Case(string name) =>
        Cases.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.Ordinal)) ?? throw new KeyNotFoundException($"No case is called '{name}'.");

    /// <summary>Random operations, one after another, on a device and on a model of it that is as simple as can be. The suite has the seeds 1 to 10; more make a longer search.</summary>
    /// <param name="seed">What the operations follow from.</param>
    public static ConformanceCase RandomOperations(int seed) => ModelCases.OfSeed(seed);

    /// <summary>Runs all cases of the target's flavour, one after another.</summary>
    /// <param name="target">What they run on.</param>
    /// <param name="cancellationToken">Stops before the next case.</param>
    public static Task<ConformanceReport> RunAsync(ConformanceTarget target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return RunAsync(target, CasesFor(target.Flavour), cancellationToken);
    }

    /// <summary>Runs some cases, one after another.</summary>
    /// <param name="target">What they run on.</param>
    /// <param name="cases">Which ones.</param>
    /// <param name="cancellationToken">Stops before the next case.</param>
    public static async Task<ConformanceReport> RunAsync(ConformanceTarget target, IEnumerable<ConformanceCase> cases, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(cases);
        List<ConformanceResult> results = [];
        foreach (ConformanceCase one in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (ConformanceResult result, _) = await one.JudgeAsync(target, cancellationToken).ConfigureAwait(false);
            results.Add(result);
        }

        return new ConformanceReport(target.Name, results);
    }
}
