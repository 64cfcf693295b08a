using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ZonedSdk.Generators.Parsing;

/// <summary>A parser that knows its last result for each declaration, and gives it again as long as nothing that a result can depend on has changed.</summary>
/// <remarks>
/// The driver runs a transform for every description whenever anything changes, and most changes are within a body. Binding the attributes of a description's members
/// anew is what such a keystroke would cost. Only results without diagnostics are kept: a diagnostic has places, and those move with every blank.
/// The memory is weak, and outside of the pipeline's values, which stay free of syntax.
/// </remarks>
/// <param name="parse">The parser: a function of the declarations of a compilation, and of nothing in a body.</param>
internal sealed class ResultMemory<TModel>(Func<GeneratorAttributeSyntaxContext, CancellationToken, ParseResult<TModel>> parse)
    where TModel : class, IEquatable<TModel>
{
    private readonly DeclarationVersions _versions = new();
    private readonly ConditionalWeakTable<SyntaxNode, Slot> _slots = new();

    public ParseResult<TModel> Parse(GeneratorAttributeSyntaxContext syntax, CancellationToken cancellationToken)
    {
        object version = _versions.Of((CSharpCompilation)syntax.SemanticModel.Compilation);
        Slot slot = _slots.GetOrCreateValue(syntax.TargetNode);
        if (slot.Known is { } known && ReferenceEquals(known.Version, version))
        {
            return known.Result;
        }

        ParseResult<TModel> result = parse(syntax, cancellationToken);
        slot.Known = result.Diagnostics.Count == 0 ? new Known(version, result) : null;
        return result;
    }

    private sealed class Slot
    {
        // One reference, so that a version and its result are read together.
        public volatile Known? Known;
    }

    private sealed record Known(object Version, ParseResult<TModel> Result);
}
