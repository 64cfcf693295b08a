using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>A drive that calls an admitted write misaligned wrote nothing of it: what stands in its range all the same is somebody else's.</summary>
public sealed class ForeignWriterTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly byte[] s_data = new byte[4 * Block];

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_refused_write_whose_range_somebody_else_filled_is_the_foreign_writers_finding()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        TaskCompletionSource<ZoneEventArgs> told = new();
        device.ZoneEvent += (_, e) => told.TrySetResult(e);
        Task<long> append = Append(device);
        drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 1);
        drive.Pending[0].Fail(ZoneError.Misaligned);

        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => append);
        Assert.Equal((ZoneError.Misaligned, ZoneError.ForeignWriter, 0L, 0L, (long)Block), (error.Error, error.Finding, error.Offset, error.LandedBytes, error.WritePointer));
        ZonedIOException finding = Assert.IsType<ZonedIOException>(error.InnerException);
        Assert.Equal((ZoneError.ForeignWriter, 0L, (long)Block), (finding.Error, finding.Offset, finding.LengthBytes));
        ZoneEventArgs notice = await told.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((ZoneEventKind.ForeignWriter, 0L, (long)Block), (notice.Kind, notice.Start, notice.End));

        Task<long> next = Append(device);
        drive.Pending[0].Succeed();
        Assert.Equal(Block, await next);
    }

    [Fact]
    public async Task A_write_that_landed_behind_the_foreign_one_keeps_its_success()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        Task<long> refused = Append(device, 2);
        Task<long> lands = Append(device);
        IReadOnlyList<ScriptedCommand> commands = drive.Pending;
        drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 3);
        commands[0].Fail(ZoneError.Misaligned);
        commands[1].Succeed();

        Assert.Equal(2 * Block, await lands);
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => refused);
        ZonedIOException finding = Assert.IsType<ZonedIOException>(error.InnerException);
        Assert.Equal((0L, 2L * Block, 3L * Block), (finding.Offset, finding.LengthBytes, finding.WritePointer));
    }

    [Fact]
    public async Task A_refused_batch_has_landed_nothing_and_its_first_member_is_the_cause()
    {
        ScriptedBackend drive = new(capabilities: new BackendCapabilities { EnforcesOrder = true });
        await using ZonedDevice device = await OpenAsync(drive);
        Task<long> first = Append(device);
        Task<long> second = Append(device);
        Task<long> third = Append(device);
        drive.Pending[0].Succeed();
        await first;
        Assert.Equal(2 * Block, drive.Pending[0].LengthBytes);
        drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 3);
        drive.Pending[0].Fail(ZoneError.Misaligned);

        ZonedIOException cause = await Assert.ThrowsAsync<ZonedIOException>(() => second);
        ZonedIOException follower = await Assert.ThrowsAsync<ZoneFollowerException>(() => third);
        Assert.All([cause, follower], e => Assert.Equal((ZoneError.ForeignWriter, 0L), (e.Finding, e.LandedBytes)));
        Assert.Equal((long)Block, follower.RootCause!.Value.Offset);
    }

    [Fact]
    public async Task What_the_drive_counted_before_it_refused_the_rest_is_the_writes_own()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        Task<long> append = Append(device, 3);
        drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 3);
        drive.Pending[0].Fail(ZoneError.Misaligned, bytes: Block);

        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => append);
        ZonedIOException finding = Assert.IsType<ZonedIOException>(error.InnerException);
        Assert.Equal(((long)Block, (long)Block, 2L * Block), (error.LandedBytes, finding.Offset, finding.LengthBytes));
    }

    [Fact]
    public async Task A_write_refused_because_the_one_before_it_failed_accuses_nobody()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        Task<long> failing = Append(device);
        Task<long> refused = Append(device);
        IReadOnlyList<ScriptedCommand> commands = drive.Pending;
        commands[1].Fail(ZoneError.Misaligned);
        commands[0].Fail();

        await Assert.ThrowsAsync<ZonedIOException>(() => failing);
        ZonedIOException error = await Assert.ThrowsAnyAsync<ZonedIOException>(() => refused);
        Assert.Equal((ZoneError.None, (long?)0), (error.Finding, error.LandedBytes));
    }

    private static Task<long> Append(ZonedDevice device, int blocks = 1) => device.AppendAsync(0, s_data.AsMemory(0, blocks * Block)).AsTask();

    private ValueTask<ZonedDevice> OpenAsync(ScriptedBackend drive) => ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = _time });
}
