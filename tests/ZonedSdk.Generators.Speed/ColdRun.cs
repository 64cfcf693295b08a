using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ZonedSdk.Generators.Speed;

/// <summary>The first run of a driver over a compilation that nobody has asked anything yet, in a process whose code is compiled.</summary>
internal static class ColdRun
{
    private const int WarmUps = 30;
    private const int Runs = 15;

    public static void Print(string name, Func<string, string[]> sources)
    {
        for (int run = 0; run < WarmUps; run++)
        {
            Measure(new ZonedGenerator(), sources("Warm"));
        }

        Cost[] ours = new Cost[Runs];
        Cost[] nothing = new Cost[Runs];
        Cost[] parsing = new Cost[Runs];
        for (int run = 0; run < Runs; run++)
        {
            (nothing[run], _) = Measure(new EmptyGenerator(), sources("T"));
            (ours[run], parsing[run]) = Measure(new ZonedGenerator(), sources("T"));
        }

        Console.WriteLine($"cold run, {name}: {Text(ours)}; of that the compiler's parsing of what is emitted {Text(parsing)}; a generator that does nothing {Text(nothing)}");
    }

    public static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    // A machine that is busy with other things stretches the clock and not the processor's time.
    private static string Text(Cost[] costs) =>
        $"{Median([.. costs.Select(cost => cost.Milliseconds)]):0.0} ms ({Median([.. costs.Select(cost => cost.ProcessorMilliseconds)]):0.0} ms of processor, least {costs.Min(cost => cost.Milliseconds):0.0})";

    private static (Cost Run, Cost Parsing) Measure(IIncrementalGenerator generator, string[] sources)
    {
        CSharpCompilation compilation = Inputs.Compilation(sources);
        CSharpParseOptions options = (CSharpParseOptions)compilation.SyntaxTrees[0].Options;
        GeneratorDriver driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: options);
        Cost run = Cost.Of(() => driver = driver.RunGenerators(compilation));
        string[] emitted = [.. driver.GetRunResult().GeneratedTrees.Select(tree => tree.GetText().ToString())];
        return (run, Cost.Of(() => Array.ForEach(emitted, text => CSharpSyntaxTree.ParseText(text, options))));
    }

    private readonly record struct Cost(double Milliseconds, double ProcessorMilliseconds)
    {
        public static Cost Of(Action work)
        {
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            long started = Stopwatch.GetTimestamp();
            work();
            return new Cost(Stopwatch.GetElapsedTime(started).TotalMilliseconds, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
        }
    }
}
