using System.Globalization;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.Devices;

/// <summary>A device of the device mapper over another device. It does not own that one, and has to be disposed before it.</summary>
internal abstract class DeviceMapper : BlockDevice
{
    private static int s_count;
    private readonly string _mapName = $"lab{Interlocked.Increment(ref s_count)}";

    /// <summary>Makes the device with its first table.</summary>
    protected DeviceMapper(string table)
    {
        Run("create", _mapName, "--table", table);
        Name = $"dm-{Run("info", "--columns", "--noheadings", "--options", "minor", _mapName).Trim()}";
    }

    /// <summary>The kernel's name, such as <c>dm-0</c>: without udev the node of that name is there, and none by the map's name.</summary>
    public override string Name { get; }

    public override void Dispose() => Run("remove", _mapName);

    /// <summary>Another table in place of the one that it has; what is in flight is waited for.</summary>
    protected void Load(string table)
    {
        Run("load", _mapName, "--table", table);
        Run("suspend", _mapName);
        Run("resume", _mapName);
    }

    /// <summary>The start of every table: the device's first sector and its length.</summary>
    protected static string Extent(long lengthBytes) => string.Create(CultureInfo.InvariantCulture, $"0 {lengthBytes / 512}");

    // Nobody answers the tool where it waits for udev.
    private static string Run(string command, params IEnumerable<string> arguments) =>
        Command.Run("dmsetup", [command, "--noudevrules", "--noudevsync", .. arguments]);
}
