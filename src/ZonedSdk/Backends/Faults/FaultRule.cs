namespace ZonedSdk.Backends.Faults;
/// <summary>x</summary>
public sealed record FaultRule;
