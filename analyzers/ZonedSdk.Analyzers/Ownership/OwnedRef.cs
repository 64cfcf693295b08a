namespace ZonedSdk.Analyzers.Ownership;

/// <summary>A value that is, or tells of, an owned one.</summary>
/// <param name="Origin">The call or creation that made the owned value, or the parameter that it came in.</param>
/// <param name="IsVerdict">Not the value itself but the result of the call that says whether there is one.</param>
internal sealed record OwnedRef(object Origin, bool IsVerdict);
