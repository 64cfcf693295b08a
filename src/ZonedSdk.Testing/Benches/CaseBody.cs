namespace ZonedSdk.Testing.Benches;

/// <summary>What a case does on its bench; it throws where the device does something else.</summary>
internal delegate Task CaseBody(Bench bench);
