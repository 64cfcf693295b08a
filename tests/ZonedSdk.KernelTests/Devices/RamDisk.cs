using System.Globalization;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.Devices;

/// <summary>A disk in memory that knows nothing of zones (brd), as large as whoever makes it says.</summary>
/// <remarks>The module makes its disk when it is loaded, and only then listens to what size is asked for. So a disk that somebody left behind is an error, not a disk of another size.</remarks>
internal sealed class RamDisk : IDisposable
{
    private const int Kibibyte = 1024;

    /// <summary>Makes the disk. There is one at a time.</summary>
    /// <param name="sizeBytes">Its size, in whole KiB.</param>
    /// <exception cref="LabException">The module cannot be loaded, or made another disk.</exception>
    public RamDisk(long sizeBytes)
    {
        Command.Run("modprobe", "brd", "rd_nr=1", string.Create(CultureInfo.InvariantCulture, $"rd_size={sizeBytes / Kibibyte}"));
        long found = long.Parse(Command.Run("blockdev", "--getsize64", NodePath).Trim(), CultureInfo.InvariantCulture);
        if (found != sizeBytes)
        {
            throw new LabException($"{NodePath} has {found} bytes instead of {sizeBytes}: another test left its disk.");
        }
    }

    /// <summary>Where it is.</summary>
    public string NodePath { get; } = "/dev/ram0";

    /// <summary>Removes it.</summary>
    /// <exception cref="LabException">Somebody still has it.</exception>
    public void Dispose() => Command.Run("rmmod", "brd");
}
