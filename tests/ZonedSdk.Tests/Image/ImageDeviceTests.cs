using ZonedSdk.Backends.Image;

namespace ZonedSdk.Tests.Image;

/// <summary>An image through the whole stack: what was written is there after it was closed and opened again.</summary>
public sealed class ImageDeviceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-image");

    private string ImagePath => Path.Combine(_folder.FullName, "drive.zimg");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_appended_is_there_after_reopening()
    {
        DeviceIdentity identity = await ImageDrive.CreateAsync(ImagePath, new ImageDriveOptions { SizeBytes = 64 << 20, ZoneSizeBytes = 4 << 20, ConventionalZones = 1, MaxOpenZones = 4 });
        byte[] data = new byte[16384];
        new Random(1).NextBytes(data);
        var offsets = new List<long>();
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(ImagePath))
        {
            Assert.Equal(identity, device.Identity);
            Task<long>[] appends = [.. Enumerable.Range(0, 96).Select(i => device.AppendAsync(1 + (i % 12), data).AsTask())];
            offsets.AddRange(await Task.WhenAll(appends));
            await device.WriteAsync(8192, data);
            await device.FinishZoneAsync(2);
            await device.FlushAsync();
            Assert.Equal(offsets.Count, offsets.Distinct().Count());
        }

        await using ZonedDevice again = await ZonedDevice.OpenAsync(ImagePath);
        byte[] read = new byte[data.Length];
        foreach (long offset in offsets.Append(8192))
        {
            Assert.Equal(read.Length, await again.ReadAsync(offset, read));
            Assert.Equal(data, read);
        }

        Assert.Equal(ZoneCondition.Full, again.GetZone(2).Condition);
        Assert.Equal(ZoneCondition.Closed, again.GetZone(1).Condition);
        Assert.Equal(again.Geometry.StartOf(1) + (8 * data.Length), again.GetZone(1).WritePointer);
        await again.ResetZoneAsync(1);
        Assert.Equal(read.Length, await again.ReadAsync(again.Geometry.StartOf(1), read));
        Assert.All(read, b => Assert.Equal(0, b));
    }
}
