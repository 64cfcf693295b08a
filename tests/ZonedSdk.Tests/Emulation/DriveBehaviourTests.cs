using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Tests.Emulation;

/// <summary>Reads, zone types, reports, and what the device does by itself.</summary>
public sealed class DriveBehaviourTests
{
    private const int Block = 4096;

    [Theory]
    [InlineData(8, 0, 64, 0, 0)]
    [InlineData(8, 6, 61, 1, 1)]
    [InlineData(7, 5, 64, 2, 0)]
    [InlineData(8, 8, 1, 0, 0)]
    public void A_report_is_contiguous_and_complete_whatever_the_shape(int zoneBlocks, int capacityBlocks, int sizeBlocks, int conventional, int preferred)
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions
        {
            ZoneSizeBytes = zoneBlocks * Block,
            ZoneCapacityBytes = capacityBlocks * Block,
            SizeBytes = sizeBlocks * Block,
            ConventionalZones = conventional,
            PreferredZones = preferred,
        }));
        int count = harness.Drive.Geometry.ZoneCount;
        Assert.Equal((sizeBlocks + zoneBlocks - 1) / zoneBlocks, count);
        harness.Write(count - 1, 0, new byte[Block]);
        ZoneInfo[] zones = new ZoneInfo[count + 5];
        Assert.Equal(BackendResult.Success(count), DriveHarness.EndOf(harness.Drive.ReportAsync(0, zones, CancellationToken.None)));
        Assert.Equal(BackendResult.Success(1), DriveHarness.EndOf(harness.Drive.ReportAsync(count - 1, new ZoneInfo[2], CancellationToken.None)));
        long start = 0;
        foreach (ZoneInfo zone in zones.Take(count))
        {
            Assert.Equal(start, zone.Start);
            Assert.InRange(zone.CapacityBytes, Block, zone.LengthBytes);
            Assert.True(!zone.HasValidWritePointer || (zone.WritePointer >= zone.Start && zone.WritePointer <= zone.End));
            Assert.Equal(zone.Index < conventional, zone.Condition == ZoneCondition.NotWritePointer);
            start += zone.LengthBytes;
        }

        Assert.Equal(sizeBlocks * Block, start);
    }

    [Fact]
    public void A_million_zones_are_made_at_once_and_reported()
    {
        MemoryDrive drive = new(new MemoryDriveOptions { ZoneSizeBytes = 256L << 20, SizeBytes = (256L << 20) * Geometry.MaxZoneCount });
        ZoneInfo[] last = new ZoneInfo[10];
        Assert.Equal(BackendResult.Success(1), DriveHarness.EndOf(drive.ReportAsync(Geometry.MaxZoneCount - 1, last, CancellationToken.None)));
        Assert.Equal((256L << 20) * (Geometry.MaxZoneCount - 1), last[0].WritePointer);
    }

    [Fact]
    public void Reads_stop_at_the_zones_end_and_see_zeroes_behind_the_write_pointer()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { ZoneSizeBytes = 8 * Block, SizeBytes = 64 * Block }));
        byte[] data = DriveHarness.Pattern(2 * Block, 1);
        harness.Write(0, 0, data);
        harness.Succeed(ZoneAction.Finish, 0);
        Assert.Equal([.. data, .. new byte[6 * Block]], harness.Read(0, 0, 8 * Block));
        Assert.Equal(ZoneError.Boundary, harness.Read(0, 7 * Block, new byte[2 * Block]).Error);
        Assert.Equal(data.AsSpan(100, 300).ToArray(), harness.Read(0, 100, 300));
    }

    [Theory]
    [InlineData(100, Block)]
    [InlineData(0, 100)]
    public void A_write_of_less_than_blocks_is_misaligned(long offset, int length)
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions()));
        Assert.Equal(ZoneError.Misaligned, harness.Write(0, offset, new byte[length]).Error);
        Assert.Equal(ZoneCondition.Empty, harness.Condition(0));
    }

    [Fact]
    public void A_misplaced_write_changes_nothing()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { Limits = new Limits { MaxOpenZones = 1 } }));
        Assert.Equal(ZoneError.Misaligned, harness.Write(0, Block, new byte[Block]).Error);
        Assert.Equal(ZoneCondition.Empty, harness.Condition(0));
        Assert.Equal(0, harness.Drive.OpenZoneCount);
        Assert.True(harness.Write(0, 0, new byte[Block]).IsSuccess);
    }

    [Fact]
    public void A_zone_that_prefers_sequential_writes_takes_them_anywhere_and_says_so()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { PreferredZones = 1, ZoneSizeBytes = 8 * Block, SizeBytes = 64 * Block, Limits = new Limits { MaxOpenZones = 1 } }));
        harness.Write(1, 0, new byte[Block]);
        Assert.True(harness.Write(0, 0, DriveHarness.Pattern(Block, 1)).IsSuccess);
        Assert.False(harness.Report(0).NonSequential);
        Assert.True(harness.Write(0, 4 * Block, DriveHarness.Pattern(Block, 2)).IsSuccess);
        ZoneInfo zone = harness.Report(0);
        Assert.True(zone.NonSequential);
        Assert.Equal(5 * Block, zone.WritePointer);
        Assert.True(harness.Write(0, 2 * Block, DriveHarness.Pattern(Block, 3)).IsSuccess);
        Assert.Equal(5 * Block, harness.Report(0).WritePointer);
        Assert.Equal(
            [.. DriveHarness.Pattern(Block, 1), .. new byte[Block], .. DriveHarness.Pattern(Block, 3), .. new byte[Block], .. DriveHarness.Pattern(Block, 2)],
            harness.Read(0, 0, 5 * Block));
        Assert.True(harness.Write(0, 7 * Block, new byte[Block]).IsSuccess);
        Assert.Equal(ZoneCondition.Full, harness.Condition(0));
        Assert.True(harness.Write(0, 0, new byte[Block]).IsSuccess);
        harness.Succeed(ZoneAction.Reset, 0);
        Assert.False(harness.Report(0).NonSequential);
        Assert.Equal(new byte[8 * Block], harness.Read(0, 0, 8 * Block));
    }

    [Fact]
    public void A_descriptor_extension_closes_an_empty_zone_and_a_reset_clears_it()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { Flavour = ZoneFlavour.Zns, Limits = new Limits { MaxActiveZones = 1 } }));
        byte[] extension = DriveHarness.Pattern(64, 1);
        Assert.True(harness.Drive.SetDescriptorExtension(0, extension).IsSuccess);
        Assert.Equal(ZoneCondition.Closed, harness.Condition(0));
        Assert.Equal(extension, harness.Drive.GetDescriptorExtension(0).ToArray());
        Assert.Equal(ZoneError.InvalidTransition, harness.Drive.SetDescriptorExtension(0, extension).Error);
        Assert.Equal(ZoneError.TooManyActiveZones, harness.Drive.SetDescriptorExtension(1, extension).Error);
        Assert.True(harness.Write(0, 0, new byte[Block]).IsSuccess);
        harness.Succeed(ZoneAction.Reset, 0);
        Assert.True(harness.Drive.GetDescriptorExtension(0).IsEmpty);
        Assert.Equal(0, harness.Drive.ActiveZoneCount);
        DriveHarness disk = new(new MemoryDrive(new MemoryDriveOptions()));
        Assert.Equal(ZoneError.NotSupported, disk.Drive.SetDescriptorExtension(0, extension).Error);
    }

    [Fact]
    public void A_foreign_writer_moves_the_pointer_and_writes_in_flight_fail()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { Scheduling = MemoryDriveScheduling.Stepped }));
        ZoneRequest write = harness.SubmitWrite(0, 0, DriveHarness.Pattern(Block, 1));
        harness.Drive.Kick();
        harness.Drive.MoveWritePointer(0, 3 * Block, pattern: 0x5A);
        harness.RunSteps();
        Assert.Equal(ZoneError.Misaligned, harness.ResultOf(write).Error);
        Assert.Equal(3 * Block, harness.Drive.Inspect(0).WritePointer);
        ZoneRequest next = harness.SubmitWrite(0, 3 * Block, new byte[Block]);
        harness.Drive.Kick();
        harness.RunSteps();
        Assert.True(harness.ResultOf(next).IsSuccess);
    }

    [Fact]
    public void The_device_finishes_no_zone_that_is_empty()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { Flavour = ZoneFlavour.Zns }));
        harness.Drive.FinishByDevice(1);
        Assert.Equal(ZoneCondition.Empty, harness.Condition(1));
    }

    [Fact]
    public void What_the_device_does_by_itself_shows_in_the_report()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { Flavour = ZoneFlavour.Zns }));
        harness.Write(0, 0, new byte[2 * Block]);
        harness.Write(1, 0, DriveHarness.Pattern(2 * Block, 1));
        harness.Succeed(ZoneAction.Open, 2);
        harness.Drive.LoseWrite(0, Block);
        harness.Drive.FinishByDevice(1);
        harness.Drive.CloseByDevice(2);
        harness.Drive.Recommend(0, reset: true, finish: true);
        ZoneInfo first = harness.Report(0);
        Assert.Equal((Block, true, true), (first.WritePointer, first.ResetRecommended, first.FinishRecommended));
        Assert.Equal(ZoneCondition.Full, harness.Condition(1));
        Assert.Equal(DriveHarness.Pattern(2 * Block, 1), harness.Read(1, 0, 2 * Block));
        Assert.Equal(ZoneCondition.Closed, harness.Condition(2));
        harness.Drive.SetReadOnly(0);
        Assert.Equal(-1, harness.Report(0).WritePointer);
        harness.Drive.SetOffline(0);
        Assert.Equal(ZoneCondition.ReadOnly, harness.Condition(0));
    }

    [Fact]
    public void A_management_command_waits_for_what_executes_and_reads_wait_for_it()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { Scheduling = MemoryDriveScheduling.Stepped }));
        ZoneRequest write = harness.SubmitWrite(0, 0, DriveHarness.Pattern(Block, 1));
        harness.Drive.Kick();
        ValueTask<BackendResult> reset = harness.Drive.ManageAsync(ZoneAction.Reset, 0, CancellationToken.None);
        harness.Drive.Step(1);
        Assert.False(reset.IsCompleted);
        harness.Drive.Step(0);
        Assert.True(harness.ResultOf(write).IsSuccess);
        Assert.False(reset.IsCompleted);
        harness.RunSteps();
        Assert.Equal(BackendResult.Success(), DriveHarness.EndOf(reset));
        Assert.Equal(ZoneCondition.Empty, harness.Drive.Inspect(0).Condition);
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused()
    {
        MemoryDriveOptions options = new();
        MemoryDriveOptions[] contradictions =
        [
            options with { Name = "" },
            options with { BlockSizeBytes = 1000 },
            options with { ZoneSizeBytes = 5000 },
            options with { ZoneCapacityBytes = options.ZoneSizeBytes + Block },
            options with { ZoneCapacityBytes = 100 },
            options with { ConventionalZones = 17 },
            options with { ConventionalZones = 10, PreferredZones = 7 },
            options with { Limits = new Limits { MaxOpenZones = 5, MaxActiveZones = 4 } },
            options with { Latency = TimeSpan.FromSeconds(-1) },
            options with { Scheduling = MemoryDriveScheduling.Workers, WorkerCount = 0 },
            options with { Scheduling = (MemoryDriveScheduling)9 },
        ];
        foreach (MemoryDriveOptions contradiction in contradictions)
        {
            Assert.ThrowsAny<ArgumentException>(() => new MemoryDrive(contradiction));
        }
    }
}
