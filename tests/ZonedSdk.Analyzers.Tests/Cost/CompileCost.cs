using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ZonedSdk.Analyzers.Tests.SelfHost;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Cost;

/// <summary>
/// What the analyzers add to a compilation of <c>src/ZonedSdk</c>, in pairs of runs, by the processor time of this process: other load of the machine counts
/// little. The compiler is warm, as it is in a build server and an editor.
/// </summary>
internal static class CompileCost
{
    private const int WarmUps = 3;

    /// <summary>Measures and prints.</summary>
    public static async Task RunAsync(int pairs, TextWriter output)
    {
        List<double> whole = [], without = [], driver = [], with = [], driverShare = [], share = [];
        for (int pair = -WarmUps; pair < pairs; pair++)
        {
            double compile = Time(static () => Emit(RuntimeSources.Compile()));
            double bare = Time(static () => RuntimeSources.Compile().GetDiagnostics());
            double idle = await TimeAsync(static () => AnalyseAsync(RuntimeSources.Compile(), new IdleAnalyzer()));
            double ours = await TimeAsync(static () => AnalyseAsync(RuntimeSources.Compile(), new ConcurrencyAnalyzer()));
            if (pair >= 0)
            {
                whole.Add(compile);
                without.Add(bare);
                driver.Add(idle - bare);
                with.Add(ours - idle);
                driverShare.Add((idle - bare) / compile);
                share.Add((ours - idle) / compile);
            }
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            src/ZonedSdk, {RuntimeSources.Texts.Count} files, medians of {pairs} pairs, processor time
            compiled, without analyzers    {Median(whole),7:F0} ms            ({Range(whole)})
            diagnostics only               {Median(without),7:F0} ms            ({Range(without)})
            + an analyzer that looks on    {Median(driver),7:F0} ms   {Median(driverShare),6:P1}   ({Range(driver)}; {Shares(driverShare)})
            + the analyzers                {Median(with),7:F0} ms   {Median(share),6:P1}   ({Range(with)}; {Shares(share)})
            """));
        await output.WriteLineAsync(await WithoutSdkAsync(pairs));
    }

    // What the analyzer itself takes, by the compiler's own account.
    private static async Task<string> WithoutSdkAsync(int runs)
    {
        List<double> times = [];
        for (int run = -WarmUps; run < runs; run++)
        {
            CSharpCompilation compilation = CSharpCompilation.Create("Other", [CSharpSyntaxTree.ParseText("class C { object _o = new(); void M() { lock (_o) { } } }")], TestReferences.Net100);
            var analyzer = new ConcurrencyAnalyzer();
            var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true);
            AnalysisResult result = await compilation.WithAnalyzers([analyzer], options).GetAnalysisResultAsync(CancellationToken.None);
            if (run >= 0)
            {
                times.Add(result.AnalyzerTelemetryInfo[analyzer].ExecutionTime.TotalMilliseconds);
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"a compilation without the SDK      {Median(times),7:F3} ms   ({times.Min():F3} to {times.Max():F3})");
    }

    private static void Emit(CSharpCompilation compilation) => compilation.Emit(Stream.Null);

    private static Task AnalyseAsync(CSharpCompilation compilation, DiagnosticAnalyzer analyzer) =>
        compilation.WithAnalyzers([analyzer], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false)).GetAllDiagnosticsAsync();

    private static double Time(Action action)
    {
        Collect();
        TimeSpan start = Process.GetCurrentProcess().TotalProcessorTime;
        action();
        return (Process.GetCurrentProcess().TotalProcessorTime - start).TotalMilliseconds;
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        Collect();
        TimeSpan start = Process.GetCurrentProcess().TotalProcessorTime;
        await action();
        return (Process.GetCurrentProcess().TotalProcessorTime - start).TotalMilliseconds;
    }

    // Nobody pays for the garbage of the run before.
    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Shares(List<double> values) => string.Create(CultureInfo.InvariantCulture, $"{values.Min():P1} to {values.Max():P1} of its own pair");

    private static string Range(List<double> values) => string.Create(CultureInfo.InvariantCulture, $"{values.Min():F0} to {values.Max():F0}");
}
