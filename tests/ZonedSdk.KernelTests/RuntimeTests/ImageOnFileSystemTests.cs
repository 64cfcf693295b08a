using System.Buffers;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>An image past the page cache by a ring, on a file system that is unmounted behind it: mount and umount tell whether anybody still has a file.</summary>
public sealed class ImageOnFileSystemTests
{
    private const string Folder = "/run/image-on-file-system";
    private const int Block = 4096;
    private const int Writers = 16;

    [Fact]
    public async Task File_system_is_free_as_soon_as_the_image_on_it_is_closed()
    {
        const int Rounds = 40;
        using RamDisk disk = new(128 << 20);
        Command.Run("mkfs.ext4", "-q", "-F", disk.NodePath);
        Directory.CreateDirectory(Folder);
        try
        {
            for (int round = 0; round < Rounds; round++)
            {
                Command.Run("mount", disk.NodePath, Folder);
                await UseAsync(Path.Combine(Folder, "drive.zimg"), round);

                // Whatever still had a file open, the kernel for a ring included, would keep the file system busy.
                Command.Run("umount", Folder);
            }
        }
        finally
        {
            _ = Command.Try("umount", Folder);
        }
    }

    private static async Task UseAsync(string path, int round)
    {
        if (round == 0)
        {
            await ImageDrive.CreateAsync(path, new ImageDriveOptions { SizeBytes = 64 << 20, ZoneSizeBytes = 16 << 20 });
        }

        ImageOpenOptions options = new() { DataPath = IoPath.Direct, Engine = TransferEngine.Ring };
        await using ZonedDevice device = await ZonedDevice.OpenAsync(await ImageDrive.OpenAsync(path, options), new ZonedDeviceOptions { InlineContinuations = round % 2 == 0 });
        Assert.Equal(IoPath.Direct, device.Description.DataPath);
        int zone = round % device.Geometry.ZoneCount;
        await device.ResetZoneAsync(zone);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => AppendAsync(device, zone, (byte)(round + writer))));
        string findings = string.Join("; ", device.Description.Findings);
        Assert.DoesNotContain("no-ring", findings, StringComparison.Ordinal);
        Assert.DoesNotContain("unregistered-buffers", findings, StringComparison.Ordinal);
    }

    private static async Task AppendAsync(ZonedDevice device, int zone, byte mark)
    {
        using IMemoryOwner<byte> written = device.Buffers.Rent(2 * Block);
        using IMemoryOwner<byte> read = device.Buffers.Rent(2 * Block);
        for (int i = 0; i < 8; i++)
        {
            written.Memory.Span.Fill((byte)(mark + i));
            long offset = await device.AppendAsync(zone, written.Memory).ConfigureAwait(false);
            await device.ReadAsync(offset, read.Memory).ConfigureAwait(false);
            if (!read.Memory.Span.SequenceEqual(written.Memory.Span))
            {
                Assert.Fail($"What stands at {offset} is not what was appended there.");
            }
        }
    }
}
