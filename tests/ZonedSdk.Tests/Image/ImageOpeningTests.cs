using System.Diagnostics;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Backends.Memory;
using ZonedSdk.TestSupport.Image;
using Xunit.Abstractions;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>What opening an image costs, and what its owner is told of it.</summary>
public sealed class ImageOpeningTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-image-open");

    private string ImagePath => Path.Combine(_folder.FullName, "drive.zimg");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Whoever_opens_a_path_is_told_of_damage_that_something_else_stands_in_for()
    {
        await ImageDrive.CreateAsync(ImagePath, new ImageDriveOptions { SizeBytes = 8 * MiB, ZoneSizeBytes = 2 * MiB });
        await using (ZonedDevice sound = await ZonedDevice.OpenAsync(ImagePath))
        {
            Assert.Equal(IoPath.Buffered, sound.Description.DataPath);
            Assert.DoesNotContain(sound.Description.Findings, finding => finding.Severity == BackendFindingSeverity.Error);
            Assert.Equal(
                sound.Description.MetadataPath == IoPath.Buffered,
                sound.Description.Findings.Any(finding => finding.Kind == ImageDescription.MetadataBuffered));
        }

        await using (FileStream file = new(ImagePath, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = PageFrame.SizeBytes + 100;
            int value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(value ^ 1));
        }

        await using ZonedDevice damaged = await ZonedDevice.OpenAsync(ImagePath);
        BackendFinding found = Assert.Single(damaged.Description.Findings, finding => finding.Severity == BackendFindingSeverity.Warning && finding.Kind != ImageDescription.MetadataBuffered);
        Assert.Equal(nameof(FormatErrorKind.SuperblockChecksum), found.Kind);
        Assert.Contains(ImagePath, found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 512, IoPath.Direct, new string[0])]
    [InlineData(true, 4096, IoPath.Direct, new[] { ImageDescription.DataBuffered })]
    [InlineData(false, 0, IoPath.Buffered, new[] { ImageDescription.MetadataBuffered, ImageDescription.DataBuffered })]
    public async Task What_the_file_system_cannot_do_is_told(bool isMetadataDirect, int alignment, IoPath metadataPath, string[] kinds)
    {
        Superblock superblock = TestImages.Plan(TestImages.Options(blockSizeBytes: 512));
        MemoryImageFile file = new(TestImages.Create(superblock).Content) { IsMetadataDirect = isMetadataDirect, DirectAlignmentBytes = alignment };
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Compose(file));
        Assert.Equal((IoPath.Buffered, metadataPath), (device.Description.DataPath, device.Description.MetadataPath));
        Assert.Equal(kinds, device.Description.Findings.Select(finding => finding.Kind));
    }

    [Fact]
    public async Task A_drive_in_memory_says_so_and_a_backend_that_says_nothing_is_unknown()
    {
        await using ZonedDevice memory = await ZonedDevice.OpenAsync("memory:");
        Assert.Equal(IoPath.Memory, memory.Description.DataPath);
        Assert.Empty(memory.Description.Findings);
        await using ZonedDevice silent = await ZonedDevice.OpenAsync(new Devices.ScriptedBackend());
        Assert.Same(BackendDescription.Unknown, silent.Description);
    }

    [Fact]
    public async Task A_hundred_thousand_zones_are_opened_with_few_reads_and_little_memory()
    {
        const int Zones = 100_000;
        Superblock superblock = ImageLayout.Plan(TestImages.Options(Zones, zoneSizeBytes: 4096), TestImages.Uuid);
        int reads = 0;
        MemoryImageFile file = new(TestImages.Create(superblock).Content) { OnCall = name => (reads += name == nameof(MemoryImageFile.ReadMetadata) ? 1 : 0) * 0 };
        long before = GC.GetAllocatedBytesForCurrentThread();
        ImageStore store = ImageStore.Open(file, TaskScheduler.Default);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // Both checkpoints, the newest once more, the ring, the superblocks: in reads of 64 pages.
        int pages = (3 * superblock.SlotPages) + (superblock.JournalRecords * JournalPage.Copies);
        output.WriteLine($"{reads} reads for {pages} pages, {allocated} bytes allocated");
        Assert.InRange(reads, 1, (pages / 64) + 8);
        Assert.InRange(allocated, 1, 16 * MiB);
        await store.Metadata.DisposeAsync();
        await store.Data.DisposeAsync();
    }

    [Theory]
    [InlineData(100_000, 1, 0)]
    [InlineData(45_000, 256, 0)]
    [InlineData(100_000, 1, 20_000)]
    public async Task What_creating_and_opening_a_large_sparse_image_takes(int zones, int zoneMiB, int finished)
    {
        long start = Stopwatch.GetTimestamp();
        await ImageDrive.CreateAsync(ImagePath, new ImageDriveOptions { SizeBytes = zones * (zoneMiB * MiB), ZoneSizeBytes = zoneMiB * MiB });
        output.WriteLine($"{zones} zones of {zoneMiB} MiB: created in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
        for (int round = 0; round < 3; round++)
        {
            start = Stopwatch.GetTimestamp();
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            await using ZonedDevice device = await ZonedDevice.OpenAsync(ImagePath);
            output.WriteLine($"opened in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms, {(Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds:0.0} ms of processor time");
            Assert.Equal(zones, device.Geometry.ZoneCount);
            for (int zone = 0; zone < finished && round == 0; zone++)
            {
                await device.FinishZoneAsync(zone);
            }

            Assert.Equal(round == 0 || finished == 0 ? ZoneCondition.Empty : ZoneCondition.Full, device.GetZone(finished == 0 ? 0 : round == 0 ? finished : finished - 1).Condition);
        }
    }

    private static IZoneBackend Compose(MemoryImageFile file) =>
        ImageDrive.Compose(ImageStore.Open(file, TaskScheduler.Default), file.Path, new ImageOpenOptions(), new InlineScheduler());
}
