using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZonedSdk.Generators.Parsing;

/// <summary>A place where a feature is used, for the one complaint about all of them.</summary>
/// <param name="Path">The file, for a stable order.</param>
/// <param name="Location">The attribute.</param>
internal sealed record LocatedUse(string Path, Location Location)
{
    /// <summary>The attribute's uses, as long as the language version is too old; none otherwise, so that nothing depends on locations then.</summary>
    /// <remarks>A second search for the attribute by the driver would cost every compilation what only old ones need; here the others pay for one comparison.</remarks>
    public static IncrementalValueProvider<ImmutableArray<LocatedUse>> Find(IncrementalGeneratorInitializationContext context, string attribute) => context.CompilationProvider
        .Combine(context.ParseOptionsProvider.Select(static (options, _) => GeneratorGate.Supports(options)))
        .Select((pair, cancellationToken) => pair.Right ? ImmutableArray<LocatedUse>.Empty : FindIn(pair.Left, attribute, cancellationToken));

    private static ImmutableArray<LocatedUse> FindIn(Compilation compilation, string attribute, CancellationToken cancellationToken)
    {
        if (compilation.GetTypeByMetadataName(attribute) is not { } wanted)
        {
            return ImmutableArray<LocatedUse>.Empty;
        }

        ImmutableArray<LocatedUse>.Builder uses = ImmutableArray.CreateBuilder<LocatedUse>();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (AttributeSyntax candidate in tree.GetRoot(cancellationToken).DescendantNodes().OfType<AttributeSyntax>())
            {
                if (SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(candidate, cancellationToken).Type, wanted))
                {
                    uses.Add(new LocatedUse(tree.FilePath, candidate.GetLocation()));
                }
            }
        }

        return uses.ToImmutable();
    }
}
