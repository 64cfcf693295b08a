using Microsoft.Extensions.Diagnostics.HealthChecks;
using ZonedSdk.Hosting.Lifetime;

namespace ZonedSdk.Hosting.Health;

/// <summary>The health of one device, by the rules in the package's page.</summary>
internal sealed class ZonedDeviceHealthCheck(HostedDevice hosted) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HealthStatus failure = context.Registration.FailureStatus;
        return Task.FromResult(hosted.Device is { } device
            ? Judge(device, failure)
            : new HealthCheckResult(failure, $"Device {hosted.Name} is not open."));
    }

    private HealthCheckResult Judge(ZonedDevice device, HealthStatus failure)
    {
        DeviceStatus status = device.GetStatus();
        List<string> failed = [];
        List<string> degraded = [];
        Dictionary<string, object> data = new(StringComparer.Ordinal)
        {
            ["device"] = device.Name,
            ["writes_in_flight"] = status.WritesInFlight,
            ["undurable_bytes"] = status.UndurableBytes,
        };

        // The first of them says all that matters: a device that is gone takes no writes either.
        if (status.Stopped is { } stopped)
        {
            Fail("stopped", stopped);
        }
        else if (status.FlushFailed is { } flush)
        {
            Fail("flush_failed", flush);
        }
        else if (status.WritesStopped is { } writes && !device.Options.ReadOnly)
        {
            Fail("writes_stopped", writes);
        }

        Count("faulted_zones", status.Faulted, "faulted");
        Count("read_only_zones", status.ReadOnly, "read-only");
        Count("offline_zones", status.Offline, "offline");
        Count("recovering_zones", status.Recovering, "being recovered");
        if (status.ZonesWaiting > 0)
        {
            data["waiting_zones"] = status.ZonesWaiting;
            data["open_zones"] = status.OpenZones;
            data["max_open_zones"] = device.Limits.MaxOpenZones;
            data["active_zones"] = status.ActiveZones;
            data["max_active_zones"] = device.Limits.MaxActiveZones;
            degraded.Add($"{status.ZonesWaiting} zones wait for an open or active resource");
        }

        HealthStatus judged = failed.Count > 0 ? failure : degraded.Count > 0 ? HealthStatus.Degraded : HealthStatus.Healthy;
        string description = judged == HealthStatus.Healthy ? $"Device {hosted.Name} is well." : $"Device {hosted.Name}: {string.Join("; ", [.. failed, .. degraded])}.";
        return new HealthCheckResult(judged, description, status.Stopped ?? status.FlushFailed ?? (device.Options.ReadOnly ? null : status.WritesStopped), data);

        void Fail(string key, ZonedIOException reason)
        {
            data[key] = reason.Error.ToString();
            failed.Add(reason.Message.TrimEnd('.'));
        }

        void Count(string key, in ZoneTally tally, string what)
        {
            if (tally.Count > 0)
            {
                data[key] = tally.Count;
                data[$"{key}.first"] = tally.First;
                degraded.Add($"{tally.Count} zones are {what} (first: {string.Join(", ", tally.First)})");
            }
        }
    }
}
