using ZonedSdk.TestSupport;

namespace ZonedSdk.KernelTests.Runner;

/// <summary>What the command line says.</summary>
/// <param name="ResultsPath">Where the report goes; null where none is wanted.</param>
/// <param name="Filter">A part of the names of the tests to run, in any case; empty for all.</param>
internal sealed record RunOptions(string? ResultsPath, string Filter)
{
    /// <summary>How long one test may take before it counts as hanging. Emulated processors are about ten times slower than real ones.</summary>
    public TimeSpan TestLimit { get; init; } = TimeSpan.FromMinutes(Campaign.Pick(brief: 2, full: 10));

    /// <summary>Reads <c>--results PATH</c> and <c>--filter TEXT</c>.</summary>
    public static RunOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new RunOptions(ResultsPath: null, Filter: "");
        for (int i = 0; i < arguments.Count; i += 2)
        {
            string value = i + 1 < arguments.Count ? arguments[i + 1] : throw new ArgumentException($"{arguments[i]} needs a value.");
            options = arguments[i] switch
            {
                "--results" => options with { ResultsPath = value },
                "--filter" => options with { Filter = value },
                _ => throw new ArgumentException($"'{arguments[i]}' is not known; the runner takes --results PATH and --filter TEXT."),
            };
        }

        return options;
    }
}
