using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using ZonedSdk.Hosting.Logging;
using ZonedSdk.Hosting.Registration;
using ZonedSdk.Hosting.Settings;
using ZonedSdk.Hosting.Telemetry;

namespace ZonedSdk.Hosting.Lifetime;

/// <summary>All devices of a host.</summary>
internal sealed class HostedDevices : IAsyncDisposable
{
    /// <summary>The category of every log message.</summary>
    public const string LogCategory = "ZonedSdk.Hosting";

    private readonly IServiceProvider _services;
    private readonly List<HostedDevice> _devices;
    private readonly DeviceInstruments? _instruments;

    public HostedDevices(IEnumerable<DeviceRegistration> registrations, IServiceProvider services, IOptionsMonitor<HostedDeviceOptions> options, ILoggerFactory loggers)
    {
        _services = services;
        GuardedLogger logger = new(loggers.CreateLogger(LogCategory));
        _devices = [.. registrations.Select(r => new HostedDevice(r, services, options, logger))];
        _instruments = services.GetService<IMeterFactory>() is { } meters ? new DeviceInstruments(meters, _devices) : null;
    }

    /// <summary>A device by its name.</summary>
    public HostedDevice this[string name] => _devices.Find(d => d.Name == name)
        ?? throw new InvalidOperationException($"No device is registered as '{name}'. There are {(_devices.Count == 0 ? "none" : string.Join(", ", _devices.Select(static d => d.Name)))}; register it with AddZonedDevice.");

    /// <summary>Opens all, in the order of their registration. Where one fails, those before it are closed again, and its error is thrown.</summary>
    /// <exception cref="OptionsValidationException">Two of them have one path; none was opened.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        string[] shared = [.. DevicePaths.FindShared(_devices.Select(static d => (d.Name, d.Options.Path)))];
        if (shared.Length > 0)
        {
            throw new OptionsValidationException(DeviceSection.Root, typeof(HostedDeviceOptions), shared);
        }

        // Otherwise made by a service that starts later, and what opening a device tells would be missed.
        _ = _services.GetService<TracerProvider>();
        _ = _services.GetService<MeterProvider>();
        try
        {
            foreach (HostedDevice device in _devices)
            {
                await device.OpenAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            try
            {
                await CloseAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // It is logged. Why the host does not start is the other error.
            }

            throw;
        }
    }

    /// <summary>Drains and closes all, side by side: they share the time that the host has.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        _instruments?.Stop();
        var closing = Task.WhenAll(_devices.Select(d => d.CloseAsync(cancellationToken)));
        try
        {
            await closing.ConfigureAwait(false);
        }
        catch (Exception) when (closing.Exception is { InnerExceptions.Count: > 1 } several)
        {
            ExceptionDispatchInfo.Throw(several);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync(CancellationToken.None).ConfigureAwait(false);
}
