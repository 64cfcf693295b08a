using System.Collections.Immutable;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ZonedSdk.Generators.Tests.Harness;

/// <summary>One run of the generator over a compilation.</summary>
internal sealed class GeneratorRun
{
    private GeneratorRun(GeneratorDriver driver, CSharpCompilation output, ImmutableArray<Diagnostic> diagnostics)
    {
        Driver = driver;
        Output = output;
        Result = driver.GetRunResult().Results.Single();
        Diagnostics = diagnostics;
    }

    public GeneratorDriver Driver { get; }

    /// <summary>The compilation with what was generated.</summary>
    public CSharpCompilation Output { get; }

    public GeneratorRunResult Result { get; }

    /// <summary>What the generator reported, suppressions applied.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    public IEnumerable<string> Ids => Diagnostics.Select(diagnostic => diagnostic.Id);

    /// <summary>The emitted files by name, in the order of their names.</summary>
    public IReadOnlyDictionary<string, string> Sources =>
        new SortedDictionary<string, string>(Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString()), StringComparer.Ordinal);

    /// <summary>Whatever the compiler says of the whole: errors, and warnings that are errors here.</summary>
    public IEnumerable<Diagnostic> CompilerErrors => Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !diagnostic.IsSuppressed);

    public static GeneratorRun Of(params string[] sources) => Of(Compilations.Create(sources));

    public static GeneratorRun Of(CSharpCompilation compilation, AnalyzerConfigOptionsProvider? options = null, IEnumerable<AdditionalText>? files = null) =>
        Of(NewDriver(compilation, options, files), compilation);

    public static GeneratorRun Of(GeneratorDriver driver, CSharpCompilation compilation)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        GeneratorRun run = new(driver, (CSharpCompilation)output, diagnostics);
        Assert.Null(run.Result.Exception);
        return run;
    }

    public static GeneratorDriver NewDriver(CSharpCompilation compilation, AnalyzerConfigOptionsProvider? options = null, IEnumerable<AdditionalText>? files = null) => CSharpGeneratorDriver.Create(
        [new ZonedGenerator().AsSourceGenerator()],
        additionalTexts: files,
        parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
        optionsProvider: options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Asserts that the generator and the compiler are content.</summary>
    public GeneratorRun Compiles()
    {
        Assert.Empty(Diagnostics);
        Assert.Equal("", string.Join("\n", CompilerErrors));
        return this;
    }

    /// <summary>Compiles and loads the whole, and calls <c>Probe.Run</c>, which returns what the input wants to show.</summary>
    public string Execute()
    {
        using MemoryStream image = new();
        Assert.True(Output.Emit(image).Success);
        image.Position = 0;
        AssemblyLoadContext context = new("Consumer", isCollectible: true);
        try
        {
            return (string)context.LoadFromStream(image).GetType("Probe", throwOnError: true)!.GetMethod("Run")!.Invoke(null, null)!;
        }
        finally
        {
            context.Unload();
        }
    }
}
