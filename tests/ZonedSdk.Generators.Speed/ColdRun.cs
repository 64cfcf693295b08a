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

        double[] ours = new double[Runs];
        double[] nothing = new double[Runs];
        for (int run = 0; run < Runs; run++)
        {
            nothing[run] = Measure(new EmptyGenerator(), sources("T"));
            ours[run] = Measure(new ZonedGenerator(), sources("T"));
        }

        Console.WriteLine($"cold run, {name}: {Median(ours):0.0} ms ({ours.Min():0.0} to {ours.Max():0.0}); a generator that does nothing {Median(nothing):0.0} ms");
    }

    public static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static double Measure(IIncrementalGenerator generator, string[] sources)
    {
        CSharpCompilation compilation = Inputs.Compilation(sources);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options);
        long started = Stopwatch.GetTimestamp();
        driver.RunGenerators(compilation);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
