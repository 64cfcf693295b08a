using System.Diagnostics;
using System.Runtime.Versioning;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Interop;
using ZonedSdk.TestSupport;
using ZonedSdk.TestSupport.Image;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>Whatever a path names: an answer at once, that says what is wrong, and nothing of it changed.</summary>
[SupportedOSPlatform("linux")]
public sealed class ImagePathTests : IDisposable
{
    private static readonly TimeSpan s_atOnce = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-image-path");

    private string ImagePath => PathOf("drive.zimg");

    public void Dispose() => _folder.Delete(recursive: true);

    [NeedsFact("mkfifo")]
    public async Task A_pipe_without_a_writer_is_refused_and_not_waited_for()
    {
        using (Process make = Process.Start("mkfifo", [ImagePath]))
        {
            await make.WaitForExitAsync();
            Assert.Equal(0, make.ExitCode);
        }

        await RefusedAsync("regular file");
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/zero")]
    [InlineData("/")]
    public async Task What_is_no_regular_file_is_refused(string path)
    {
        File.CreateSymbolicLink(ImagePath, path);
        await RefusedAsync("regular file");
    }

    [Fact]
    public async Task A_link_is_followed_at_open_and_refused_at_creation()
    {
        await ImageDrive.CreateAsync(PathOf("other"), Small());
        File.CreateSymbolicLink(ImagePath, "other");
        Assert.True((await ImageDrive.CheckAsync(ImagePath)).IsSound);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(ImagePath))
        {
            await device.AppendAsync(0, new byte[4096]);
        }

        await Assert.ThrowsAsync<ImageFileException>(() => ImageDrive.CreateAsync(ImagePath, Small()));
        File.CreateSymbolicLink(PathOf("dangling"), "nowhere");
        await Assert.ThrowsAsync<ImageFileException>(() => ImageDrive.CreateAsync(PathOf("dangling"), Small()));
        Assert.False(File.Exists(PathOf("nowhere")));
        Assert.Contains("create the image first", (await Assert.ThrowsAsync<ImageFileException>(() => ImageDrive.OpenAsync(PathOf("dangling")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_NUL_nothing_is_left_out()
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        await Assert.ThrowsAsync<ArgumentException>(() => ImageDrive.OpenAsync(ImagePath + "\0.bak"));
        await Assert.ThrowsAsync<ArgumentException>(() => ImageDrive.CheckAsync(ImagePath + "\0.bak"));
        await Assert.ThrowsAsync<ArgumentException>(() => ImageDrive.CreateAsync(PathOf("new\0.bak"), Small()));
        Assert.False(File.Exists(PathOf("new")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_missing_folder_is_named(bool preallocate)
    {
        string path = Path.Combine(_folder.FullName, "no", "drive.zimg");
        ImageFileException refused = await Assert.ThrowsAsync<ImageFileException>(() => ImageDrive.CreateAsync(path, Small() with { Preallocate = preallocate }));
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains("make the folder first", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_more_or_less_at_the_end_is_told_with_both_lengths()
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        long length = new FileInfo(ImagePath).Length;
        foreach (long changed in new[] { length - 1, length + 1 })
        {
            using (FileStream file = new(ImagePath, FileMode.Open, FileAccess.ReadWrite))
            {
                file.SetLength(changed);
            }

            ZonedFormatException refused = await Assert.ThrowsAsync<ZonedFormatException>(() => ImageDrive.OpenAsync(ImagePath));
            Assert.Equal(FormatErrorKind.FileLength, refused.Kind);
            Assert.Contains($"{changed} bytes", refused.Message, StringComparison.Ordinal);
            Assert.Contains($"{length}", refused.Message, StringComparison.Ordinal);
            Assert.False((await ImageDrive.CheckAsync(ImagePath)).CanOpenReadOnly);
        }
    }

    [Fact]
    public async Task Whoever_opens_an_image_that_is_being_created_waits_and_gets_it()
    {
        LinuxImageFile creating = LinuxImageFile.Create(ImagePath);
        await ImageLock.TakeAsync(creating, TimeProvider.System, CancellationToken.None);
        Task<ImageStore> opening = ImageOpener.OpenAsync(ImagePath, new ImageOpenOptions(), CancellationToken.None);
        Task<ImageCheckReport> checking = ImageDrive.CheckAsync(ImagePath);
        Assert.False(opening.IsCompleted);
        Assert.Equal(0, ImageCreator.Write(creating, ImageLayout.Plan(Small(), TestImages.Uuid)).Errno);
        creating.Dispose();

        ImageStore store = await opening;
        await store.Metadata.DisposeAsync();
        await store.Data.DisposeAsync();
        Assert.True((await checking).IsSound);
    }

    [Theory]
    [InlineData(false, "fcntl")]
    [InlineData(true, "flock")]
    public async Task The_lock_that_somebody_else_has_is_named(bool isFlock, string name)
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        Assert.Equal(0, Libc.Open(ImagePath, Libc.ReadWrite, out FileDescriptor? other));
        using (other)
        {
            Assert.Equal(0, isFlock ? Libc.LockFile(other!, exclusive: true) : Libc.LockDescription(other!, exclusive: true));
            ImageLockedException refused = await Assert.ThrowsAsync<ImageLockedException>(() => ImageDrive.OpenAsync(ImagePath));
            Assert.Equal(name, refused.LockName);
            Assert.Contains($"the {name} lock", refused.Message, StringComparison.Ordinal);
            Assert.Contains(ImagePath, refused.Message, StringComparison.Ordinal);
        }

        await using ZonedDevice device = await ZonedDevice.OpenAsync(ImagePath);
    }

    [Fact]
    public async Task Checking_changes_neither_bytes_nor_times_of_a_sound_or_a_damaged_image()
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        int[] damaged = [1, 3, 5]; // a superblock, a checkpoint slot, a copy of a record
        for (int count = 0; count <= damaged.Length; count++)
        {
            byte[] before = await File.ReadAllBytesAsync(ImagePath);
            DateTime written = File.GetLastWriteTimeUtc(ImagePath);
            ImageCheckReport report = await ImageDrive.CheckAsync(ImagePath);
            Assert.Equal(before, await File.ReadAllBytesAsync(ImagePath));
            Assert.Equal(written, File.GetLastWriteTimeUtc(ImagePath));
            Assert.Equal(damaged[..count], report.Findings.Select(finding => (int)(finding.Offset / 4096)));
            if (count < damaged.Length)
            {
                before[(damaged[count] * 4096) + 70] ^= 0x10;
                await File.WriteAllBytesAsync(ImagePath, before);
            }
        }
    }

    [Fact]
    public async Task An_image_that_may_only_be_read_is_opened_for_reading_alone()
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        File.SetUnixFileMode(ImagePath, UnixFileMode.UserRead);
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Contains("open read-only", (await Assert.ThrowsAsync<ImageFileException>(() => ImageDrive.OpenAsync(ImagePath))).Message, StringComparison.Ordinal);
        }

        await using ZonedDevice device = await ZonedDevice.OpenAsync(ImagePath, new ZonedDeviceOptions { ReadOnly = true });
        Assert.Equal(ZoneError.DeviceReadOnly, (await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(0, new byte[4096]).AsTask())).Error);
    }

    private static ImageDriveOptions Small() => new() { SizeBytes = 8 * MiB, ZoneSizeBytes = 2 * MiB };

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private async Task RefusedAsync(string why)
    {
        foreach (Func<Task> open in new Func<Task>[]
        {
            () => ImageDrive.OpenAsync(ImagePath),
            () => ImageDrive.OpenAsync(ImagePath, new ImageOpenOptions { IsReadOnly = true }),
            () => ImageDrive.CheckAsync(ImagePath),
        })
        {
            ImageFileException refused = await Assert.ThrowsAsync<ImageFileException>(() => Task.Run(open).WaitAsync(s_atOnce));
            Assert.Contains(why, refused.Message, StringComparison.Ordinal);
            Assert.Equal(ImagePath, refused.Path);
        }

        Assert.Contains("choose another path", (await Assert.ThrowsAsync<ImageFileException>(() => ImageDrive.CreateAsync(ImagePath, Small()))).Message, StringComparison.Ordinal);
    }
}
