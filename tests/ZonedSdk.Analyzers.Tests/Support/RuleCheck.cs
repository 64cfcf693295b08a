using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace ZonedSdk.Analyzers.Tests.Support;

/// <summary>Short forms for tests of the concurrency rules.</summary>
internal static class RuleCheck
{
    /// <summary>What every source of these tests begins with.</summary>
    public const string Usings = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using ZonedSdk.Annotations;

        """;

    /// <summary>Checks types.</summary>
    public static Task Types(string code) => RuleVerifier<ConcurrencyAnalyzer>.VerifyAnalyzerAsync(Usings + code);

    /// <summary>Checks members of a class <c>C</c> with a gate, a guarded number, a guarded list and another <c>C</c>.</summary>
    public static Task Members(string members) => Types(InClass(members));

    /// <summary>The test itself, to be changed before it runs.</summary>
    public static RuleTest<ConcurrencyAnalyzer> Test(string members) => new() { TestCode = Usings + InClass(members) };

    /// <summary>The test of types itself, to be changed before it runs.</summary>
    public static RuleTest<ConcurrencyAnalyzer> TypesTest(string code, string header = "") => new() { TestCode = header + Usings + code };

    /// <summary>Checks one diagnostic with its message and the locations <c>{|#1:..|}</c> and so on that come with it.</summary>
    public static Task Message(string members, DiagnosticResult expected)
    {
        RuleTest<ConcurrencyAnalyzer> test = Test(members);
        test.ExpectedDiagnostics.Add(expected);
        return test.RunAsync();
    }

    /// <summary>What the analyzer says of a source, whatever was expected.</summary>
    public static async Task<IReadOnlyList<string>> IdsAsync(string code)
    {
        var diagnostics = await Compile(code).WithAnalyzers([new ConcurrencyAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return [.. diagnostics.Select(static d => d.Id).Distinct()];
    }

    /// <summary>A source as a compilation without errors.</summary>
    public static CSharpCompilation Compile(string code)
    {
        CSharpCompilation compilation = CompileUnchecked(code);
        Assert.Empty(compilation.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error));
        return compilation;
    }

    /// <summary>The same, of which nobody asks whether it has errors.</summary>
    public static CSharpCompilation CompileUnchecked(string code) => CSharpCompilation.Create(
        "Example",
        [CSharpSyntaxTree.ParseText(Usings + code, new CSharpParseOptions(LanguageVersion.Preview))],
        TestReferences.Sdk,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    /// <summary>The whole source that types are checked in.</summary>
    public static string SourceOfTypes(string code) => Usings + code;

    /// <summary>The whole source that members are checked in.</summary>
    public static string SourceOf(string members) => Usings + InClass(members);

    private static string InClass(string members) => $$"""
        class C
        {
            private readonly object {|#9:_gate|} = new();
            private readonly object _other = new();
            [GuardedBy(nameof(_gate))] private int _x;
            [GuardedBy(nameof(_gate))] private List<int> _list = new();
            private readonly C _next = null!;
            private C _current = null!;

            [RequiresLock(nameof(_gate))] private void NeedLocked() => _x++;
            [ExcludesLock(nameof(_gate))] private void Callback() { }
        {{members}}
        }
        """;
}
