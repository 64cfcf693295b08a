using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Generators.Parsing;

/// <summary>A place where a feature is used, for the one complaint about all of them.</summary>
/// <param name="Path">The file, for a stable order.</param>
/// <param name="Location">The attribute.</param>
internal sealed record LocatedUse(string Path, Location Location)
{
    /// <summary>The attribute's uses, as long as the language version is too old; none otherwise, so that nothing depends on locations then.</summary>
    public static IncrementalValueProvider<ImmutableArray<LocatedUse>> Find(IncrementalGeneratorInitializationContext context, string attribute) => context.SyntaxProvider
        .ForAttributeWithMetadataName(attribute, static (_, _) => true, static (syntax, cancellationToken) =>
            GeneratorGate.Supports(syntax.SemanticModel.SyntaxTree.Options) || syntax.Attributes[0].Place(cancellationToken) is not { } place
                ? null
                : new LocatedUse(syntax.TargetNode.SyntaxTree.FilePath, place))
        .Where(static use => use is not null)
        .Select(static (use, _) => use!)
        .Collect();
}
