using ZonedSdk.Backends;

namespace ZonedSdk.Tests.Devices;

/// <summary>A finish moves the drive's pointer to the zone's end, and with it would hide that acknowledged data are missing. So the drive is asked before.</summary>
public sealed class FinishTests
{
    private const int Block = ScriptedBackend.Block;
    private const int BlocksPerZone = 64;

    private readonly ScriptedBackend _drive = new(blocksPerZone: BlocksPerZone);

    [Theory]
    [InlineData(2)]
    [InlineData(BlocksPerZone)]
    public async Task A_finish_of_a_zone_that_lost_data_tells_it_and_is_not_sent(int written)
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        List<ZoneEventArgs> events = [];
        device.ZoneEvent += (_, e) => events.Add(e);
        await AppendAsync(device, written);
        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 1);

        AcknowledgedDataLostException error = await Assert.ThrowsAsync<AcknowledgedDataLostException>(() => device.FinishZoneAsync(0).AsTask());

        Assert.Equal((Block, (written - 1L) * Block, Block), (error.Offset, error.LengthBytes, error.WritePointer));
        ZoneEventArgs notice = Assert.Single(events);
        Assert.Equal((ZoneEventKind.AcknowledgedDataLost, Block, (long)written * Block), (notice.Kind, notice.Start, notice.End));
        Assert.Empty(_drive.Managed);

        // It has been told. Who finishes the zone now means it.
        await Assert.ThrowsAsync<ZoneFaultedException>(() => device.AppendAsync(0, new byte[Block]).AsTask());
        await device.FinishZoneAsync(0);
        Assert.Equal([(ZoneAction.Finish, 0)], _drive.Managed);
        Assert.Equal(ZoneCondition.Full, device.GetZone(0).Condition);
    }

    [Fact]
    public async Task A_finish_of_a_zone_with_nothing_in_it_asks_nothing()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        int reports = _drive.Reports;
        await device.FinishZoneAsync(0);
        Assert.Equal((reports, ZoneCondition.Full), (_drive.Reports, device.GetZone(0).Condition));
    }

    [Fact]
    public async Task A_finish_of_a_zone_that_somebody_else_wrote_tells_it_and_goes_on()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        List<ZoneEventKind> events = [];
        device.ZoneEvent += (_, e) => events.Add(e.Kind);
        await AppendAsync(device, 1);
        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 3);
        await device.FinishZoneAsync(0);
        Assert.Equal([ZoneEventKind.ForeignWriter], events);
        Assert.Equal(ZoneCondition.Full, device.GetZone(0).Condition);
    }

    [Theory]
    [InlineData(ZoneCondition.ReadOnly, ZoneError.ZoneReadOnly)]
    [InlineData(ZoneCondition.Offline, ZoneError.ZoneOffline)]
    public async Task A_finish_of_a_zone_that_has_died_is_refused(ZoneCondition condition, ZoneError expected)
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        await AppendAsync(device, 1);
        _drive.SetZone(0, condition, 1);
        ZonedIOException error = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.FinishZoneAsync(0).AsTask());
        Assert.Equal((expected, condition), (error.Error, device.GetZone(0).Condition));
        Assert.Empty(_drive.Managed);
    }

    [Fact]
    public async Task A_finish_is_not_sent_while_the_drive_does_not_answer_what_it_is_asked()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        await AppendAsync(device, 1);
        _drive.OnReport = _ => ValueTask.FromResult(BackendResult.Failure(ZoneError.NotSupported, 95));
        ZonedIOException error = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.FinishZoneAsync(0).AsTask());
        Assert.Equal(ZoneError.ReportFailed, error.Error);
        Assert.Empty(_drive.Managed);

        _drive.OnReport = null;
        await device.FinishZoneAsync(0);
        Assert.Equal(ZoneCondition.Full, device.GetZone(0).Condition);
        await device.ResetZoneAsync(0);
        await AppendAsync(device, 1);
    }

    private async Task AppendAsync(ZonedDevice device, int blocks)
    {
        Task<long> append = device.AppendAsync(0, new byte[blocks * Block]).AsTask();
        _drive.SetZone(0, blocks == BlocksPerZone ? ZoneCondition.Full : ZoneCondition.ImplicitlyOpen, blocks);
        _drive.Pending[0].Succeed();
        await append;
    }

    private Task<ZonedDevice> OpenAsync() =>
        ZonedDevice.OpenAsync(_drive, new ZonedDeviceOptions { InlineContinuations = true, CommandTimeout = Timeout.InfiniteTimeSpan }).AsTask();
}
