using System.Diagnostics.CodeAnalysis;

namespace ZonedSdk.Testing.Benches;

/// <summary>The target lacks what a case needs.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown and caught inside the kit.")]
[SuppressMessage("Design", "CA1064", Justification = "Thrown and caught inside the kit.")]
internal sealed class NotApplicableException(string reason) : Exception(reason);
