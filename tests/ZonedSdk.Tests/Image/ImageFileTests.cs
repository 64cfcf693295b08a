using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using ZonedSdk.Backends.Image;
using ZonedSdk.Interop;
using ZonedSdk.TestSupport;
using Xunit.Abstractions;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>Images as real files: creation, locks, limits of the file system, and what the system says when a flush fails.</summary>
[SupportedOSPlatform("linux")]
public sealed class ImageFileTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-image-file");

    private string ImagePath => Path.Combine(_folder.FullName, "drive.zimg");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Twelve_terabytes_are_created_and_opened_quickly()
    {
        const long Zones = 45_000;
        long start = Stopwatch.GetTimestamp();
        await ImageDrive.CreateAsync(ImagePath, new ImageDriveOptions { SizeBytes = Zones * 256 * MiB });
        double created = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        for (int round = 0; round < 3; round++)
        {
            start = Stopwatch.GetTimestamp();
            ImageStore store = await OpenStoreAsync();
            output.WriteLine($"opened {store.Superblock.Geometry.ZoneCount} zones in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms, metadata direct: {store.IsMetadataDirect}, data could be: {store.CanWriteDataDirectly}");
            await CloseAsync(store);
        }

        output.WriteLine($"created in {created:0.0} ms; {AllocatedBytes()} bytes of the medium for {new FileInfo(ImagePath).Length} bytes of file");
        Assert.InRange(AllocatedBytes(), 1, 32 * MiB);
        Assert.True((await ImageDrive.CheckAsync(ImagePath)).IsSound);
    }

    [Fact]
    public async Task More_than_the_file_system_can_hold_is_refused_before_anything_is_written()
    {
        Assert.Equal(0, Libc.FileSystem(_folder.FullName, out long type, out long blockSizeBytes));
        if (type != Libc.Ext4Magic)
        {
            output.WriteLine($"The file system (type 0x{type:X}) is not ext4, whose limit this is about.");
            return;
        }

        ImageDriveOptions options = new() { SizeBytes = uint.MaxValue * blockSizeBytes / (256 * MiB) * 256 * MiB + (256 * MiB) };
        ImageFileException exception = await Assert.ThrowsAsync<ImageFileException>(() => ImageDrive.CreateAsync(ImagePath, options));
        output.WriteLine(exception.Message);
        Assert.Contains($"ends at {uint.MaxValue * blockSizeBytes} bytes", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task A_creation_without_room_leaves_no_file()
    {
        // More than any machine of a test has free, yet within what a file can be.
        ImageDriveOptions options = new() { SizeBytes = 12 * TiB, Preallocate = true };
        ImageFileException exception = await Assert.ThrowsAsync<ImageFileException>(() => ImageDrive.CreateAsync(ImagePath, options));
        output.WriteLine(exception.Message);
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task A_file_that_exists_is_left_alone()
    {
        await File.WriteAllTextAsync(ImagePath, "mine");
        ImageFileException exception = await Assert.ThrowsAsync<ImageFileException>(() => ImageDrive.CreateAsync(ImagePath, Small()));
        Assert.Contains("choose another path", exception.Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(ImagePath));
    }

    [Theory]
    [InlineData(nameof(ImageDriveOptions.ZoneCapacityBytes), 3 * MiB)]
    [InlineData(nameof(ImageDriveOptions.ConventionalZones), 9L)]
    [InlineData(nameof(ImageDriveOptions.MaxOpenZones), -1L)]
    [InlineData(nameof(ImageDriveOptions.MaxTransferBytes), 512L)]
    [InlineData(nameof(ImageDriveOptions.MaxAppendBytes), 512L)]
    [InlineData("blockSizeBytes", 1000L)]
    public async Task An_impossible_figure_is_named_with_the_numbers(string name, long value)
    {
        ImageDriveOptions options = name switch
        {
            nameof(ImageDriveOptions.ZoneCapacityBytes) => Small() with { ZoneCapacityBytes = value },
            nameof(ImageDriveOptions.ConventionalZones) => Small() with { ConventionalZones = (int)value },
            nameof(ImageDriveOptions.MaxOpenZones) => Small() with { MaxOpenZones = (int)value },
            nameof(ImageDriveOptions.MaxTransferBytes) => Small() with { MaxTransferBytes = (int)value },
            nameof(ImageDriveOptions.MaxAppendBytes) => Small() with { MaxAppendBytes = (int)value },
            _ => Small() with { BlockSizeBytes = (int)value },
        };
        ArgumentOutOfRangeException exception = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ImageDrive.CreateAsync(ImagePath, options));
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        Assert.Contains($"{value}", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task A_second_opener_is_refused_and_told_what_to_do()
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        ImageStore first = await OpenStoreAsync();
        ImageLockedException exception = await Assert.ThrowsAsync<ImageLockedException>(() => OpenStoreAsync());
        output.WriteLine(exception.Message);
        Assert.Equal(ImagePath, exception.Path);
        Assert.True(exception.IsTransient);
        Assert.Contains("close the other opener", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ImageLockedException>(() => OpenStoreAsync(isReadOnly: true));
        await Assert.ThrowsAsync<ImageLockedException>(() => ImageDrive.CheckAsync(ImagePath));
        await CloseAsync(first);
        await CloseAsync(await OpenStoreAsync());
    }

    [Fact]
    public async Task Readers_share_an_image_and_keep_writers_out()
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        ImageStore first = await OpenStoreAsync(isReadOnly: true);
        ImageStore second = await OpenStoreAsync(isReadOnly: true);
        Assert.True((await ImageDrive.CheckAsync(ImagePath)).IsSound);
        await Assert.ThrowsAsync<ImageLockedException>(() => OpenStoreAsync());
        await CloseAsync(first);
        await CloseAsync(second);
    }

    [Fact]
    public async Task An_opener_waits_for_a_lock_that_is_about_to_go()
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        ImageStore first = await OpenStoreAsync();
        Task<ImageStore> second = OpenStoreAsync();
        Assert.False(second.IsCompleted);
        await CloseAsync(first);
        await CloseAsync(await second);
    }

    [Fact]
    public async Task Reading_only_changes_no_byte()
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        byte[] before = await File.ReadAllBytesAsync(ImagePath);
        await CloseAsync(await OpenStoreAsync(isReadOnly: true));
        await ImageDrive.CheckAsync(ImagePath);
        Assert.Equal(before, await File.ReadAllBytesAsync(ImagePath));
    }

    [Fact]
    public async Task A_folder_and_a_missing_file_are_refused_with_advice()
    {
        Assert.Contains("create the image first", (await Assert.ThrowsAsync<ImageFileException>(() => OpenStoreAsync())).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(ImagePath);
        Assert.Contains("regular file", (await Assert.ThrowsAsync<ImageFileException>(() => OpenStoreAsync(isReadOnly: true))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_gives_the_space_of_a_sparse_image_back()
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        ImageStore store = await OpenStoreAsync();
        long empty = AllocatedBytes();
        Assert.True(store.Data.Reserve(0, MiB).IsSuccess);
        Assert.True(store.Data.Write(0, 0, new byte[MiB]).IsSuccess);
        Assert.True(AllocatedBytes() >= empty + MiB);
        Assert.True(store.Data.Discard(0).IsSuccess);
        Assert.True(AllocatedBytes() < empty + MiB);
        await CloseAsync(store);
    }

    [NeedsFact("/dev/shm")]
    public async Task A_file_system_in_memory_works_too()
    {
        string path = Path.Combine("/dev/shm", $"zoned-{Guid.NewGuid():N}.zimg");
        try
        {
            await ImageDrive.CreateAsync(path, Small());
            await CloseAsync(await ImageOpener.OpenAsync(path, new ImageOpenOptions(), CancellationToken.None));
            Assert.True((await ImageDrive.CheckAsync(path)).IsSound);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The library's own fsync must see what the BCL's hides: every waiter is told, and nothing is tried again.
    [NeedsFact("strace")]
    public async Task A_failed_fdatasync_reaches_every_waiter_and_is_not_tried_again()
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        string log = Path.Combine(_folder.FullName, "strace.log");

        // Opening synchronises twice, its checkpoint and its record; from the third call on the medium fails.
        ProcessStartInfo start = new("strace")
        {
            ArgumentList =
            {
                "-f", "-o", log, "-e", "trace=fdatasync,fsync", "-e", "inject=fdatasync,fsync:error=EIO:when=3+",
                ChildProgram.DotnetHost, "exec", typeof(ImageFileTests).Assembly.Location, "image-flush", ImagePath,
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process child = Process.Start(start)!;
        string errors = await child.StandardError.ReadToEndAsync();
        string[] lines = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, errors);
        Assert.Single(Regex.Matches(await File.ReadAllTextAsync(log), "INJECTED"));
        Assert.Equal(
            ["write None", .. Enumerable.Repeat("waiter FlushFailed 5", 8), .. Enumerable.Repeat("later FlushFailed 5", 3), "read None"],
            lines);
        Assert.True((await ImageDrive.CheckAsync(ImagePath)).IsSound);
    }

    private static ImageDriveOptions Small() => new() { SizeBytes = 8 * MiB, ZoneSizeBytes = 2 * MiB };

    private static async Task CloseAsync(ImageStore store)
    {
        await store.Metadata.DisposeAsync();
        await store.Data.DisposeAsync();
    }

    private Task<ImageStore> OpenStoreAsync(bool isReadOnly = false) =>
        ImageOpener.OpenAsync(ImagePath, new ImageOpenOptions { IsReadOnly = isReadOnly }, CancellationToken.None);

    private long AllocatedBytes()
    {
        Assert.Equal(0, Libc.Open(ImagePath, Libc.ReadOnly, out FileDescriptor? descriptor));
        using (descriptor)
        {
            Assert.Equal(0, Libc.Status(descriptor!, out FileStatus status));
            return status.AllocatedBytes;
        }
    }
}
