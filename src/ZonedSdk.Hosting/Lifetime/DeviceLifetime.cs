using Microsoft.Extensions.Hosting;

namespace ZonedSdk.Hosting.Lifetime;

/// <summary>Opens the devices before any other hosted service starts, and closes them when all others have stopped. It stands first in the list of services, for the host stops them in reverse.</summary>
internal sealed class DeviceLifetime(HostedDevices devices) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => devices.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => devices.CloseAsync(cancellationToken);
}
