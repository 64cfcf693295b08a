using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Tests.Emulation;

public sealed class MemoryDriveTests
{
    private const int Block = 4096;

    [Fact]
    public void A_write_is_read_back_and_the_rest_of_the_zone_is_zeroes()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions()));
        byte[] data = DriveHarness.Pattern(3 * Block, 1);
        Assert.Equal(BackendResult.Success(3 * Block), harness.Write(2, 0, data));
        Assert.Equal([.. data, .. new byte[Block]], harness.Read(2, 0, 4 * Block));
        ZoneInfo zone = harness.Report(2);
        Assert.Equal(ZoneCondition.ImplicitlyOpen, zone.Condition);
        Assert.Equal(zone.Start + (3 * Block), zone.WritePointer);
    }

    [Fact]
    public void A_reset_zone_reads_as_zeroes_and_takes_writes_from_its_start()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions()));
        harness.Write(0, 0, DriveHarness.Pattern(2 * Block, 1));
        harness.Succeed(ZoneAction.Reset, 0);
        Assert.Equal(ZoneCondition.Empty, harness.Condition(0));
        Assert.Equal(new byte[2 * Block], harness.Read(0, 0, 2 * Block));
        Assert.True(harness.Write(0, 0, DriveHarness.Pattern(Block, 2)).IsSuccess);
        Assert.Equal([.. DriveHarness.Pattern(Block, 2), .. new byte[Block]], harness.Read(0, 0, 2 * Block));
    }

    [Fact]
    public void Many_writes_of_a_zone_are_in_flight_and_leave_in_order()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { Scheduling = MemoryDriveScheduling.Stepped }));
        ZoneRequest[] writes = [.. Enumerable.Range(0, 32).Select(i => harness.SubmitWrite(0, i * Block, DriveHarness.Pattern(Block, i)))];
        harness.Drive.Kick();
        Assert.Equal(32, harness.Drive.StepCount);
        for (int i = 31; i > 0; i--)
        {
            harness.Drive.Step(i);
            Assert.Empty(harness.Completed);
            Assert.Equal(0, harness.Drive.Inspect(0).WritePointer);
        }

        harness.Drive.Step(0);
        Assert.Equal(writes, harness.Completed.Select(entry => entry.Request));
        Assert.Equal(32 * Block, harness.Drive.Inspect(0).WritePointer);
    }

    [Fact]
    public void The_last_block_of_the_capacity_makes_a_zone_full()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { ZoneSizeBytes = 8 * Block, ZoneCapacityBytes = 6 * Block, SizeBytes = 20 * Block }));
        Assert.Equal(ZoneError.Boundary, harness.Write(0, 0, new byte[7 * Block]).Error);
        Assert.Equal(ZoneCondition.Empty, harness.Condition(0));
        Assert.True(harness.Write(0, 0, new byte[6 * Block]).IsSuccess);
        ZoneInfo full = harness.Report(0);
        Assert.Equal(ZoneCondition.Full, full.Condition);
        Assert.Equal(8 * Block, full.WritePointer);
        Assert.Equal(ZoneError.ZoneFull, harness.Write(0, 6 * Block, new byte[Block]).Error);
        Assert.Equal(4 * Block, harness.Report(2).CapacityBytes);
        Assert.True(harness.Write(2, 0, new byte[4 * Block]).IsSuccess);
        Assert.Equal(ZoneCondition.Full, harness.Condition(2));
    }
}
