using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZonedSdk;
using ZonedSdk.Descriptors;
using ZonedSdk.Hosting;
using ZonedSdk.Hosting.Lifetime;
using ZonedSdk.Hosting.Registration;
using ZonedSdk.Hosting.Settings;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds zoned devices and volumes to the services of a host.</summary>
public static class ZonedServiceCollectionExtensions
{
    /// <summary>Adds a device that the host opens before its other services start, and drains and closes when they have stopped.</summary>
    /// <remarks>
    /// <para>The name is the key of the services (<see cref="ZonedDevice"/>, and <see cref="ZonedHandle{T}"/> for what is made before the host starts), and of the section <c>ZonedDevices:name</c> of the configuration.</para>
    /// <para>Options are checked when the host starts (<see cref="OptionsValidationException"/>). Where a device cannot be opened, the start fails with the exception of <see cref="ZonedDevice.OpenAsync(string, ZonedDeviceOptions?, CancellationToken)"/>.</para>
    /// <para>At the stop the device refuses new work (<see cref="ZoneError.Disposed"/>), waits for what is in flight, flushes and closes, all within <c>HostOptions.ShutdownTimeout</c>. What was not done by then is logged, and the stop fails.</para>
    /// <example>
    /// <code>
    /// builder.Services.AddZonedDevice("archive", o => o.Path = "/dev/sdb");
    /// app.MapGet("/zones", ([FromKeyedServices("archive")] ZonedDevice device) => device.Geometry.ZoneCount);
    /// </code>
    /// </example>
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The device's name: any text without colons, unique among the host's devices whatever the case.</param>
    /// <param name="configure">Sets options over those that the configuration has; null = the configuration says all.</param>
    /// <exception cref="ArgumentException">The name is empty, has a colon, or was given before.</exception>
    public static IServiceCollection AddZonedDevice(this IServiceCollection services, string name, Action<HostedDeviceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Add(services, name, configure, new DeviceRegistration(name));
    }

    /// <summary>Adds a device with the volume on it: all that <see cref="AddZonedDevice"/> does, and the volume as a keyed service of the same name.</summary>
    /// <remarks>A device that does not fit the volume's description fails the start with <see cref="ZoneGeometryMismatchException"/>, which lists every difference.</remarks>
    /// <typeparam name="TVolume">A volume that the generator made of <see cref="ZonedVolumeAttribute"/>.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The device's name: any text without colons, unique among the host's devices whatever the case.</param>
    /// <param name="configure">Sets options over those that the configuration has; null = the configuration says all.</param>
    /// <exception cref="ArgumentException">The name is empty, has a colon, or was given before.</exception>
    public static IServiceCollection AddZonedVolume<TVolume>(this IServiceCollection services, string name, Action<HostedDeviceOptions>? configure = null)
        where TVolume : class, IZonedVolume<TVolume>
    {
        ArgumentNullException.ThrowIfNull(services);
        Add(services, name, configure, new VolumeRegistration<TVolume>(name));
        services.AddKeyedSingleton(name, static (provider, key) => ((VolumePlace<TVolume>)Find(provider, key).Volume!).Handle);
        services.AddKeyedSingleton(name, static (provider, key) => ((VolumePlace<TVolume>)Find(provider, key).Volume!).Handle.Value);
        return services;
    }

    private static IServiceCollection Add(IServiceCollection services, string name, Action<HostedDeviceOptions>? configure, DeviceRegistration registration)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{name}' has a colon, which separates sections in a configuration. Choose a name without one.", nameof(name));
        }

        if (Registered(services).FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            throw new ArgumentException($"A device is registered as '{other.Name}' already, and '{name}' would have the same section of the configuration. Give each device a name of its own.", nameof(name));
        }

        services.AddSingleton(registration);
        AddShared(services);
        OptionsBuilder<HostedDeviceOptions> options = services.AddOptions<HostedDeviceOptions>(name)
            .Configure<IServiceProvider>((o, provider) =>
            {
                if (provider.GetService<IConfiguration>() is { } configuration)
                {
                    DeviceSection.Read(configuration.GetSection(DeviceSection.PathOf(name)), o);
                }
            })
            .PostConfigure<IServiceProvider>(static (o, provider) =>
            {
                if (ReferenceEquals(o.Device.TimeProvider, TimeProvider.System) && provider.GetService<TimeProvider>() is { } time)
                {
                    o.Device = o.Device with { TimeProvider = time };
                }
            })
            .ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.AddKeyedSingleton(name, static (provider, key) => Find(provider, key).Handle);
        services.AddKeyedSingleton(name, static (provider, key) => Find(provider, key).Handle.Value);
        return services;
    }

    private static void AddShared(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HostedDeviceOptions>, HostedDeviceOptionsValidator>());
        services.TryAddSingleton<HostedDevices>();

        // The host starts its services in their order and stops them in reverse, so this one stands before all others, whenever it is added.
        if (!services.Any(static s => s.ImplementationType == typeof(DeviceLifetime)))
        {
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService, DeviceLifetime>());
        }
    }

    private static IEnumerable<DeviceRegistration> Registered(IServiceCollection services) =>
        services.Where(static s => s.ServiceType == typeof(DeviceRegistration) && !s.IsKeyedService).Select(static s => (DeviceRegistration)s.ImplementationInstance!);

    private static HostedDevice Find(IServiceProvider provider, object? key) => provider.GetRequiredService<HostedDevices>()[(string)key!];
}
