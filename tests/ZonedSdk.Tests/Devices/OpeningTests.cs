using System.Diagnostics;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;

namespace ZonedSdk.Tests.Devices;

/// <summary>From a path or URI to a device, or to a refusal that says what stands there.</summary>
public sealed class OpeningTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-opening");

    private string ImagePath => Path.Combine(_folder.FullName, "a drive.zimg");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_image_is_opened_by_its_path_its_uri_and_a_link_to_it()
    {
        await ImageDrive.CreateAsync(ImagePath, new ImageDriveOptions { SizeBytes = 8 << 20, ZoneSizeBytes = 1 << 20 });
        string link = Path.Combine(_folder.FullName, "link");
        File.CreateSymbolicLink(link, ImagePath);
        DeviceIdentity identity;
        await using (ZonedDevice byPath = await ZonedDevice.OpenAsync(ImagePath))
        {
            Assert.Equal(8, byPath.Geometry.ZoneCount);
            identity = byPath.Identity;
        }

        await using (ZonedDevice byUri = await ZonedDevice.OpenAsync(new Uri(ImagePath)))
        {
            Assert.Equal(identity, byUri.Identity);
        }

        await using ZonedDevice byLink = await ZonedDevice.OpenAsync(link, new ZonedDeviceOptions { ReadOnly = true });
        Assert.Equal(identity, byLink.Identity);
    }

    [Theory]
    [InlineData("memory:")]
    [InlineData("memory:some-name")]
    public async Task A_drive_in_memory_is_opened_by_its_name(string name)
    {
        await using (ZonedDevice byPath = await ZonedDevice.OpenAsync(name))
        {
            Assert.Equal((name, 16, IoPath.Memory), (byPath.Name, byPath.Geometry.ZoneCount, byPath.Description.DataPath));
        }

        await using ZonedDevice byUri = await ZonedDevice.OpenAsync(new Uri(name));
        Assert.Equal(name, byUri.Name);
    }

    [Theory]
    [InlineData("nvme-tcp://10.0.0.1/subsystem", "nvme-tcp")]
    [InlineData("https://example.org/drive.zimg", "https")]
    [InlineData("file://elsewhere/share/drive.zimg", "elsewhere")]
    public async Task A_uri_that_leads_to_no_drive_is_refused_by_what_it_is(string uri, string said)
    {
        NotSupportedException error = await Assert.ThrowsAsync<NotSupportedException>(() => ZonedDevice.OpenAsync(new Uri(uri)).AsTask());
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("ImageDrive.CreateAsync", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_at_the_path_is_told_as_such()
    {
        FileNotFoundException error = await Assert.ThrowsAsync<FileNotFoundException>(() => ZonedDevice.OpenAsync(ImagePath).AsTask());
        Assert.Equal(ImagePath, error.FileName);
        string dangling = Path.Combine(_folder.FullName, "dangling");
        File.CreateSymbolicLink(dangling, ImagePath);
        await Assert.ThrowsAsync<FileNotFoundException>(() => ZonedDevice.OpenAsync(dangling).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ZonedDevice.OpenAsync("").AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ZonedDevice.OpenAsync((string)null!).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ZonedDevice.OpenAsync((Uri)null!).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ZonedDevice.OpenAsync((IZoneBackend)null!).AsTask());
    }

    [Theory]
    [InlineData("/dev/null", "character device")]
    [InlineData("/dev", "directory")]
    public async Task What_is_no_drive_is_named(string path, string said)
    {
        NotSupportedException error = await Assert.ThrowsAsync<NotSupportedException>(() => ZonedDevice.OpenAsync(path).AsTask());
        Assert.Contains($"{path} is a {said}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_named_pipe_is_refused_and_not_waited_for(bool readOnly)
    {
        string pipe = Path.Combine(_folder.FullName, "pipe");
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync();
            Assert.Equal(0, make.ExitCode);
        }

        NotSupportedException error = await Assert.ThrowsAsync<NotSupportedException>(() => ZonedDevice.OpenAsync(pipe, new ZonedDeviceOptions { ReadOnly = readOnly }).AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("pipe", error.Message, StringComparison.Ordinal);
        ImageFileException direct = await Assert.ThrowsAsync<ImageFileException>(() => ImageDrive.OpenAsync(pipe, new ImageOpenOptions { IsReadOnly = readOnly }).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("regular file", direct.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_image_is_refused_and_left_as_it_is()
    {
        await File.WriteAllTextAsync(ImagePath, "not an image");
        await Assert.ThrowsAsync<ZonedFormatException>(() => ZonedDevice.OpenAsync(ImagePath).AsTask());
        Assert.Equal("not an image", await File.ReadAllTextAsync(ImagePath));
    }

    [Fact]
    public async Task A_second_opener_is_refused_unless_both_only_read()
    {
        await ImageDrive.CreateAsync(ImagePath, new ImageDriveOptions { SizeBytes = 8 << 20, ZoneSizeBytes = 1 << 20 });
        ZonedDeviceOptions reading = new() { ReadOnly = true };
        await using (ZonedDevice writer = await ZonedDevice.OpenAsync(ImagePath))
        {
            await Assert.ThrowsAsync<ImageLockedException>(() => ZonedDevice.OpenAsync(ImagePath).AsTask());
            await Assert.ThrowsAsync<ImageLockedException>(() => ZonedDevice.OpenAsync(ImagePath, reading).AsTask());
        }

        await using ZonedDevice first = await ZonedDevice.OpenAsync(ImagePath, reading);
        await using ZonedDevice second = await ZonedDevice.OpenAsync(ImagePath, reading);
        await first.FlushAsync();
        await Assert.ThrowsAsync<ImageLockedException>(() => ZonedDevice.OpenAsync(ImagePath).AsTask());
    }
}
