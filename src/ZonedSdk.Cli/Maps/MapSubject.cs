using ZonedSdk.Maps;

namespace ZonedSdk.Cli;

/// <summary>What is watched: a drive, by what it reports while others use it, or a simulated one, by its own runtime.</summary>
internal sealed record MapSubject
{
    /// <summary>The drive; null = a simulated one.</summary>
    public string? Path { get; init; }

    public int SimulatedZones { get; init; }

    public int Seed { get; init; }

    public ReportSource Source { get; init; }

    /// <summary>Opens it for as long as something is done with its map.</summary>
    /// <param name="interval">How often it is looked at, at most.</param>
    /// <param name="use">What is done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> UseAsync(TimeSpan interval, Func<LiveZoneMap, ZonedDevice, Task<int>> use, CancellationToken cancellationToken)
    {
        if (Path is null)
        {
            SimulatedDrive drive = await SimulatedDrive.StartAsync(SimulatedZones, Seed, cancellationToken).ConfigureAwait(false);
            await using (drive.ConfigureAwait(false))
            {
                using var own = new LiveZoneMap(drive.Device, new LiveZoneMapOptions { Interval = interval });
                return await use(own, drive.Device).ConfigureAwait(false);
            }
        }

        ZonedDevice device = await DeviceOpener.OpenForLookingAsync(Path, cancellationToken).ConfigureAwait(false);
        await using (device.ConfigureAwait(false))
        {
            using var live = new LiveZoneMap(device, new LiveZoneMapOptions { Interval = interval, Source = Source });
            return await use(live, device).ConfigureAwait(false);
        }
    }
}
