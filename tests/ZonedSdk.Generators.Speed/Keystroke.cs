using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ZonedSdk.Generators.Speed;

/// <summary>A change in a file that has nothing to do with any description, beside two generators that make nothing, turn by turn.</summary>
internal static class Keystroke
{
    private const int WarmUps = 60;
    private const int Edits = 200;

    public static void Print(string name, string[] descriptions)
    {
        CSharpCompilation compilation = Inputs.Compilation([.. descriptions, .. Inputs.Others()]);
        SyntaxTree edited = compilation.SyntaxTrees[^1];
        GeneratorDriver[] drivers = [Driver(new ZonedGenerator(), compilation), Driver(new EmptyGenerator(), compilation), Driver(new ReadingGenerator(), compilation)];
        List<Cost>[] costs = [[], [], []];
        Inputs.Checked(drivers[0]);
        for (int edit = 1; edit <= WarmUps + Edits; edit++)
        {
            SyntaxTree next = edited.WithChangedText(SourceText.From(Inputs.Other(0, edit)));
            compilation = compilation.ReplaceSyntaxTree(edited, next);
            edited = next;

            // Who is first changes with every turn, and each has a compilation of its own: whoever is second would find names that are looked up already.
            for (int turn = 0; turn < drivers.Length; turn++)
            {
                int which = (edit + turn) % drivers.Length;
                CSharpCompilation own = compilation.Clone();
                Cost cost = Cost.Of(() => drivers[which] = drivers[which].RunGenerators(own));
                if (edit > WarmUps)
                {
                    costs[which].Add(cost);
                }
            }
        }

        Console.WriteLine($"keystroke, {name}, ms:      {Cost.Text(costs[0])}");
        Console.WriteLine($"  a generator that does nothing: {Cost.Text(costs[1])}; ratio {Cost.Ratio(costs[0], costs[1])}");
        Console.WriteLine($"  one that only reads attributes: {Cost.Text(costs[2])}; ratio {Cost.Ratio(costs[0], costs[2])}");
    }

    private static GeneratorDriver Driver(IIncrementalGenerator generator, CSharpCompilation compilation) =>
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: Inputs.Options).RunGenerators(compilation);
}
