using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Backends;
using ZonedSdk.Generators.Layouts;
using ZonedSdk.Generators.Parsing;
using ZonedSdk.Generators.Volumes;

namespace ZonedSdk.Generators;

/// <summary>From declarative descriptors to code. Each feature adds its own steps; what they share is the gate and the one complaint about old compilers.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ZonedGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<GeneratorGate> gate = GeneratorGate.From(context);
        IncrementalValueProvider<ImmutableArray<LocatedUse>> layouts = LayoutFeature.Register(context, gate);
        IncrementalValueProvider<ImmutableArray<LocatedUse>> volumes = VolumeFeature.Register(context, gate);
        IncrementalValueProvider<ImmutableArray<LocatedUse>> backends = BackendFeature.Register(context, gate);

        context.RegisterSourceOutput(layouts.Combine(volumes).Combine(backends).Combine(gate), static (output, pair) =>
        {
            ((ImmutableArray<LocatedUse> ofLayouts, ImmutableArray<LocatedUse> ofVolumes), ImmutableArray<LocatedUse> ofBackends) = pair.Left;
            LocatedUse? first = ofLayouts.Concat(ofVolumes).Concat(ofBackends).OrderBy(use => use.Path, StringComparer.Ordinal).ThenBy(use => use.Location.SourceSpan.Start).FirstOrDefault();
            if (first is not null && pair.Right is { IsDisabled: false, IsLanguageSupported: false })
            {
                output.ReportDiagnostic(LocatedDiagnostic.Create(Rules.LanguageTooOld, first.Location, pair.Right.LanguageVersion).ToDiagnostic());
            }
        });
    }
}
