using System.Globalization;
using ZonedSdk.Analyzers.Tests.Corpus;
using ZonedSdk.Analyzers.Tests.Cost;

namespace ZonedSdk.Analyzers.Tests;

/// <summary>What this assembly does when the test host does not run it: <c>dotnet run --project tests/ZonedSdk.Analyzers.Tests -c Release -- corpus FOLDER</c>.</summary>
internal static class Program
{
    private const string Usage = """
        corpus FOLDER   the three modes on all C# sources of a folder: analyzers/README.md
        cost [PAIRS]    what the analyzers add to the compilation of src/ZonedSdk, by a new compiler and by a warm one, and to one without the SDK
        """;

    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["corpus", string folder]:
                CorpusReport report = await CorpusRun.RunAsync(CodeBase.Load(folder));
                await Console.Out.WriteAsync(report.ToString());
                return report.IsGood ? 0 : 1;
            case ["cost"]:
                await RunCostAsync(pairs: 10);
                return 0;
            case ["cost", string pairs]:
                await RunCostAsync(int.Parse(pairs, CultureInfo.InvariantCulture));
                return 0;
            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }
    }

    private static async Task RunCostAsync(int pairs)
    {
        await BuildCost.RunAsync(pairs, Console.Out);
        await CompileCost.RunAsync(pairs, Console.Out);
    }
}
