namespace ZonedSdk.Annotations;

/// <summary>The returned value is the address that was assigned to the data: a caller that ignores it cannot find its data again.</summary>
[AttributeUsage(AttributeTargets.ReturnValue)]
public sealed class AssignedOffsetAttribute : Attribute;
