using ZonedSdk;
using ZonedSdk.Backends.Image;

namespace ZoneArchive;

/// <summary>Makes a volume.</summary>
internal static class CreateCommand
{
    public static async Task<int> RunAsync(CreateOptions options, CancellationToken cancellationToken)
    {
        bool isNew = !Path.Exists(options.Device);
        if (isNew)
        {
            var image = new ImageDriveOptions
            {
                SizeBytes = options.SizeBytes,
                ZoneSizeBytes = options.ZoneSizeBytes,
                ZoneCapacityBytes = options.ZoneCapacityBytes,
                ConventionalZones = options.ConventionalZones,
                MaxOpenZones = options.MaxOpenZones,
                BlockSizeBytes = ArchiveVolume.Described.BlockSizeBytes,
            };
            await ImageDrive.CreateAsync(options.Device, image, cancellationToken);
        }

        try
        {
            await FormatAsync(options, cancellationToken);
        }
        catch when (isNew)
        {
            File.Delete(options.Device);
            throw;
        }

        return ExitCode.Done;
    }

    private static async Task FormatAsync(CreateOptions options, CancellationToken cancellationToken)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(options.Device, null, cancellationToken);
        bool isEmpty = Enumerable.Range(0, device.Geometry.ZoneCount).All(zone => device.GetZone(zone).Condition is ZoneCondition.Empty or ZoneCondition.NotWritePointer);
        if (!isEmpty)
        {
            if (!options.Force)
            {
                throw new ArchiveException($"{options.Device} exists and is not empty. To lose everything on it and make a new volume, add --force.");
            }

            await device.ResetAllAsync(device.Identity, cancellationToken);
        }

        await Archive.FormatAsync(device, TimeProvider.System, cancellationToken);
        await using Archive archive = await Archive.OpenAsync(device, cancellationToken: cancellationToken);
        Superblock superblock = archive.Superblock;
        Console.WriteLine($"Volume {superblock.VolumeId:x16} on {options.Device}: {superblock.ZoneCount} zones of {ByteText.Of(superblock.ZoneSizeBytes)}; catalog in zones {superblock.FirstLogZone} to {superblock.FirstDataZone - 1}, data from zone {superblock.FirstDataZone} on.");
    }
}
