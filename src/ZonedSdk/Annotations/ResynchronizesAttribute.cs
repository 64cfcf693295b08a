namespace ZonedSdk.Annotations;

/// <summary>The member is the one blessed recovery of a write pointer, or its last step: applying a report under the lock.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResynchronizesAttribute : Attribute;
