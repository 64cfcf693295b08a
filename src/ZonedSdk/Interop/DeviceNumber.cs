using System.Globalization;

namespace ZonedSdk.Interop;

/// <summary>The number under which the kernel knows a device.</summary>
/// <param name="Major">The driver's part.</param>
/// <param name="Minor">The device's part.</param>
internal readonly record struct DeviceNumber(uint Major, uint Minor)
{
    /// <summary>As sysfs and mountinfo write it: <c>8:16</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}:{Minor}");
}
