using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.Devices;

/// <summary>Linux's scsi_debug as a host-managed SMR disk: ZBC through the kernel's SCSI layer. The module makes one at a time.</summary>
internal sealed class ScsiDebug : BlockDevice
{
    private ScsiDebug(string name)
    {
        Name = name;
        string address = Path.GetFileName(File.ResolveLinkTarget($"/sys/class/block/{name}/device", returnFinalTarget: true)!.FullName);
        ErrorRules = $"/sys/kernel/debug/scsi_debug/{address}/error";
    }

    public override string Name { get; }

    private string ErrorRules { get; }

    /// <summary>Makes the disk.</summary>
    public static ScsiDebug Create(ScsiDebugOptions? options = null)
    {
        options ??= new ScsiDebugOptions();
        // Nobody loads the disk driver by the device's name: there is no udev.
        KernelModule.Load("sd_mod");
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

    /// <summary>Whether the kernel's driver can be told to fail commands: since 6.7.</summary>
    public bool TakesErrorRules => File.Exists(ErrorRules);

    /// <summary>Lets the next write end with a medium error before the disk has looked at it: the write pointer stays.</summary>
    public void FailNextWrite() => FailNext("0x8a");

    /// <summary>Lets the next SYNCHRONIZE CACHE end with a medium error.</summary>
    public void FailNextFlush() => FailNext("0x91");

    /// <summary>Pulls the disk: its node goes, and for those who hold it open it ends at its first byte. The object is still to be disposed.</summary>
    public void Unplug() => KernelFile.Write($"/sys/class/block/{Name}/device/delete", "1");

    public override void Dispose() => Command.Run("modprobe", "-r", "scsi_debug");

    // One line of drivers/scsi/scsi_debug.c: type 2 answers in the disk's place, six times, because the kernel tries a write error five times more;
    // CHECK CONDITION (status 2), medium error (sense key 3), write error (0x0c).
    private void FailNext(string operationCode) => KernelFile.Write(ErrorRules, $"2 -6 {operationCode} 0x0 0x0 0x2 0x3 0xc 0x0");

    // /sys/class/block/sda is a link to .../pseudo_0/adapter0/host0/target0:0:0/0:0:0:0/block/sda
    private static string? FindDisk() => Directory.EnumerateDirectories("/sys/class/block", "sd*")
        .Where(disk => File.ResolveLinkTarget(disk, returnFinalTarget: true)?.FullName.Contains("/pseudo_0/", StringComparison.Ordinal) == true)
        .Select(disk => Path.GetFileName(disk))
        .FirstOrDefault(name => File.Exists($"/dev/{name}"));
}
