namespace ZonedSdk.Descriptors;

/// <summary>What an error code of the drive or the system means. Codes that no row has mean <see cref="ZoneError.Io"/>.</summary>
/// <param name="code">The code: an errno, an NVMe status; not zero.</param>
/// <param name="error">What it means.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MapsErrorAttribute(int code, ZoneError error) : Attribute
{
    /// <summary>The code.</summary>
    public int Code { get; } = code;

    /// <summary>What it means.</summary>
    public ZoneError Error { get; } = error;
}
