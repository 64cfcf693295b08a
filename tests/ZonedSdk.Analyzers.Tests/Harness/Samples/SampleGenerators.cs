using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ZonedSdk.Analyzers.Tests.Harness.Samples;

/// <summary>Writes a list of the names of all classes, in the order of the alphabet.</summary>
[Generator]
internal class NamesGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var names = context.SyntaxProvider.CreateSyntaxProvider(
            (node, _) => node is ClassDeclarationSyntax, (found, _) => ((ClassDeclarationSyntax)found.Node).Identifier.Text).Collect();
        context.RegisterSourceOutput(names, (output, all) =>
        {
            foreach (var name in all.Where(name => name.StartsWith("Bad", StringComparison.Ordinal)))
                output.ReportDiagnostic(Diagnostic.Create(LowercaseTypeAnalyzer.Rule, Location.None, name, 'B'));

            output.AddSource("Names.g.cs", SourceText.From(Write([.. Order(all)]), System.Text.Encoding.UTF8));
        });
    }

    protected virtual IEnumerable<string> Order(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);

    protected virtual string Write(string[] names) => $"// {string.Join(", ", names)}\n";
}

/// <summary>Writes the names in the order of the files.</summary>
[Generator]
internal sealed class FileOrderGenerator : NamesGenerator
{
    protected override IEnumerable<string> Order(IEnumerable<string> names) => names;
}

/// <summary>Writes what does not compile.</summary>
[Generator]
internal sealed class BrokenGenerator : NamesGenerator
{
    protected override string Write(string[] names) => "class Broken : Missing { }\n";
}

/// <summary>Crashes.</summary>
[Generator]
internal sealed class CrashingGenerator : NamesGenerator
{
    protected override string Write(string[] names) => throw new NotSupportedException("The sample crashes.");
}
