namespace ZonedSdk.Annotations;

/// <summary>The delegate is invoked before the call returns, so what the caller holds is held inside it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RunsImmediatelyAttribute : Attribute;
