namespace ZonedSdk.Annotations;

/// <summary>The member is a <em>submitted</em> write pointer: the write-pointer protocol's rules apply to it. On a field of a struct it is guarded by whatever guards the field that holds the struct.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class WritePointerAttribute : Attribute;
