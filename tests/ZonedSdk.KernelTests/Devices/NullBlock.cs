using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.Devices;

/// <summary>Linux's null_blk as a host-managed drive: made by configfs, and broken by it while it runs.</summary>
internal sealed class NullBlock : BlockDevice
{
    private const string Root = "/sys/kernel/config/nullb";
    private static int s_count;
    private readonly string _folder;

    private NullBlock(string folder, string name)
    {
        _folder = folder;
        Name = name;
    }

    public override string Name { get; }

    /// <summary>Makes a device.</summary>
    /// <exception cref="LabException">The driver refused a setting, or the combination; the message has the kernel's words.</exception>
    public static NullBlock Create(NullBlockOptions? options = null)
    {
        if (!Directory.Exists(Root))
        {
            Command.Run("modprobe", "null_blk", "nr_devices=0");
        }

        string given = $"lab{Interlocked.Increment(ref s_count)}";
        string folder = $"{Root}/{given}";
        KernelFile.MakeFolder(folder);
        try
        {
            foreach ((string attribute, string value) in (options ?? new NullBlockOptions()).Attributes())
            {
                KernelFile.Write($"{folder}/{attribute}", value);
            }

            KernelFile.Write($"{folder}/power", "1");
        }
        catch
        {
            Directory.Delete(folder);
            throw;
        }

        // Newer kernels name the disk after the folder, older ones after its index.
        string name = File.Exists($"/dev/{given}") ? given : $"nullb{KernelFile.Read($"{folder}/index")}";
        return new NullBlock(folder, name);
    }

    /// <summary>Lets every access to these 512-byte sectors of the device fail.</summary>
    public void AddBadSectors(long first, long last) => KernelFile.Write($"{_folder}/badblocks", $"+{first}-{last}");

    /// <summary>Heals these sectors.</summary>
    public void RemoveBadSectors(long first, long last) => KernelFile.Write($"{_folder}/badblocks", $"-{first}-{last}");

    /// <summary>Turns a zone read-only, as a drive does that has run out of spare blocks.</summary>
    public void MakeReadOnly(int zone) => KernelFile.Write($"{_folder}/zone_readonly", $"{StartOf(zone) / 512}");

    /// <summary>Takes a zone away, as a drive does whose head has died.</summary>
    public void MakeOffline(int zone) => KernelFile.Write($"{_folder}/zone_offline", $"{StartOf(zone) / 512}");

    public override void Dispose()
    {
        KernelFile.Write($"{_folder}/power", "0");
        Directory.Delete(_folder);
    }
}
