using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Devices;
using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Emulation;

/// <summary>What two threads, or a thread and a power cut, do at the same instant at a drive in memory.</summary>
public sealed class MemoryFlushTests
{
    private const int Block = 512;

    private static readonly Geometry s_geometry = new(Block, 16 * Block, 16 * Block);

    [Fact]
    public void A_flush_waits_for_the_one_that_has_taken_over_what_it_is_to_make_durable()
    {
        var metadata = new MemoryMetadata(s_geometry, Data(), static _ => new StoredZone(0, ZoneCondition.Empty, 0));
        metadata.MarkDirty(0);
        using var source = new SlowSource(new StoredZone(4 * Block, ZoneCondition.ImplicitlyOpen, 0));
        var first = new Thread(() => metadata.FlushAsync(source, CancellationToken.None).AsTask().Wait());
        first.Start();
        source.Entered.Wait();
        StoredZone durable = default;
        var second = new Thread(() =>
        {
            metadata.FlushAsync(source, CancellationToken.None).AsTask().Wait();
            durable = metadata.Load(0);
        });
        second.Start();

        // The second has either ended, or waits for the first.
        SpinWait.SpinUntil(() => !second.IsAlive || second.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        source.Go.Set();
        first.Join();
        second.Join();
        Assert.Equal(4 * Block, durable.DataEndBytes);
    }

    [Fact]
    public async Task A_flush_that_ends_after_the_power_went_is_no_success()
    {
        var store = new CutStore(Data());
        await using var drive = new EmulatedDrive(Options(), store, store, new InlineScheduler());
        store.OnCall = drive.Freeze;
        Assert.Equal(ZoneError.DeviceGone, (await drive.FlushAsync(IZoneBackend.AllZones, CancellationToken.None)).Error);
    }

    [Fact]
    public async Task A_write_that_ends_after_the_power_went_is_no_success()
    {
        var store = new CutStore(Data());
        await using var drive = new EmulatedDrive(Options(), store, store, new InlineScheduler());
        var owner = new Owner();
        var write = new ZoneRequest() { Kind = ZoneRequestKind.Write, ZoneIndex = 0, Offset = 0, Buffer = new byte[Block], CommandLengthBytes = Block };
        write.Arm(owner);
        drive.Submit(write);
        store.OnCall = drive.Freeze;
        drive.Kick();
        Assert.Equal(ZoneError.DeviceGone, owner.Result.Error);
    }

    [Fact]
    public async Task A_reset_that_ends_after_the_power_went_is_no_success()
    {
        var store = new CutStore(Data());
        await using var drive = new EmulatedDrive(Options(), store, store, new InlineScheduler());
        await drive.ManageAsync(ZoneAction.Finish, 0, CancellationToken.None);
        store.OnCall = drive.Freeze;
        Assert.Equal(ZoneError.DeviceGone, (await drive.ManageAsync(ZoneAction.Reset, 0, CancellationToken.None)).Error);
    }

    [Theory]
    [InlineData(ZoneCondition.ReadOnly)]
    [InlineData(ZoneCondition.Offline)]
    public async Task A_zone_that_dies_while_it_is_reset_stays_dead_and_its_new_life_with_it(ZoneCondition fate)
    {
        var store = new CutStore(Data());
        await using var drive = new EmulatedDrive(Options(), store, store, new InlineScheduler());
        await drive.ManageAsync(ZoneAction.Finish, 0, CancellationToken.None);
        store.OnDiscard = () => drive.SetCondition(drive.ZoneAt(0), fate);
        await drive.ManageAsync(ZoneAction.Reset, 0, CancellationToken.None);
        Assert.Equal(fate, drive.Describe(0).Condition);
        Assert.Equal(new StoredZone(0, fate, 1), store.Load(0));
    }

    private static MemoryData Data() => new(s_geometry, static _ => false, keepsOld: false);

    private static EmulatedDriveOptions Options() => new() { Name = "cut", Identity = new DeviceIdentity("cut"), Geometry = s_geometry };

    private sealed class Owner : IRequestOwner
    {
        public BackendResult Result { get; private set; }

        public void OnCompleted(ZoneRequest request, in BackendResult result) => Result = result;
    }

    private sealed class SlowSource(StoredZone zone) : IZoneStateSource, IDisposable
    {
        public ManualResetEventSlim Entered { get; } = new();

        public ManualResetEventSlim Go { get; } = new();

        public StoredZone Snapshot(int index)
        {
            Entered.Set();
            Go.Wait();
            return zone;
        }

        public void Dispose()
        {
            Entered.Dispose();
            Go.Dispose();
        }
    }

    /// <summary>Data and metadata that work, and something that happens in the middle of each of their calls.</summary>
    private sealed class CutStore(MemoryData data) : IZoneData, IZoneMetadata
    {
        private readonly MemoryMetadata _metadata = new(s_geometry, data, static _ => new StoredZone(0, ZoneCondition.Empty, 0));

        public Action? OnCall { get; set; }

        public Action? OnDiscard { get; set; }

        public BackendResult Failure => _metadata.Failure;

        public StoredZone Load(int zone) => _metadata.Load(zone);

        public void MarkDirty(int zone) => _metadata.MarkDirty(zone);

        public BackendResult Reserve(int zone, long endBytes) => data.Reserve(zone, endBytes);

        public BackendResult Read(int zone, long offsetBytes, Span<byte> bytes) => data.Read(zone, offsetBytes, bytes);

        public BackendResult Discard(int zone)
        {
            OnDiscard?.Invoke();
            return data.Discard(zone);
        }

        public BackendResult Write(int zone, long offsetBytes, ReadOnlySpan<byte> bytes)
        {
            OnCall?.Invoke();
            return data.Write(zone, offsetBytes, bytes);
        }

        public ValueTask<BackendResult> FlushAsync(IZoneStateSource source, CancellationToken cancellationToken)
        {
            OnCall?.Invoke();
            return _metadata.FlushAsync(source, cancellationToken);
        }

        public ValueTask<BackendResult> RecordAsync(int zone, StoredZone state)
        {
            OnCall?.Invoke();
            return _metadata.RecordAsync(zone, state);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
