using ZonedSdk.Generators.Models;

namespace ZonedSdk.Generators.Parsing;

/// <summary>What a parser makes of one attributed type: a model without locations for the source, and located diagnostics.</summary>
/// <param name="Model">Null where nothing can be emitted.</param>
/// <param name="Diagnostics">What is wrong; none where the model is whole.</param>
internal sealed record ParseResult<TModel>(TModel? Model, EquatableArray<LocatedDiagnostic> Diagnostics)
    where TModel : class, IEquatable<TModel>;
