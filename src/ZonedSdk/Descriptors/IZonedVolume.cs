namespace ZonedSdk.Descriptors;

/// <summary>What every volume has that the generator makes of <see cref="ZonedVolumeAttribute"/>: code that knows only the type can open it, without reflection.</summary>
/// <typeparam name="TSelf">The volume.</typeparam>
/// <example>
/// <code>
/// static async Task&lt;TVolume&gt; OpenAsync&lt;TVolume&gt;(string path)
///     where TVolume : class, IZonedVolume&lt;TVolume&gt; =>
///     await TVolume.OpenAsync(await ZonedDevice.OpenAsync(path), CancellationToken.None);
/// </code>
/// </example>
public interface IZonedVolume<TSelf>
    where TSelf : class, IZonedVolume<TSelf>
{
    /// <summary>The device; it belongs to whoever opened it.</summary>
    ZonedDevice Device { get; }

    /// <summary>Compares a device with the description and lays the regions out over its zones.</summary>
    /// <param name="device">The device; it stays the caller's. Budgets hold for the volume: open one volume on a device.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ZoneGeometryMismatchException">The device is not the described one, or has no room for its regions; all differences are listed.</exception>
    /// <exception cref="ZonedIOException">The report failed or cannot be believed.</exception>
    static abstract ValueTask<TSelf> OpenAsync(ZonedDevice device, CancellationToken cancellationToken);
}
