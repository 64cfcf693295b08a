using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.Devices;

/// <summary>Linux's scsi_debug as a host-managed SMR disk: ZBC through the kernel's SCSI layer. The module makes one at a time.</summary>
internal sealed class ScsiDebug : BlockDevice
{
    private ScsiDebug(string name) => Name = name;

    public override string Name { get; }

    /// <summary>Makes the disk.</summary>
    public static ScsiDebug Create(ScsiDebugOptions? options = null)
    {
        options ??= new ScsiDebugOptions();
        // Nobody loads the disk driver by the device's name: there is no udev.
        Command.Run("modprobe", "sd_mod");
        List<string> parameters =
        [
            "scsi_debug", "zbc=managed", "delay=0", $"dev_size_mb={options.SizeMebibytes}", $"zone_size_mb={options.ZoneLengthMebibytes}",
            $"zone_nr_conv={options.ConventionalZoneCount}", $"zone_max_open={options.MaxOpenZones}", $"sector_size={options.BlockBytes}",
        ];
        if (options.ZoneCapacityMebibytes is { } capacityMebibytes)
        {
            parameters.Add($"zone_cap_mb={capacityMebibytes}");
        }

        Command.Run("modprobe", parameters);
        try
        {
            return new ScsiDebug(KernelFile.WaitFor(FindDisk, "The disk of scsi_debug"));
        }
        catch
        {
            Command.Try("modprobe", "-r", "scsi_debug");
            throw;
        }
    }

    public override void Dispose() => Command.Run("modprobe", "-r", "scsi_debug");

    // /sys/class/block/sda is a link to .../pseudo_0/adapter0/host0/target0:0:0/0:0:0:0/block/sda
    private static string? FindDisk() => Directory.EnumerateDirectories("/sys/class/block", "sd*")
        .Where(disk => File.ResolveLinkTarget(disk, returnFinalTarget: true)?.FullName.Contains("/pseudo_0/", StringComparison.Ordinal) == true)
        .Select(disk => Path.GetFileName(disk))
        .FirstOrDefault(name => File.Exists($"/dev/{name}"));
}
