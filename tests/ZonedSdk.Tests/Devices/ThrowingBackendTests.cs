using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>A backend whose <see cref="IZoneBackend.Kick"/> throws breaks its contract. What it was given stays at the drive; nobody else's operation is lost over it.</summary>
public sealed class ThrowingBackendTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly byte[] s_data = new byte[64 * Block];

    private readonly ManualTimeProvider _time = new();
    private bool _throws;

    [Fact]
    public async Task Grants_are_delivered_after_one_whose_kick_threw()
    {
        ScriptedBackend drive = Drive(new Limits { MaxOpenZones = 1, MaxActiveZones = 1 });
        await using ZonedDevice device = await OpenAsync(drive);
        Task<long> first = Append(device, 0);
        Task<long> second = Append(device, 1);
        Task<long> third = Append(device, 2);
        _throws = true;
        drive.Pending[0].Succeed();
        Assert.False(_throws);
        Assert.Equal(0, await first);

        drive.Pending[0].Succeed();
        Assert.Equal(64L * Block, await second);
        drive.Pending[0].Succeed();
        Assert.Equal(128L * Block, await third);
    }

    [Fact]
    public async Task Whoever_was_done_is_told_when_the_kick_of_the_next_command_throws()
    {
        ScriptedBackend drive = Drive(new Limits(), new BackendCapabilities { EnforcesOrder = true });
        await using ZonedDevice device = await OpenAsync(drive);
        Task<long> first = Append(device, 0, 1);
        Task<long> second = Append(device, 0, 1);
        _throws = true;
        drive.Pending[0].Succeed();
        Assert.False(_throws);
        Assert.Equal(0, await first.WaitAsync(TimeSpan.FromSeconds(10)));
        drive.Pending[0].Succeed();
        Assert.Equal(Block, await second);
    }

    [Theory]
    [InlineData(ZoneType.SequentialWriteRequired)]
    [InlineData(ZoneType.Conventional)]
    public async Task The_caller_keeps_a_task_that_ends_and_the_owner_of_the_device_hears_what_was_thrown(ZoneType type)
    {
        ScriptedBackend drive = Drive(new Limits(), type: type);
        await using ZonedDevice device = await OpenAsync(drive);
        TaskCompletionSource<ZoneEventArgs> told = new();
        device.ZoneEvent += (_, e) => told.TrySetResult(e);
        _throws = true;
        Task write = device.WriteAsync(64L * Block, s_data.AsMemory(0, Block)).AsTask();
        ZoneEventArgs notice = await told.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((ZoneEventKind.Faulted, 1), (notice.Kind, notice.Zone));
        Assert.IsType<InvalidOperationException>(notice.Error!.InnerException);
        Assert.False(write.IsCompleted);
        drive.Pending[0].Succeed();
        await write;
    }

    private static Task<long> Append(ZonedDevice device, int zone, int blocks = 64) => device.AppendAsync(zone, s_data.AsMemory(0, blocks * Block)).AsTask();

    private ScriptedBackend Drive(Limits limits, BackendCapabilities? capabilities = null, ZoneType type = ZoneType.SequentialWriteRequired)
    {
        var drive = new ScriptedBackend(limits: limits, capabilities: capabilities, type: type);
        drive.OnKick = () =>
        {
            if (_throws)
            {
                _throws = false;
                throw new InvalidOperationException("The ring is gone.");
            }
        };
        return drive;
    }

    private ValueTask<ZonedDevice> OpenAsync(ScriptedBackend drive) => ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = _time });
}
