using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators;

/// <summary>The two outputs that every feature has: sources from models that know no location, and diagnostics that have real ones.</summary>
internal static class FeatureOutputs
{
    /// <summary>Adds the outputs.</summary>
    /// <param name="context">The generator.</param>
    /// <param name="feature">What is emitted, the first part of a file's name.</param>
    /// <param name="results">What the feature's parser made.</param>
    /// <param name="modelStep">The tracked name of the models' step.</param>
    /// <param name="diagnosticsStep">The tracked name of the diagnostics' step.</param>
    /// <param name="typeOf">Where a model's members go.</param>
    /// <param name="write">The feature's writer.</param>
    public static void Register<TModel>(
        IncrementalGeneratorInitializationContext context,
        string feature,
        IncrementalValuesProvider<ParseResult<TModel>> results,
        string modelStep,
        string diagnosticsStep,
        Func<TModel, DeclaredTypeModel> typeOf,
        Func<TModel, string> write)
        where TModel : class, IEquatable<TModel>
    {
        context.RegisterSourceOutput(
            results.Where(static result => result.Model is not null).Select(static (result, _) => result.Model!).WithTrackingName(modelStep),
            (output, model) =>
            {
                DeclaredTypeModel type = typeOf(model);
                output.AddSource(Names.Hint(feature, type.PlainName, type.Identity), SourceText.From(write(model), Encoding.UTF8));
            });

        context.RegisterSourceOutput(
            results.SelectMany(static (result, _) => result.Diagnostics).WithTrackingName(diagnosticsStep),
            static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
    }
}
