namespace ZonedSdk.Annotations;

/// <summary>The member issues device I/O at the call.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DeviceIoAttribute : Attribute
{
    /// <summary>When the I/O is complete. Default: from the return type.</summary>
    public IoCompletion Completes { get; set; }

    /// <summary>The result carries the error; otherwise the member throws it. Default false.</summary>
    public bool ReturnsError { get; set; }

    /// <summary>For integer results: only negative values are errors. Default false, any non-zero value is one.</summary>
    public bool NegativeIsError { get; set; }
}
