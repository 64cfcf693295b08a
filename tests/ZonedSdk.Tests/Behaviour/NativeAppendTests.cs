using ZonedSdk.Backends;
using static ZonedSdk.Tests.Behaviour.AppendingDrive;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>Appends whose places the drive chooses: many of a zone in flight, ended in any order.</summary>
public sealed class NativeAppendTests : IAsyncDisposable
{
    private const int Zone = 1;
    private const long Start = (long)ZoneBlocks * Block;

    private readonly AppendingDrive _drive = new();
    private readonly List<ZoneEventArgs> _events = [];
    private ZonedDevice? _device;

    public ValueTask DisposeAsync() => _device?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Appends_are_told_the_places_that_the_drive_chose()
    {
        await OpenAsync();
        Task<long> first = AppendAsync(blocks: 1);
        Task<long> second = AppendAsync(blocks: 2);
        Assert.Equal([ZoneRequestKind.Append, ZoneRequestKind.Append], _drive.Held.Select(request => request.Kind));

        _drive.Append(1);
        _drive.Append(0);
        Assert.Equal((At(2), At(0)), (await first, await second));
        Assert.Equal((At(3), At(3)), (Status.Submitted, Status.Acknowledged));
    }

    [Fact]
    public async Task The_acknowledged_pointer_moves_over_what_has_no_gap()
    {
        await OpenAsync();
        Task<long>[] appends = [AppendAsync(1), AppendAsync(1), AppendAsync(1)];
        _drive.AppendAt(0, 1);
        Assert.Equal(At(0), Status.Acknowledged);
        _drive.AppendAt(0, 0);
        Assert.Equal(At(2), Status.Acknowledged);
        _drive.AppendAt(0, 2);
        _drive.Pointer = 3;
        Assert.Equal([At(1), At(0), At(2)], await Task.WhenAll(appends));
        Assert.Equal(At(3), Status.Acknowledged);
        await Device.FlushAsync();
        Assert.Equal(At(3), Status.Durable);
    }

    [Fact]
    public async Task A_failed_append_leaves_the_others_their_places()
    {
        await OpenAsync();
        Task<long> failing = AppendAsync(1);
        Task<long> second = AppendAsync(2);
        Task<long> third = AppendAsync(1);
        _drive.End(0, BackendResult.Failure(ZoneError.Io, NvmeStatus.CodeOf(0x280)));
        Task<long> behind = AppendAsync(1);
        Assert.Equal(2, _drive.Held.Count);
        _drive.Append(1);
        Assert.False(third.IsCompleted);
        _drive.Append(0);

        Assert.Equal((At(1), At(0)), (await second, await third));
        ZonedIOException failed = await Assert.ThrowsAsync<ZonedIOException>(() => failing);
        Assert.Equal((ZoneError.Io, -1, null, At(3)), (failed.Error, failed.Offset, failed.LandedBytes, failed.WritePointer));
        Assert.Contains("Write Fault", failed.Message, StringComparison.Ordinal);
        _drive.Append(0);
        Assert.Equal(At(3), await behind);
    }

