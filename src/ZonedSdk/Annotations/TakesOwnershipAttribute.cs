namespace ZonedSdk.Annotations;

/// <summary>The callee becomes responsible for completing or disposing the argument.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TakesOwnershipAttribute : Attribute;
