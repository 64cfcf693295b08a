using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ZonedSdk.Generators.Speed;

/// <summary>A change in a file that has nothing to do with any description, beside a generator that does nothing, turn by turn.</summary>
internal static class Keystroke
{
    private const int WarmUps = 50;
    private const int Edits = 200;

    public static void Print(string name, string[] descriptions)
    {
        CSharpCompilation compilation = Inputs.Compilation([.. descriptions, .. Inputs.Others()]);
        SyntaxTree edited = compilation.SyntaxTrees[^1];
        CSharpParseOptions options = (CSharpParseOptions)edited.Options;
        GeneratorDriver ours = CSharpGeneratorDriver.Create([new ZonedGenerator().AsSourceGenerator()], parseOptions: options).RunGenerators(compilation);
        GeneratorDriver nothing = CSharpGeneratorDriver.Create([new EmptyGenerator().AsSourceGenerator()], parseOptions: options).RunGenerators(compilation);
        List<double> times = [];
        List<double> timesOfNothing = [];
        for (int edit = 1; edit <= WarmUps + Edits; edit++)
        {
            SyntaxTree next = edited.WithChangedText(SourceText.From(Inputs.Other(0, edit)));
            compilation = compilation.ReplaceSyntaxTree(edited, next);
            edited = next;

            // Each is first in every other turn, and on a compilation of its own: whoever is second would find names that are looked up already.
            bool isFirst = edit % 2 == 0;
            (double a, nothing) = isFirst ? (0, nothing) : Run(nothing, compilation.Clone());
            (double b, ours) = Run(ours, compilation.Clone());
            if (isFirst)
            {
                (a, nothing) = Run(nothing, compilation.Clone());
            }

            if (edit > WarmUps)
            {
                timesOfNothing.Add(a);
                times.Add(b);
            }
        }

        double median = ColdRun.Median([.. times]);
        double medianOfNothing = ColdRun.Median([.. timesOfNothing]);
        Console.WriteLine($"keystroke, {name}: {median:0.000} ms; a generator that does nothing {medianOfNothing:0.000} ms; ratio {median / medianOfNothing:0.00}");
    }

    private static (double Milliseconds, GeneratorDriver Driver) Run(GeneratorDriver driver, CSharpCompilation compilation)
    {
        long started = Stopwatch.GetTimestamp();
        driver = driver.RunGenerators(compilation);
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, driver);
    }
}
