using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;

namespace ZonedSdk.Cli;

/// <summary>Says what this machine and this user can do with zoned storage. Everything is tried, nothing is concluded from version numbers.</summary>
internal static class DoctorCommand
{
    private const string BlockDevices = "/sys/block";
    private const string Mounts = "/proc/self/mounts";

    public static async Task<int> RunAsync(string folder, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync($"{Environment.OSVersion}, .NET {Environment.Version}, {Environment.ProcessorCount} processors, user {Environment.UserName}").ConfigureAwait(false);
        if (!OperatingSystem.IsLinux())
        {
            await Console.Out.WriteLineAsync("Drives in memory work here. Images and real drives need Linux.").ConfigureAwait(false);
            return ExitCode.Done;
        }

        bool isWell = await TryImageAsync(folder, cancellationToken).ConfigureAwait(false);
        string[] drives = [.. ZonedBlockDevices(), .. ZoneFsMounts()];
        foreach (string drive in drives)
        {
            isWell &= await TryDriveAsync(drive, cancellationToken).ConfigureAwait(false);
        }

        if (drives.Length == 0)
        {
            await Console.Out.WriteLineAsync("There is no zoned block device here, and no mount of zonefs.").ConfigureAwait(false);
        }

        return isWell ? ExitCode.Done : ExitCode.Found;
    }

    // A small image that is made and removed again tells what its file system and the kernel give.
    private static async Task<bool> TryImageAsync(string folder, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, $".zoned-doctor-{Guid.NewGuid():N}.zimg");
        try
        {
            await ImageDrive.CreateAsync(path, new ImageDriveOptions { SizeBytes = 4 << 20, ZoneSizeBytes = 1 << 20 }, cancellationToken).ConfigureAwait(false);
            IZoneBackend drive = await ImageDrive.OpenAsync(path, new ImageOpenOptions { DataPath = IoPath.Direct }, cancellationToken).ConfigureAwait(false);
            ZonedDevice device = await ZonedDevice.OpenAsync(drive, null, cancellationToken).ConfigureAwait(false);
            await using (device.ConfigureAwait(false))
            {
                await Console.Out.WriteLineAsync($"Images in {folder}: yes; data {(device.Description.DataPath == IoPath.Direct ? "past the page cache" : "through the page cache")}{(device.Description.Findings.Count == 0 ? ", by io_uring" : "")}.").ConfigureAwait(false);
                foreach (BackendFinding finding in device.Description.Findings)
                {
                    await Console.Out.WriteLineAsync($"  {finding.Message}").ConfigureAwait(false);
                }
            }

            return true;
        }
        catch (Exception error) when (error is ZonedException or IOException or UnauthorizedAccessException)
        {
            await Console.Out.WriteLineAsync($"Images in {folder}: no. {error.Message}").ConfigureAwait(false);
            return false;
        }
        finally
        {
            if (File.Exists(path))
            {
                File.Delete(path);
            }
        }
    }

    private static async Task<bool> TryDriveAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            ZonedDevice device = await ZonedDevice.OpenAsync(path, new ZonedDeviceOptions { ReadOnly = true }, cancellationToken).ConfigureAwait(false);
            await using (device.ConfigureAwait(false))
            {
                await Console.Out.WriteLineAsync($"{path}: {device.Geometry.ZoneCount} zones of {ByteText.Of(device.Geometry.ZoneSizeBytes)}, can be read by this user.").ConfigureAwait(false);
                foreach (BackendFinding finding in device.Description.Findings)
                {
                    await Console.Out.WriteLineAsync($"  {finding.Message}").ConfigureAwait(false);
                }
            }

            return true;
        }
        catch (Exception error) when (error is ZonedException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            await Console.Out.WriteLineAsync($"{path}: {error.Message}").ConfigureAwait(false);
            return false;
        }
    }

    private static IEnumerable<string> ZonedBlockDevices() => Directory.Exists(BlockDevices)
        ? Directory.EnumerateDirectories(BlockDevices).Where(device => Model(device) is "host-managed" or "host-aware").Select(device => $"/dev/{Path.GetFileName(device)}").Order(StringComparer.Ordinal)
        : [];

    private static string Model(string device)
    {
        string file = Path.Combine(device, "queue", "zoned");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : "";
    }

    private static IEnumerable<string> ZoneFsMounts() => File.Exists(Mounts)
        ? File.ReadLines(Mounts).Select(line => line.Split(' ')).Where(fields => fields.Length > 2 && fields[2] == "zonefs").Select(fields => fields[1])
        : [];
}
