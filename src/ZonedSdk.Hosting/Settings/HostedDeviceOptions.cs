using ZonedSdk.Backends;

namespace ZonedSdk.Hosting;

/// <summary>Which device a host opens under a name, and how. Read from the section <c>ZonedDevices:name</c> of the host's configuration first, then from what the registration sets in code; checked before anything starts.</summary>
/// <remarks>In configuration every option stands directly in the section: <c>Path</c>, <c>ResourceWaitLogInterval</c>, and those of <see cref="ZonedDeviceOptions"/> by their own names. A key that is none of them is an error.</remarks>
public sealed class HostedDeviceOptions
{
    internal static readonly TimeSpan LongestInterval = TimeSpan.FromDays(49);

    /// <summary>The device's path, as <see cref="ZonedDevice.OpenAsync(string, ZonedDeviceOptions?, CancellationToken)"/> takes it: an image file, a zoned block device, a namespace's character device, a mount of zonefs, or <c>memory:name</c>.</summary>
    /// <value>Required, unless <see cref="Backend"/> is set. Two devices of a host must not have the same one.</value>
    public string? Path { get; set; }

    /// <summary>Makes the drive in code, in place of <see cref="Path"/>: an image by a ring, a backend of your own, a drive in memory with faults. The device owns what it returns.</summary>
    /// <value>Default null: <see cref="Path"/> says which drive it is.</value>
    public Func<IServiceProvider, CancellationToken, ValueTask<IZoneBackend>>? Backend { get; set; }

    /// <summary>How the runtime behaves on the device. Records change by <c>with</c>: <c>o.Device = o.Device with { CopyWrites = true }</c>.</summary>
    /// <remarks>Where its <see cref="ZonedDeviceOptions.TimeProvider"/> is the system's, the host's own <see cref="TimeProvider"/> is used, if there is one among its services.</remarks>
    /// <value>Default: the defaults of <see cref="ZonedDeviceOptions"/>.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public ZonedDeviceOptions Device
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new();

    /// <summary>How often it is logged, at most, that zones had to wait for an open or active resource.</summary>
    /// <value>Default 10 seconds; positive and at most 49 days.</value>
    public TimeSpan ResourceWaitLogInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What is wrong with the configuration; found when it is read, told when the options are checked.</summary>
    internal List<string> Mistakes { get; } = [];
}
