using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>A drive, a device on it, and a time that moves only when the test says so.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly ZonedDeviceOptions _options;

    private Bench(IDeviceUnderTest drive, ManualTimeProvider time, ZonedDeviceOptions options)
    {
        Drive = drive;
        Time = time;
        _options = options;
    }

    public IDeviceUnderTest Drive { get; }

    public ManualTimeProvider Time { get; }

    public ZonedDevice Device { get; private set; } = null!;

    public int Block => Device.Geometry.BlockSizeBytes;

    /// <summary>What happened to zones, in the order in which it was told.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<ZoneEventArgs> Events { get; } = new();

    public static async Task<Bench> OpenAsync(string drive, DeviceShape? shape = null, ZonedDeviceOptions? options = null)
    {
        ManualTimeProvider time = new();
        IDeviceUnderTest under = await Drives.CreateAsync(drive, shape ?? new DeviceShape(), time);
        Bench bench = new(under, time, (options ?? new ZonedDeviceOptions()) with { TimeProvider = time });
        await bench.OpenDeviceAsync(null);
        return bench;
    }

    /// <summary>Bytes that tell which write they came from.</summary>
    public static byte[] Pattern(long lengthBytes, int seed)
    {
        byte[] bytes = new byte[lengthBytes];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Closes the device and opens it again over the same medium.</summary>
    /// <param name="whileOff">What happens to the drive when it runs again and no device is open on it.</param>
    /// <param name="options">Options of the new device; null = as before.</param>
    public async Task ReopenAsync(Action<IDeviceUnderTest>? whileOff = null, ZonedDeviceOptions? options = null)
    {
        await CloseAsync();
        await Drive.RestartAsync();
        whileOff?.Invoke(Drive);
        await OpenDeviceAsync(options);
    }

    /// <summary>A write of some blocks, at a block of a zone.</summary>
    public Task WriteAsync(int zone, long block, long blocks = 1, int seed = 1) =>
        Device.WriteAsync(Device.Geometry.StartOf(zone) + (block * Block), Pattern(blocks * Block, seed)).AsTask();

    public Task<long> AppendAsync(int zone, long blocks = 1, int seed = 1) =>
        Device.AppendAsync(zone, Pattern(blocks * Block, seed)).AsTask();

    public async Task<byte[]> ReadAsync(int zone, long block, long blocks)
    {
        byte[] target = Pattern(blocks * Block, -1);
        int read = await Device.ReadAsync(Device.Geometry.StartOf(zone) + (block * Block), target);
        return target[..read];
    }

    /// <summary>Written blocks of a zone by the runtime's pointer: the size of the file, if the zone were one.</summary>
    public long SizeOf(int zone)
    {
        ZoneStatus status = Device.GetStatus(zone);
        return status.Submitted - Device.Geometry.StartOf(zone);
    }

    public async Task<ZoneInfo> ReportAsync(int zone) => await Device.ReportZoneAsync(zone);

    public async Task<List<ZoneInfo>> ReportAllAsync()
    {
        List<ZoneInfo> zones = [];
        await foreach (ZoneInfo zone in Device.ReportAsync())
        {
            zones.Add(zone);
        }

        return zones;
    }

    /// <summary>Lets time go by until a task has ended.</summary>
    public async Task PassUntilEndedAsync(Task task, TimeSpan step)
    {
        for (int i = 0; i < 2_000 && !task.IsCompleted; i++)
        {
            Time.Advance(step);
            await Task.WhenAny(task, Task.Delay(1));
        }

        Assert.True(task.IsCompleted, "The operation did not end, whatever time passed.");
    }

    /// <summary>At rest the runtime and the drive agree (invariants I9 and I17).</summary>
    public void AssertAgreed()
    {
        int open = 0;
        int active = 0;
        for (int zone = 0; zone < Device.Geometry.ZoneCount; zone++)
        {
            ZoneInfo drive = Drive.Inspect(zone);
            ZoneInfo runtime = Device.GetZone(zone);
            bool isOpen = drive.Condition is ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen;
            open += isOpen ? 1 : 0;
            active += isOpen || drive.Condition == ZoneCondition.Closed ? 1 : 0;

            // A drive that closes implicitly open zones by itself tells nobody.
            bool closedItself = drive.Condition == ZoneCondition.Closed && runtime.Condition == ZoneCondition.ImplicitlyOpen;
            Assert.True(drive.Condition == runtime.Condition || closedItself, $"Zone {zone} is {drive.Condition} at the drive and {runtime.Condition} in the runtime.");
            if (drive.HasValidWritePointer)
            {
                Assert.Equal(drive.WritePointer, runtime.WritePointer);
            }
        }

        Assert.Equal((open, active), Drive.Counts);
        Limits limits = Device.Limits;
        Assert.True(limits.MaxOpenZones == 0 || open <= limits.MaxOpenZones, $"{open} zones are open.");
        Assert.True(limits.MaxActiveZones == 0 || active <= limits.MaxActiveZones, $"{active} zones are active.");
    }

    public async ValueTask DisposeAsync()
    {
        Drive.Faults.Clear();
        Drive.ReleaseHung();
        try
        {
            await CloseAsync();
        }
        finally
        {
            await Drive.DisposeAsync();
        }
    }

    private async Task OpenDeviceAsync(ZonedDeviceOptions? options)
    {
        Device = await ZonedDevice.OpenAsync(Drive.Backend, options is null ? _options : options with { TimeProvider = Time });
        Device.ZoneEvent += (_, e) => Events.Enqueue(e);
    }

    // What is in flight must come to rest, and the wait for that is a wait in the device's time.
    private async Task CloseAsync()
    {
        Task closing = Device.DisposeAsync().AsTask();
        await PassUntilEndedAsync(closing, TimeSpan.FromMilliseconds(5));
        await closing;
    }
}
