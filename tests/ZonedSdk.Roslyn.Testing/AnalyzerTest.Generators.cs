using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How generators run, and how their output is compared.</summary>
public abstract partial class AnalyzerTest<TVerifier>
{
    /// <summary>The project with the generated documents, and what the generators reported.</summary>
    private protected async Task<(Project project, ImmutableArray<Diagnostic> diagnostics)> ApplySourceGeneratorsAsync(
        Project project, CancellationToken cancellationToken)
    {
        if (!GetSourceGenerators().Any())
            return (project, []);

        var compilation = await project.GetCompilationAsync(cancellationToken);
        var result = RunGenerators(project, compilation!, cancellationToken);
        foreach (var tree in result.GeneratedTrees)
        {
            var folders = Path.GetDirectoryName(tree.FilePath)!.Split(Path.DirectorySeparatorChar);
            var text = await tree.GetTextAsync(cancellationToken);
            project = project.AddDocument(Path.GetFileName(tree.FilePath), text, folders, tree.FilePath).Project;
        }

        return (project, result.Diagnostics);
    }

    private protected async Task VerifyGeneratedSourcesAsync(SolutionState state, IVerifier verifier, CancellationToken cancellationToken)
    {
        if (!GetSourceGenerators().Any())
            return;

        var project = CreateProject(state);
        var compilation = (await project.GetCompilationAsync(cancellationToken))!;
        var generated = RunGenerators(project, compilation, cancellationToken);
        if (!TestBehaviors.HasFlag(TestBehaviors.SkipGeneratedSourcesCheck))
            GeneratedSources.Verify(state.GeneratedSources, generated, verifier.PushContext("Generated sources"));

        foreach (var (order, reorder) in FileOrder.For(compilation.SyntaxTrees.Count()))
        {
            var again = RunGenerators(project, reorder(compilation), cancellationToken);
            verifier.EqualOrDiff(
                GeneratedSources.Describe(generated), GeneratedSources.Describe(again), $"The generator gives other sources with {order}:");
        }
    }

    private GeneratorDriverRunResult RunGenerators(Project project, Compilation compilation, CancellationToken cancellationToken)
    {
        var generators = GetSourceGenerators().Select(type => Activator.CreateInstance(type) switch
        {
            IIncrementalGenerator incremental => incremental.AsSourceGenerator(),
            ISourceGenerator generator => generator,
            _ => throw new InvalidOperationException($"{type} is no generator: it implements neither IIncrementalGenerator nor ISourceGenerator."),
        });
        var options = GetAnalyzerOptions(project);
        return CSharpGeneratorDriver
            .Create(generators, options.AdditionalFiles, (CSharpParseOptions)project.ParseOptions!, options.AnalyzerConfigOptionsProvider)
            .RunGenerators(compilation, cancellationToken)
            .GetRunResult();
    }
}
