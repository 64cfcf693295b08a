using ZonedSdk.Backends.Image;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>Images of every shape: each zone is written to its last byte, comes back after reopening, is reset, and is written again.</summary>
public sealed class ImageShapeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-image-shape");

    private string ImagePath => Path.Combine(_folder.FullName, "drive.zimg");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(4096, 4096, 4096, 0)] // one zone of one block
    [InlineData(4 * MiB, 4 * MiB, 4096, 0)]
    [InlineData(1536 * 5, 1536, 512, 0)] // zones and device end within a page
    [InlineData((1536 * 5) + 512, 1536, 512, 1024)] // and a last zone shorter than the capacity
    [InlineData(100 * KiB, 12 * KiB, 512, 11 * KiB)]
    [InlineData(10 * 192 * KiB, 192 * KiB, 65536, 128 * KiB)]
    [InlineData((3 * 192 * KiB) + 65536, 192 * KiB, 65536, 0)]
    [InlineData(3 * 4 * KiB, 4 * KiB, 4096, 0)]
    [InlineData(7 * MiB, 3 * MiB, 4096, (2 * MiB) + 4096)]
    public async Task Every_byte_of_every_zone_is_written_read_reset_and_written_again(long sizeBytes, long zoneSizeBytes, int blockSizeBytes, long capacityBytes)
    {
        foreach (bool preallocate in new[] { false, true })
        {
            await ImageDrive.CreateAsync(ImagePath, new ImageDriveOptions
            {
                SizeBytes = sizeBytes,
                ZoneSizeBytes = zoneSizeBytes,
                BlockSizeBytes = blockSizeBytes,
                ZoneCapacityBytes = capacityBytes,
                Preallocate = preallocate,
                MaxTransferBytes = (int)MiB,
                MaxAppendBytes = (int)MiB,
            });
            await FillAsync(life: 1);
            await CheckAsync(life: 1);
            await ResetAsync();
            await FillAsync(life: 2);
            await CheckAsync(life: 2);
            Assert.True((await ImageDrive.CheckAsync(ImagePath)).IsSound);
            File.Delete(ImagePath);
        }
    }

    private static byte[] Expected(ZoneInfo zone, int life)
    {
        byte[] bytes = new byte[zone.CapacityBytes];
        new Random((zone.Index * 10) + life).NextBytes(bytes);
        return bytes;
    }

    private async Task FillAsync(int life)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(ImagePath);
        for (int zone = 0; zone < device.Geometry.ZoneCount; zone++)
        {
            byte[] bytes = Expected(device.GetZone(zone), life);

            // In pieces, and the last one reaches the capacity: one byte more does not fit.
            int piece = (int)Math.Max(device.Geometry.BlockSizeBytes, Math.Min(bytes.Length / 3 / device.Geometry.BlockSizeBytes * device.Geometry.BlockSizeBytes, MiB));
            for (int at = 0; at < bytes.Length; at += piece)
            {
                int count = Math.Min(piece, bytes.Length - at);
                Assert.Equal(device.Geometry.StartOf(zone) + at, await device.AppendAsync(zone, bytes.AsMemory(at, count)));
            }

            Assert.Equal(ZoneCondition.Full, device.GetZone(zone).Condition);
            await Assert.ThrowsAsync<ZoneFullException>(() => device.AppendAsync(zone, bytes.AsMemory(0, device.Geometry.BlockSizeBytes)).AsTask());
        }

        await device.FlushAsync();
    }

    private async Task CheckAsync(int life)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(ImagePath, new ZonedDeviceOptions { ReadOnly = true });
        for (int zone = 0; zone < device.Geometry.ZoneCount; zone++)
        {
            ZoneInfo info = device.GetZone(zone);
            Assert.Equal(ZoneCondition.Full, info.Condition);
            byte[] read = new byte[info.CapacityBytes];
            Assert.Equal(read.Length, await device.ReadAsync(info.Start, read));
            Assert.Equal(Expected(info, life), read);
        }
    }

    private async Task ResetAsync()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(ImagePath);
        for (int zone = 0; zone < device.Geometry.ZoneCount; zone++)
        {
            await device.ResetZoneAsync(zone);
            Assert.Equal(ZoneCondition.Empty, device.GetZone(zone).Condition);
        }
    }
}
