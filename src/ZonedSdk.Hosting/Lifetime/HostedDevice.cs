using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZonedSdk.Hosting.Logging;
using ZonedSdk.Hosting.Registration;

namespace ZonedSdk.Hosting.Lifetime;

/// <summary>One device in the life of a host: opened, logged, drained, closed.</summary>
internal sealed class HostedDevice : IAsyncDisposable
{
    private readonly IServiceProvider _services;
    private readonly IOptionsMonitor<HostedDeviceOptions> _options;
    private readonly ILogger _logger;
    private DeviceJournal? _journal;
    private ZonedDevice? _device;

    public HostedDevice(DeviceRegistration registration, IServiceProvider services, IOptionsMonitor<HostedDeviceOptions> options, ILogger logger)
    {
        _services = services;
        _options = options;
        _logger = logger;
        Name = registration.Name;
        Handle = new ZonedHandle<ZonedDevice>(registration.Name);
        Volume = registration.MakePlace();
    }

    public string Name { get; }

    public ZonedHandle<ZonedDevice> Handle { get; }

    public IVolumePlace? Volume { get; }

    /// <summary>The device, open or closed again; null where it never was open.</summary>
    public ZonedDevice? Device => Volatile.Read(ref _device);

    public HostedDeviceOptions Options => _options.Get(Name);

    /// <summary>Opens the device, and the volume on it. Where the volume does not fit, the device is closed again.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        HostedDeviceOptions options = Options;
        ZonedDevice device;
        try
        {
            device = await OpenDeviceAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.OpenFailed(_logger, Name, options.Path, e);
            throw;
        }

        Volatile.Write(ref _device, device);
        _journal = new DeviceJournal(Name, device, options.ResourceWaitLogInterval, _logger);
        Log.Opened(_logger, Name, device);
        if (Volume is not null)
        {
            try
            {
                await Volume.OpenAsync(device, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Log.OpenFailed(_logger, Name, device.Name, e);
                throw;
            }
        }

        Handle.Open(device);
    }

    /// <summary>Refuses new work, waits for what is in flight, flushes and closes, as long as the token allows. What was not done is logged before it is thrown.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        Handle.GiveUp();
        Volume?.GiveUp();
        if (_device is not { } device || Interlocked.Exchange(ref _journal, null) is not { } journal)
        {
            return;
        }

        TimeProvider time = device.Options.TimeProvider;
        long started = time.GetTimestamp();
        DeviceStatus before = device.GetStatus();
        Log.Draining(_logger, Name, before);
        Exception? failure = null;
        try
        {
            await device.CloseAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failure = e;
        }

        await journal.EndAsync(cancellationToken).ConfigureAwait(false);
        double seconds = time.GetElapsedTime(started).TotalSeconds;
        if (failure is OperationCanceledException or TimeoutException)
        {
            Log.DrainIncomplete(_logger, Name, seconds, device.GetStatus(), failure);
        }
        else if (failure is not null)
        {
            Log.CloseFailed(_logger, Name, device.GetStatus(), failure);
        }
        else if ((before.Stopped ?? before.FlushFailed) is { } earlier)
        {
            // What failed was thrown when it did. Closing throws it no second time, and flushes nothing.
            Log.CloseFailed(_logger, Name, device.GetStatus(), earlier);
        }
        else
        {
            Log.Closed(_logger, Name, seconds);
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>For a host whose start failed behind the opening, which is disposed without having been stopped.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync(CancellationToken.None).ConfigureAwait(false);

    private async Task<ZonedDevice> OpenDeviceAsync(HostedDeviceOptions options, CancellationToken cancellationToken)
    {
        if (options.Backend is not { } make)
        {
            return await ZonedDevice.OpenAsync(options.Path!, options.Device, cancellationToken).ConfigureAwait(false);
        }

        Backends.IZoneBackend backend = await make(_services, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"{nameof(HostedDeviceOptions)}.{nameof(HostedDeviceOptions.Backend)} of the device '{Name}' has returned null. Return the drive.");
        return await ZonedDevice.OpenAsync(backend, options.Device, cancellationToken).ConfigureAwait(false);
    }
}
