using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>A read that does not come back keeps resets of its zone away, and tells them so; everybody else goes on.</summary>
public sealed class HungReadTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly byte[] s_data = new byte[Block];

    private readonly ScriptedBackend _drive = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_reset_does_not_wait_for_ever_for_a_read_that_may_still_execute()
    {
        await using ZonedDevice device = await OpenAsync();
        await DoneAsync(device.AppendAsync(0, s_data).AsTask());
        Task<int> hung = device.ReadAsync(0, new byte[Block]).AsTask();
        Task reset = device.ResetZoneAsync(0).AsTask();
        Task<long> behind = device.AppendAsync(0, s_data).AsTask();
        Task<int> readBehind = device.ReadAsync(0, new byte[Block]).AsTask();
        Assert.Single(_drive.Pending);

        _time.Advance(TimeSpan.FromSeconds(61));

        await Assert.ThrowsAsync<ZoneBlockedException>(() => reset);
        Assert.Empty(_drive.Managed);
        Assert.Equal(3, _drive.Pending.Count);
        _drive.Pending[1].Succeed();
        _drive.Pending[1].Succeed();
        Assert.Equal(Block, await behind);
        Assert.Equal(Block, await readBehind);
        Assert.False(hung.IsCompleted);
        _drive.Pending[0].Succeed();
        await hung;
    }

    [Fact]
    public async Task While_a_read_hangs_resets_are_refused_and_when_it_is_dead_they_are_not()
    {
        await using ZonedDevice device = await OpenAsync();
        await DoneAsync(device.AppendAsync(0, s_data).AsTask());
        Task<int> hung = device.ReadAsync(0, new byte[Block]).AsTask();
        _time.Advance(TimeSpan.FromSeconds(61));

        await Assert.ThrowsAsync<ZoneBlockedException>(() => device.ResetZoneAsync(0).AsTask());
        await Assert.ThrowsAsync<ZoneBlockedException>(() => device.ForceResetZoneAsync(0).AsTask());
        await DoneAsync(device.AppendAsync(0, s_data).AsTask());
        await device.CloseZoneAsync(0);
        _drive.Pending[0].Succeed();
        Assert.Equal(Block, await hung);

        await device.ResetZoneAsync(0);
        Assert.Equal(1, device.GetStatus(0).Incarnation);
    }

    [Fact]
    public async Task Reads_that_come_and_go_are_not_taken_for_one_that_hangs()
    {
        await using ZonedDevice device = await OpenAsync();
        await DoneAsync(device.AppendAsync(0, s_data).AsTask());
        Task<int> last = device.ReadAsync(0, new byte[Block]).AsTask();
        for (int i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(20));
            Task<int> next = device.ReadAsync(0, new byte[Block]).AsTask();
            _drive.Pending[0].Succeed();
            await last;
            last = next;
        }

        Task reset = device.ResetZoneAsync(0).AsTask();
        Assert.False(reset.IsCompleted);
        _drive.Pending[0].Succeed();
        await last;
        await reset;
    }

    private async Task DoneAsync(Task<long> append)
    {
        _drive.Pending[^1].Succeed();
        await append;
    }

    private ValueTask<ZonedDevice> OpenAsync() =>
        ZonedDevice.OpenAsync(_drive, new ZonedDeviceOptions { TimeProvider = _time, RecoveryTimeout = Timeout.InfiniteTimeSpan });
}
