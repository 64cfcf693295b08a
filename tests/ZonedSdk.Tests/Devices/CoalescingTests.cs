using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>A drive that enforces order gets one command per zone; what queues up meanwhile becomes the next one.</summary>
public sealed class CoalescingTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly byte[] s_data = new byte[16 * Block];

    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedBackend _drive = new(
        limits: new Limits { MaxTransferBytes = 8 * Block, MaxAppendBytes = 8 * Block },
        capabilities: new BackendCapabilities { EnforcesOrder = true });

    [Fact]
    public async Task One_command_of_a_zone_is_at_the_drive_and_the_rest_becomes_the_next_up_to_the_transfer_size()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long>[] appends = [.. Enumerable.Range(0, 12).Select(_ => Append(device))];
        Task<long> elsewhere = Append(device, zone: 1);
        Assert.Equal([(0L, (long)Block), (64L * Block, (long)Block)], _drive.Pending.Select(c => (c.Offset, c.LengthBytes)));
        Assert.Equal(12, device.GetStatus(0).InFlight);

        _drive.Pending[0].Succeed();
        Assert.Equal((Block, 8L * Block), (_drive.Pending[1].Offset, _drive.Pending[1].LengthBytes));
        _drive.Pending[1].Succeed();
        Assert.Equal((9L * Block, 3L * Block), (_drive.Pending[1].Offset, _drive.Pending[1].LengthBytes));
        _drive.Pending[1].Succeed();
        _drive.Pending[0].Succeed();
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (long)i * Block), await Task.WhenAll(appends));
        Assert.Equal(64L * Block, await elsewhere);
        Assert.Equal(12 * Block, device.GetStatus(0).Acknowledged);
    }

    [Fact]
    public async Task A_counted_failure_succeeds_below_the_count_and_the_straddler_is_the_cause()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long>[] appends = await QueueBatchAsync(device);
        Task<long> queued = Append(device, blocks: 8);
        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 4);
        _drive.Pending[0].Fail(bytes: 3 * Block);

        Assert.Equal(Block, await appends[1]);
        ZonedIOException cause = await Assert.ThrowsAsync<ZonedIOException>(() => appends[2]);
        Assert.Equal((ZoneError.Io, 5, 2L * Block, (long?)(2L * Block)), (cause.Error, cause.Errno, cause.Offset, cause.LandedBytes));
        ZoneFollowerException follower = await Assert.ThrowsAsync<ZoneFollowerException>(() => appends[3]);
        Assert.Equal((new ZoneFailure(ZoneError.Io, 5, 2 * Block, 4 * Block), (long?)0), (follower.RootCause, follower.LandedBytes));

        // Admitted, never at the drive: it can only follow.
        Assert.Equal(0, (await Assert.ThrowsAsync<ZoneFollowerException>(() => queued)).LandedBytes);
        Assert.Empty(_drive.Pending);
        Assert.Equal(4 * Block, device.GetStatus(0).Submitted);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 2)]
    [InlineData(6, 3)]
    public async Task Of_an_uncounted_failure_all_fail_and_the_first_above_the_pointer_is_the_cause(int pointer, int causeIndex)
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long>[] appends = await QueueBatchAsync(device);
        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, pointer);
        _drive.Pending[0].Fail();

        for (int i = 1; i < appends.Length; i++)
        {
            ZonedIOException error = await Assert.ThrowsAnyAsync<ZonedIOException>(() => appends[i]);
            Assert.Equal(i > causeIndex ? ZoneError.Follower : ZoneError.Io, error.Error);
            Assert.Equal(Math.Clamp((pointer * (long)Block) - error.Offset, 0, error.LengthBytes), error.LandedBytes);
        }
    }

    [Fact]
    public async Task An_uncounted_failure_whose_data_all_landed_has_the_first_as_its_cause()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        Task<long>[] appends = await QueueBatchAsync(device);
        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 7);
        _drive.Pending[0].Fail();
        ZonedIOException first = await Assert.ThrowsAnyAsync<ZonedIOException>(() => appends[1]);
        Assert.Equal((ZoneError.Io, (long)Block, 7L * Block), (first.Error, first.LandedBytes, first.WritePointer));
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => appends[2]);
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => appends[3]);
    }

    [Fact]
    public async Task A_batch_never_crosses_the_capacity()
    {
        await using ZonedDevice device = await OpenAsync();
        await using TestEnd end = new(device, _drive);
        for (int i = 0; i < 7; i++)
        {
            Task<long> filling = Append(device, blocks: 8);
            _drive.Pending[0].Succeed();
            await filling;
        }

        Task<long>[] last = [Append(device, blocks: 4), Append(device, blocks: 4)];
        await Assert.ThrowsAsync<ZoneFullException>(() => Append(device));
        _drive.Pending[0].Succeed();
        _drive.Pending[0].Succeed();
        long[] offsets = await Task.WhenAll(last);
        Assert.Equal([56L * Block, 60L * Block], offsets);
        Assert.Equal(ZoneCondition.Full, device.GetZone(0).Condition);
    }

    // Block 0 alone, done; then blocks of 1, 4 and 1 in one command: 1 to 2, 2 to 6, 6 to 7.
    private async Task<Task<long>[]> QueueBatchAsync(ZonedDevice device)
    {
        Task<long>[] appends = [Append(device), Append(device), Append(device, blocks: 4), Append(device)];
        _drive.Pending[0].Succeed();
        await appends[0];
        Assert.Equal((Block, 6L * Block), (_drive.Pending[0].Offset, _drive.Pending[0].LengthBytes));
        return appends;
    }

    private static Task<long> Append(ZonedDevice device, int blocks = 1, int zone = 0) => device.AppendAsync(zone, s_data.AsMemory(0, blocks * Block)).AsTask();

    private ValueTask<ZonedDevice> OpenAsync() => ZonedDevice.OpenAsync(_drive, new ZonedDeviceOptions { TimeProvider = _time });
}
