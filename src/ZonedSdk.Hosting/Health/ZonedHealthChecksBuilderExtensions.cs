using Microsoft.Extensions.Diagnostics.HealthChecks;
using ZonedSdk.Hosting.Health;
using ZonedSdk.Hosting.Lifetime;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health of zoned devices to a host's health checks.</summary>
public static class ZonedHealthChecksBuilderExtensions
{
    /// <summary>Adds a check of a device that was registered under this name. It reads what the runtime knows, and sends nothing to the drive.</summary>
    /// <remarks>
    /// <para><see cref="HealthStatus.Unhealthy"/> (or <paramref name="failureStatus"/>): the device is not open, is gone, takes no more writes although it was opened for writing, or a flush has failed.</para>
    /// <para><see cref="HealthStatus.Degraded"/>: zones are faulted, read-only or offline; zones wait for an open or active resource; zones are being recovered.</para>
    /// <para>The data of the result have a figure for each finding, and the first zones it is about.</para>
    /// </remarks>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="checkName">The check's name; null = <c>zoned:name</c>.</param>
    /// <param name="failureStatus">What is reported instead of <see cref="HealthStatus.Unhealthy"/>; null = that.</param>
    /// <param name="tags">The check's tags; null = <c>zoned</c>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IHealthChecksBuilder AddZonedDevice(this IHealthChecksBuilder builder, string name, string? checkName = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return builder.Add(new HealthCheckRegistration(
            checkName ?? $"zoned:{name}",
            provider => new ZonedDeviceHealthCheck(provider.GetRequiredService<HostedDevices>()[name]),
            failureStatus,
            tags ?? ["zoned"]));
    }
}
