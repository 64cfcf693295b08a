using ZonedSdk.KernelTests.Devices;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>A device that acknowledges writes and forgets them is found out at the next report, and said to have lost data.</summary>
public sealed class LostWriteTests
{
    private const int Block = 4096;
    private const int Zone = 1;

    [Fact]
    public async Task Next_append_finds_the_loss_and_the_zone_waits_for_somebody_to_know_of_it()
    {
        using NullBlock lower = NullBlock.Create();
        using var disk = new DmFlakey(lower);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
        ZoneEvents events = new(device);
        byte[] page = Stamp.Pages(1, seed: 1);
        (long start, long end) = await LoseAsync(disk, device, appends: 3);

        ZonedIOException error = await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(Zone, page).AsTask());

        Assert.Equal((ZoneError.AcknowledgedDataLost, start), (error.Finding, error.WritePointer));
        AssertTells(await events.NextAsync(ZoneEventKind.AcknowledgedDataLost, Zone), start, end);
        await Assert.ThrowsAsync<ZoneFaultedException>(() => device.AppendAsync(Zone, page).AsTask());

        await device.RecoverAsync(Zone);
        Assert.Equal(start, await device.AppendAsync(Zone, page));
        Assert.Equal(start + Block - disk.StartOf(Zone), disk.Report(Zone).WritePointerBytes);
    }

    [Fact]
    public async Task Recovery_that_is_asked_for_names_the_range()
    {
        using NullBlock lower = NullBlock.Create();
        using var disk = new DmFlakey(lower);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
        ZoneEvents events = new(device);
        (long start, long end) = await LoseAsync(disk, device, appends: 3);

        ZoneRecovery recovery = await device.RecoverAsync(Zone);

        Assert.Equal((ZoneError.AcknowledgedDataLost, start, end, start), (recovery.Finding, recovery.RangeStart, recovery.RangeEnd, recovery.WritePointer));
        AssertTells(await events.NextAsync(ZoneEventKind.AcknowledgedDataLost, Zone), start, end);
        Assert.Equal(start, await device.AppendAsync(Zone, Stamp.Pages(1, seed: 1)));
    }

    [Fact]
    public async Task Finish_tells_the_loss_that_it_would_hide()
    {
        using NullBlock lower = NullBlock.Create();
        using var disk = new DmFlakey(lower);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
        ZoneEvents events = new(device);
        (long start, long end) = await LoseAsync(disk, device, appends: 3);

        AcknowledgedDataLostException error = await Assert.ThrowsAsync<AcknowledgedDataLostException>(() => device.FinishZoneAsync(Zone).AsTask());

        Assert.Equal((start, end - start), (error.Offset, error.LengthBytes));
        AssertTells(await events.NextAsync(ZoneEventKind.AcknowledgedDataLost, Zone), start, end);
        Assert.Equal(start - disk.StartOf(Zone), disk.Report(Zone).WritePointerBytes);
        await device.FinishZoneAsync(Zone);
        Assert.Equal(ZoneCondition.Full, device.GetZone(Zone).Condition);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(253)]
    public async Task Audit_finds_the_loss_though_nobody_writes_and_a_flush_succeeds(int pagesBefore)
    {
        // The second one ends at the zone's end: a zone that counts as full has lost its last pages.
        const int Lost = 3;
        using NullBlock lower = NullBlock.Create(new NullBlockOptions { SizeMebibytes = 8, ZoneLengthMebibytes = 1 });
        using var disk = new DmFlakey(lower);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath, new ZonedDeviceOptions { AuditInterval = TimeSpan.FromMilliseconds(100) });
        ZoneEvents events = new(device);
        for (int left = pagesBefore; left > 0; left -= 23)
        {
            await device.AppendAsync(Zone, Stamp.Pages(Math.Min(left, 23), seed: 1));
        }

        disk.SetFault(FlakeyFault.DropWrites);

        // In one piece, for the audit runs all the while, and may be there before the flush.
        long start = await device.AppendAsync(Zone, Stamp.Pages(Lost, seed: 2));
        Exception? flush = await Record.ExceptionAsync(() => device.FlushAsync().AsTask());

        AssertTells(await events.NextAsync(ZoneEventKind.AcknowledgedDataLost, Zone), start, start + (Lost * Block));
        Assert.True(flush is null or ZonedIOException { Error: ZoneError.AcknowledgedDataLost }, $"{flush}");
        Assert.InRange(device.GetStatus(Zone).Durable, disk.StartOf(Zone), start);
    }

    // One append is there, those after it were acknowledged and are not.
    private static async Task<(long Start, long End)> LoseAsync(DmFlakey disk, ZonedDevice device, int appends)
    {
        byte[] page = Stamp.Pages(1, seed: 1);
        long start = await device.AppendAsync(Zone, page) + Block;
        disk.SetFault(FlakeyFault.DropWrites);
        for (int i = 0; i < appends; i++)
        {
            await device.AppendAsync(Zone, page);
        }

        disk.SetFault(FlakeyFault.None);
        Assert.Equal(start - disk.StartOf(Zone), disk.Report(Zone).WritePointerBytes);
        return (start, start + (appends * Block));
    }

    private static void AssertTells(ZoneEventArgs told, long start, long end)
    {
        Assert.Equal((start, end), (told.Start, told.End));
        Assert.Equal(ZoneError.AcknowledgedDataLost, Assert.IsAssignableFrom<ZonedIOException>(told.Error).Error);
    }
}
