using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Layouts;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators;

/// <summary>From declarative descriptors to code. Each feature adds its own steps; what they share is the gate and the one complaint about old compilers.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ZonedGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<GeneratorGate> gate = GeneratorGate.From(context);
        IncrementalValueProvider<System.Collections.Immutable.ImmutableArray<LocatedUse>> uses = LayoutFeature.Register(context, gate);

        context.RegisterSourceOutput(uses.Combine(gate), static (output, pair) =>
        {
            LocatedUse? first = pair.Left.OrderBy(use => use.Path, StringComparer.Ordinal).ThenBy(use => use.Location.SourceSpan.Start).FirstOrDefault();
            if (first is not null && pair.Right is { IsDisabled: false, IsLanguageSupported: false })
            {
                output.ReportDiagnostic(LocatedDiagnostic.Create(Rules.LanguageTooOld, first.Location, pair.Right.LanguageVersion).ToDiagnostic());
            }
        });
    }
}
