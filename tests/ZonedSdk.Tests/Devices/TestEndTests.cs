using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>A test that ends early, as a failing one does, ends.</summary>
public sealed class TestEndTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_test_that_stops_with_writes_at_the_drive_and_waiting_ends()
    {
        ScriptedBackend drive = new();
        await LeaveAsync(drive, device =>
        {
            Task[] left = [Append(device, 0), Append(device, 0)];
            drive.Pending[0].Fail();
            return [.. left, Append(device, 0)];
        }).WaitAsync(s_patience);
        Assert.True(drive.IsDisposed);
    }

    [Fact]
    public async Task A_test_that_stops_with_a_command_a_report_and_a_flush_unanswered_ends()
    {
        TaskCompletionSource<BackendResult> never = new();
        ScriptedBackend drive = new();
        await LeaveAsync(drive, device =>
        {
            drive.OnManage = (_, _) => new ValueTask<BackendResult>(never.Task);
            drive.OnReport = _ => new ValueTask<BackendResult>(never.Task);
            drive.OnFlush = _ => new ValueTask<BackendResult>(never.Task);
            Task[] left = [device.ResetZoneAsync(0).AsTask(), device.FlushAsync().AsTask(), Append(device, 1)];
            drive.Pending[0].Fail();
            return left;
        }).WaitAsync(s_patience);
        Assert.True(drive.IsDisposed);
    }

    [Fact]
    public async Task A_test_that_stops_between_two_attempts_of_a_report_ends()
    {
        ScriptedBackend drive = new();
        await LeaveAsync(drive, device =>
        {
            drive.OnReport = _ => ValueTask.FromResult(BackendResult.Failure(ZoneError.Io, 5));
            Task append = Append(device, 0);
            drive.Pending[0].Fail();
            return [append];
        }).WaitAsync(s_patience);
        Assert.True(drive.IsDisposed);
    }

    // Every operation that was left behind has ended too, one way or the other.
    private static async Task LeaveAsync(ScriptedBackend drive, Func<ZonedDevice, Task[]> body)
    {
        Task[] left;
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = new ManualTimeProvider() }))
        {
            await using TestEnd end = new(device, drive);
            left = body(device);
        }

        await Task.WhenAny(Task.WhenAll(left));
    }

    private static Task<long> Append(ZonedDevice device, int zone) => device.AppendAsync(zone, new byte[Block]).AsTask();
}
