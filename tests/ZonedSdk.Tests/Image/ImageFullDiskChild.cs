using ZonedSdk.Backends.Image;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>Fills a small file system with an image's data, and says what happened.</summary>
internal static class ImageFullDiskChild
{
    private const int AppendBytes = 64 * 1024;

    public static async Task<int> RunAsync(string folder)
    {
        string path = Path.Combine(folder, "drive.zimg");
        await ImageDrive.CreateAsync(path, new ImageDriveOptions { SizeBytes = 64 * MiB, ZoneSizeBytes = 16 * MiB });
        long stored;
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(path))
        {
            stored = await FillAsync(device, zone: 1);
            Console.WriteLine($"full device is {device.GetZone(1).Condition}, pointer {(device.GetZone(1).WritePointer - device.Geometry.StartOf(1) == stored ? "behind the last success" : "elsewhere")}");
            await device.FlushAsync();
            Console.WriteLine("flushed");
            await TryCreateAsync(Path.Combine(folder, "second.zimg"), preallocate: false);
            await TryCreateAsync(Path.Combine(folder, "third.zimg"), preallocate: true);
            Console.WriteLine($"files {Directory.GetFiles(folder).Length}");
        }

        await using (ZonedDevice device = await ZonedDevice.OpenAsync(path))
        {
            byte[] read = new byte[AppendBytes];
            bool isEqual = device.GetZone(1).WritePointer - device.Geometry.StartOf(1) == stored;
            for (long at = 0; at < stored; at += AppendBytes)
            {
                await device.ReadAsync(device.Geometry.StartOf(1) + at, read);
                isEqual &= read.AsSpan().SequenceEqual(Pattern(at));
            }

            Console.WriteLine($"reopened {(isEqual ? "equal" : "different")}");
            await device.ResetZoneAsync(1);
            long again = await FillAsync(device, zone: 1);
            Console.WriteLine($"after the reset {(again == stored ? "as much as before" : $"{again} and not {stored} bytes")}");
        }

        Console.WriteLine($"sound {(await ImageDrive.CheckAsync(path)).IsSound}");
        return 0;
    }

    /// <summary>Creates and opens what this process may not write to the end.</summary>
    public static async Task<int> MeetLimitAsync(string path, string other)
    {
        await TryCreateAsync(other, preallocate: false);
        try
        {
            await ImageDrive.OpenAsync(path);
            Console.WriteLine("opened");
        }
        catch (ImageFileException error)
        {
            Console.WriteLine($"refused {error.Errno} {(error.Message.Contains("ulimit -f", StringComparison.Ordinal) ? "limit" : error.Message)}");
        }

        await using ZonedDevice device = await ZonedDevice.OpenAsync(path, new ZonedDeviceOptions { ReadOnly = true });
        Console.WriteLine($"read-only {device.Geometry.ZoneCount} zones");
        return 0;
    }

    private static byte[] Pattern(long at)
    {
        byte[] bytes = new byte[AppendBytes];
        new Random((int)(at / AppendBytes)).NextBytes(bytes);
        return bytes;
    }

    private static async Task<long> FillAsync(ZonedDevice device, int zone)
    {
        long stored = 0;
        try
        {
            while (true)
            {
                await device.AppendAsync(zone, Pattern(stored));
                stored += AppendBytes;
            }
        }
        catch (ZonedIOException error)
        {
            Console.WriteLine($"{(stored > MiB ? "filled" : "nothing stored")} {error.Error} errno {error.Errno} landed {error.LandedBytes}");
        }

        return stored;
    }

    private static async Task TryCreateAsync(string path, bool preallocate)
    {
        try
        {
            await ImageDrive.CreateAsync(path, new ImageDriveOptions { SizeBytes = 64 * MiB, ZoneSizeBytes = 16 * MiB, Preallocate = preallocate });
            Console.WriteLine("created");
        }
        catch (ImageFileException error)
        {
            Console.WriteLine($"refused {error.Errno} {(error.Message.Contains("make room", StringComparison.OrdinalIgnoreCase) ? "make room" : error.Message.Contains("ulimit -f", StringComparison.Ordinal) ? "limit" : error.Message)}");
        }
    }
}