    [Fact]
    public async Task Two_failed_appends_are_told_each_by_itself_and_a_write_behind_them_as_a_follower()
    {
        await OpenAsync();
        Task<long> first = AppendAsync(1);
        Task<long> second = AppendAsync(1);
        Task write = Device.WriteAsync(At(2), new byte[Block]).AsTask();
        _drive.End(1, BackendResult.Failure(ZoneError.Io, 5));
        _drive.End(0, BackendResult.Failure(ZoneError.ZoneFull));

        Assert.Equal(ZoneError.Io, (await Assert.ThrowsAsync<ZonedIOException>(() => second)).Error);
        Assert.Equal(ZoneError.ZoneFull, (await Assert.ThrowsAnyAsync<ZonedIOException>(() => first)).Error);
        ZoneFollowerException follower = await Assert.ThrowsAsync<ZoneFollowerException>(() => write);
        Assert.Equal((ZoneError.Io, -1L, 0L), (follower.RootCause!.Value.Error, follower.RootCause.Value.Offset, follower.LandedBytes));
        Assert.Contains("of an append", follower.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Appends_and_writes_take_turns_in_the_order_of_submission()
    {
        await OpenAsync();
        Task<long> before = AppendAsync(1);
        Task write = Device.WriteAsync(At(1), new byte[Block]).AsTask();
        Task coalesced = Device.WriteAsync(At(2), new byte[Block]).AsTask();
        Task<long>[] behind = [AppendAsync(1), AppendAsync(1)];
        Assert.Equal(ZoneRequestKind.Append, Assert.Single(_drive.Held).Kind);
        _drive.Append(0);
        await before;

        ZoneRequest only = Assert.Single(_drive.Held);
        Assert.Equal((ZoneRequestKind.Write, At(1), 2L * Block), (only.Kind, only.Offset, only.CommandLengthBytes));
        _drive.Pointer += 2;
        _drive.End(0, BackendResult.Success(2 * Block));
        await Task.WhenAll(write, coalesced);
        Assert.Equal(2, _drive.Held.Count);
        _drive.Append(1);
        _drive.Append(0);
        Assert.Equal([At(4), At(3)], await Task.WhenAll(behind));
        Assert.Equal((At(5), At(5)), (Status.Submitted, Status.Acknowledged));
    }

    [Fact]
    public async Task Reserved_bytes_end_at_the_capacity()
    {
        await OpenAsync();
        Task<long>[] all = [.. Enumerable.Range(0, ZoneBlocks).Select(_ => AppendAsync(1))];
        await Assert.ThrowsAsync<ZoneFullException>(() => AppendAsync(1));
        while (_drive.Held.Count > 0)
        {
            _drive.Append(_drive.Held.Count - 1);
        }

        Assert.Equal(Enumerable.Range(0, ZoneBlocks).Select(At), (await Task.WhenAll(all)).Order());
        Assert.Equal(ZoneCondition.Full, Device.GetZone(Zone).Condition);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(ZoneBlocks)]
    public async Task A_place_that_cannot_be_is_not_told(int block)
    {
        await OpenAsync();
        Task<long> first = AppendAsync(1);
        _drive.Append(0);
        Assert.Equal(At(0), await first);

        // Told before, in front of the zone, behind it.
        Task<long> second = AppendAsync(1);
        _drive.AppendAt(0, block);
        ZonedIOException failed = await Assert.ThrowsAsync<ZonedIOException>(() => second);
        Assert.Equal((ZoneError.Io, -1), (failed.Error, failed.Offset));
    }

    [Fact]
    public async Task One_place_is_not_told_twice()
    {
        await OpenAsync();
        Task<long> first = AppendAsync(2);
        Task<long> second = AppendAsync(2);
        _drive.AppendAt(0, 1);
        _drive.AppendAt(0, 2);
        _drive.Pointer = 4;
        Assert.Equal(At(1), await first);
        await Assert.ThrowsAsync<ZonedIOException>(() => second);
    }

    [Fact]
    public async Task A_place_beyond_what_was_reserved_tells_of_somebody_else_and_is_right()
    {
        await OpenAsync();
        Task<long> append = AppendAsync(1);
        _drive.Pointer = 3;
        _drive.Append(0);
        Assert.Equal(At(3), await append);
        Assert.Equal(At(4), Status.Submitted);
        Assert.Contains(_events, args => args.Kind == ZoneEventKind.ForeignWriter);

        Task<long> next = AppendAsync(1);
        _drive.Append(0);
        Assert.Equal(At(4), await next);
    }

    private static long At(int block) => Start + ((long)block * Block);

    private ZonedDevice Device => _device!;

    private ZoneStatus Status => Device.GetStatus(Zone);

    private async Task OpenAsync()
    {
        _device = await ZonedDevice.OpenAsync(_drive, new ZonedDeviceOptions { InlineContinuations = true });
        _device.ZoneEvent += (_, args) => _events.Add(args);
    }

    private Task<long> AppendAsync(int blocks) => Device.AppendAsync(Zone, new byte[blocks * Block]).AsTask();
}
