using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ZonedSdk.Generators.Speed;

/// <summary>The first run of a driver over a compilation that nobody has asked anything yet, in a process whose code is compiled.</summary>
internal static class ColdRun
{
    private const int WarmUps = 30;
    private const int Runs = 40;

    public static void Print(string name, Func<string, string[]> sources)
    {
        List<Cost> ours = [];
        List<Cost> nothing = [];
        List<Cost> parsing = [];
        int length = 0;
        for (int run = -WarmUps; run < Runs; run++)
        {
            (Cost ofNothing, _) = Measure(new EmptyGenerator(), sources("T"));
            (Cost cost, string[] emitted) = Measure(new ZonedGenerator(), sources("T"));
            Cost ofParsing = Cost.Of(() => Array.ForEach(emitted, text => CSharpSyntaxTree.ParseText(text, Inputs.Options)));
            length = emitted.Sum(text => text.Length);
            if (run >= 0)
            {
                nothing.Add(ofNothing);
                ours.Add(cost);
                parsing.Add(ofParsing);
            }
        }

        // The driver parses what is emitted when somebody asks for it: a build does, this run does not.
        Console.WriteLine($"cold run, {name}, ms:       {Cost.Text(ours)}; times a generator that does nothing: {Cost.Ratio(ours, nothing)}");
        Console.WriteLine($"  a generator that does nothing: {Cost.Text(nothing)}");
        Console.WriteLine($"  parsing what is emitted, later: {Cost.Text(parsing)}; {length / Inputs.Descriptions:N0} characters a description");
    }

    private static (Cost Run, string[] Emitted) Measure(IIncrementalGenerator generator, string[] sources)
    {
        CSharpCompilation compilation = Inputs.Compilation(sources);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: Inputs.Options);
        Cost run = Cost.Of(() => driver = driver.RunGenerators(compilation));
        return (run, [.. Inputs.Checked(driver).GeneratedTrees.Select(tree => tree.GetText().ToString())]);
    }
}
