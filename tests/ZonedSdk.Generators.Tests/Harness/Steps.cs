using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Generators.Tests.Harness;

/// <summary>Which of a generator's steps ran, in words.</summary>
internal static class Steps
{
    /// <summary>The name under which a step is tracked.</summary>
    /// <param name="constant">The member of the generator's TrackingNames.</param>
    public static string NameOf(string constant) =>
        (string)typeof(ZonedGenerator).Assembly.GetType("ZonedSdk.Generators.TrackingNames", throwOnError: true)!.GetField(constant)!.GetValue(null)!;

    /// <summary>Why the outputs of a step are what they are.</summary>
    public static string Reasons(GeneratorRun run, string constant) =>
        run.Result.TrackedSteps.TryGetValue(NameOf(constant), out ImmutableArray<IncrementalGeneratorRunStep> steps) ? Describe(steps.SelectMany(step => step.Outputs)) : "";

    /// <summary>Why the emitted files and diagnostics are what they are.</summary>
    public static string Outputs(GeneratorRun run) =>
        Describe(run.Result.TrackedOutputSteps.Values.SelectMany(steps => steps).SelectMany(step => step.Outputs));

    // The distinct reasons; an output that was computed and came out equal costs no later step anything, so it counts as cached.
    private static string Describe(IEnumerable<(object Value, IncrementalStepRunReason Reason)> outputs) =>
        string.Join(" ", outputs.Select(output => output.Reason == IncrementalStepRunReason.Unchanged ? "Cached" : output.Reason.ToString()).Distinct().Order(StringComparer.Ordinal));
}
