using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;
using ZonedSdk.TestSupport;

namespace ZonedSdk.Analyzers.Tests.Flow;

/// <summary>
/// The analysis of a method costs in proportion to its size. What is counted is work (operations evaluated, states joined, entries looked at),
/// never time.
/// </summary>
public sealed class WorkTests
{
    // A search in a map grows by a few steps when the map grows fivefold; five times the work per block would be a square.
    private const double Tolerance = 1.6;

    private static readonly Dictionary<string, (string Before, string Repeated, string After)> s_shapes = new(StringComparer.Ordinal)
    {
        ["locals of the method"] = ("", "int a# = _x; if (b) { a# = i; N(); } else { a# = 2; }", ""),
        ["objects of the method"] = ("", "C c# = new C(); if (b) { c# = this; } lock (c#._gate) { c#._x++; }", ""),
        ["blocks in one lock"] = ("lock (_gate) {", "int a# = _x; if (b) { _x = a#; N(); }", "}"),
        ["returns out of one lock"] = ("lock (_gate) {", "int a# = _x; if (a# == #) { return; }", "}"),
        ["blocks in one try with a handler"] = ("int s = 0; try {", "int a# = i; if (b) { s = a#; N(); }", "} catch (InvalidOperationException) { s = 1; } finally { s++; }"),
        ["locals from before a try"] = ("", "int a# = i; try { a# = 2; N(); } catch (Exception) { a# = 3; N(); }", ""),
        ["blocks in a loop"] = ("while (b) {", "int a# = _next.Read(); if (a# == #) { continue; }", "}"),
        ["loops one after the other"] = ("", "int a# = i; for (int j = 0; j < a#; j++) { a# = j; N(); }", ""),
        ["locks one after the other"] = ("", "lock (_gate) { _x++; } if (Monitor.TryEnter(_gate)) { _x++; Monitor.Exit(_gate); }", ""),
        ["fields assigned"] = ("", "C c# = _current; _current = new C(); if (b) { _current = c#; }", ""),
        ["reservations of the method"] = ("", "Lease l# = Open(); l#.Use(); l#.Dispose();", ""),
        ["reservations in blocks"] = ("", "if (b) { using Lease l# = Open(); l#.Use(); }", ""),
        ["reservations and returns"] = ("", "Lease l# = Open(); l#.Dispose(); if (i == #) { return; }", ""),
        ["assigned offsets"] = ("", "long o# = Append(); if (b) { Keep(o#); }", ""),
        ["lambdas in blocks, each with a variable"] = ("", "if (b) { int a# = i; Action f# = () => a# = 2; f#(); N(); i = a#; }", ""),
        ["sections of a switch"] = ("int s = 0; switch (i) {", "case #: s = _next.Read(); if (b) { s++; } break;", "}"),
    };

    public static TheoryData<string> Shapes() => new(s_shapes.Keys);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Five_times_the_blocks_are_five_times_the_work(string shape)
    {
        int count = Campaign.Pick(brief: 200, full: 400);
        RuleCheck.Compile(SourceOf(shape, count: 2));
        double small = WorkPerBlock(shape, count);
        double large = WorkPerBlock(shape, 5 * count);
        Assert.True(large <= small * Tolerance, $"{shape}: {small:F1} steps per block at {count}, {large:F1} at {5 * count}.");
    }

    private static string SourceOf(string shape, int count)
    {
        (string before, string repeated, string after) = s_shapes[shape];
        string body = string.Concat(Enumerable.Range(0, count).Select(i => repeated.Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) + "\n"));
        return $$"""
            class C
            {
                private readonly object _gate = new();
                [GuardedBy(nameof(_gate))] private int _x;
                private readonly C _next = null!;
                private C _current = null!;
                int Read() { lock (_gate) { return _x; } }
                void N() { }
                static Lease Open() => new();
                [return: AssignedOffset] static long Append() => 0;
                static void Keep(long o) { }
                void M(bool b, int i) { {{before}} {{body}} {{after}} }
            }
            [Reservation] sealed class Lease : IDisposable { public void Use() { } public void Dispose() { } }
            """;
    }

    // Whether it compiles has been asked of a small one: the compiler takes long over a large one.
    private static double WorkPerBlock(string shape, int count)
    {
        CSharpCompilation compilation = RuleCheck.CompileUnchecked(SourceOf(shape, count));
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        MethodDeclarationSyntax method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single(static m => m.Identifier.ValueText == "M");
        SemanticModel model = compilation.GetSemanticModel(tree);
        var graph = ControlFlowGraph.Create((IMethodBodyOperation)model.GetOperation(method)!);
        SdkContext sdk = SdkContext.TryCreate(compilation, new AnalyzerOptions([]))!;
        ImmutableArray<Rule> rules = AllRules.Create();
        (long transfers, long joins, long entries) = (FlowWork.Transfers, FlowWork.Joins, FlowWork.Entries);
        var analysis = BodyAnalysis.Run(sdk, model.GetDeclaredSymbol(method)!, graph, CancellationToken.None);
        var reporter = new Reporter(static _ => { });
        foreach (Rule rule in rules)
        {
            rule.CheckBody(analysis, reporter);
        }

        Assert.NotEmpty(analysis.Bodies);
        Assert.True(FlowWork.Transfers - transfers >= count);
        return (double)(FlowWork.Transfers - transfers + FlowWork.Joins - joins + FlowWork.Entries - entries) / count;
    }
}
