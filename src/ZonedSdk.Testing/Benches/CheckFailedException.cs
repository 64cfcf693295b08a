using System.Diagnostics.CodeAnalysis;

namespace ZonedSdk.Testing.Benches;

/// <summary>A device did something else than a case says.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown and caught inside the kit.")]
[SuppressMessage("Design", "CA1064", Justification = "Thrown and caught inside the kit.")]
internal sealed class CheckFailedException(string message) : Exception(message);
