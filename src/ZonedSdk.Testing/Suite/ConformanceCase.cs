using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing;

/// <summary>One thing that every zoned device under the runtime must do.</summary>
public sealed class ConformanceCase
{
    private readonly CaseBody _body;

    internal ConformanceCase(string name, CaseNeeds needs, CaseBody body)
    {
        Name = name;
        Needs = needs;
        _body = body;
    }

    /// <summary>The group and what the case shows, as a sentence: <c>load: a reset waits for the writes in flight and none of them is lost</c>.</summary>
    public string Name { get; }

    /// <summary>The group: what stands before the colon of <see cref="Name"/>.</summary>
    public string Group => Name[..Name.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>The drive that the case asks for. A device that is not made for the case must have zones enough, and as many blocks in each.</summary>
    public DriveShape Shape => Needs.Shape;

    /// <summary>What must be possible to make go wrong.</summary>
    public DriveFaults Faults => Needs.Faults;

    /// <summary>Only drives of this flavour are asked; null = all.</summary>
    public ZoneFlavour? Flavour => Needs.Flavour;

    /// <summary>Whether devices can be compared by the case's trace: not where many threads have no order, or the operations follow from the device's size and faults.</summary>
    public bool HasComparableTrace => Needs.HasComparableTrace;

    internal CaseNeeds Needs { get; }

    /// <summary>Runs the case: what a theory of any test framework calls.</summary>
    /// <param name="target">What it runs on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The result where the case did not fail.</returns>
    /// <exception cref="ConformanceException">It failed: expected, found, and the trace up to there.</exception>
    public async Task<ConformanceResult> RunAsync(ConformanceTarget target, CancellationToken cancellationToken = default)
    {
        (ConformanceResult result, Exception? cause) = await JudgeAsync(target, cancellationToken).ConfigureAwait(false);
        return result.Outcome == ConformanceOutcome.Failed ? throw new ConformanceException(result, cause) : result;
    }

    /// <summary>What a theory shows.</summary>
    public override string ToString() => Name;

    internal async Task<(ConformanceResult Result, Exception? Cause)> JudgeAsync(ConformanceTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        PermittedDifference? permitted = target.Differences.FirstOrDefault(difference => difference.Covers(Name));
        CaseTrace trace = new();
        try
        {
            // On the pool, so that a case does not come back on its caller's context.
            await Task.Factory
                .StartNew(() => Bench.RunAsync(target, Needs, trace, _body, cancellationToken), cancellationToken, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default)
                .Unwrap()
                .WaitAsync(target.CaseTimeout, TimeProvider.System, cancellationToken)
                .ConfigureAwait(false);
            return permitted is null
                ? (ResultOf(ConformanceOutcome.Passed, ""), null)
                : (ResultOf(ConformanceOutcome.Failed, $"The list permits a difference here ('{permitted.Reason}'), and there is none: take the entry off."), null);
        }
        catch (NotApplicableException e)
        {
            return (ResultOf(ConformanceOutcome.NotApplicable, e.Message), e);
        }
        catch (TimeoutException e)
        {
            // Whatever a device may do otherwise, it must answer.
            return (ResultOf(ConformanceOutcome.Failed, $"It had not ended after {target.CaseTimeout.TotalSeconds} s. {e.Message}"), e);
        }
        catch (Exception e) when (permitted is not null && !cancellationToken.IsCancellationRequested)
        {
            return (ResultOf(ConformanceOutcome.Permitted, permitted.Reason), e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return (ResultOf(ConformanceOutcome.Failed, e is CheckFailedException ? e.Message : $"{e.GetType().Name}: {e.Message}"), e);
        }

        ConformanceResult ResultOf(ConformanceOutcome outcome, string reason) =>
            new() { Case = this, Target = target.Name, Outcome = outcome, Reason = reason, Trace = trace.Lines() };
    }
}
