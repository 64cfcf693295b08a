namespace ZonedSdk.Annotations;

/// <summary>A value of this type must be completed or disposed exactly once. Ownership moves by return, by a <see cref="TakesOwnershipAttribute"/> parameter, or into an owning field.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ReservationAttribute : Attribute;
