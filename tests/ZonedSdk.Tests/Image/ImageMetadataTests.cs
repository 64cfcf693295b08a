using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Tests.Image;

public sealed class ImageMetadataTests
{
    private const int Eio = 5;

    private readonly StepScheduler _scheduler = new();
    private readonly Superblock _superblock = TestImages.Plan(TestImages.Options(), ringRecords: 64);
    private readonly FakeSource _source = new(4);
    private readonly MemoryImageFile _file;
    private readonly ImageStore _store;
    private readonly List<string> _calls = [];

    public ImageMetadataTests()
    {
        _file = TestImages.Create(_superblock);
        _store = ImageStore.Open(_file, _scheduler);
        _file.OnCall = name =>
        {
            _calls.Add(name);
            return 0;
        };
    }

    [Fact]
    public void One_record_serves_every_waiter_of_a_round()
    {
        Advance(0, 4096);
        Task<BackendResult>[] waiters = [.. Enumerable.Range(0, 20).Select(_ => Flush())];
        _scheduler.Run();
        Assert.All(waiters, static waiter => Assert.True(waiter.Result.IsSuccess));
        Assert.Equal(["Synchronize", "WriteMetadata", "Synchronize"], _calls);
        Assert.Equal(new ImageCounters(FlushRounds: 1, Groups: 1, Checkpoints: 0, RingWaits: 0), _store.Metadata.Counters);
    }

    [Fact]
    public void A_flush_behind_a_rounds_snapshot_joins_the_next_round()
    {
        Advance(0, 4096);
        Task<BackendResult>? late = null;
        Task<BackendResult>? later = null;
        _file.DuringSynchronize = () =>
        {
            _file.DuringSynchronize = null;
            Advance(1, 4096);
            late = Flush();
            later = Flush();
        };
        Task<BackendResult> first = Flush();
        _scheduler.Run();
        Assert.True(first.Result.IsSuccess && late!.Result.IsSuccess && later!.Result.IsSuccess);
        Assert.Equal(2, _store.Metadata.Counters.FlushRounds);
        Assert.Equal(2, _store.Metadata.Counters.Groups);
    }

    [Fact]
    public void Writes_cost_no_record_and_a_flush_without_news_costs_none()
    {
        Assert.True(_store.Data.Write(0, 0, new byte[4096]).IsSuccess);
        _store.Metadata.MarkDirty(0);
        Assert.Equal(["WriteData"], _calls);
        Task<BackendResult> flush = Flush();
        _scheduler.Run();
        Assert.True(flush.Result.IsSuccess);
        Assert.Equal(["WriteData", "Synchronize"], _calls);
    }

    [Fact]
    public void An_open_condition_is_stored_as_closed_and_as_empty_without_data()
    {
        _source.Zones[0] = new StoredZone(4096, ZoneCondition.ExplicitlyOpen, 0);
        _source.Zones[1] = new StoredZone(0, ZoneCondition.ExplicitlyOpen, 0);
        _store.Metadata.MarkDirty(0);
        _store.Metadata.MarkDirty(1);
        Task<BackendResult> flush = Flush();
        _scheduler.Run();
        Assert.True(flush.Result.IsSuccess);
        Assert.Equal(new StoredZone(4096, ZoneCondition.Closed, 0), _store.Metadata.Load(0));
        Assert.Equal(new StoredZone(0, ZoneCondition.Empty, 0), _store.Metadata.Load(1));
    }

    [Fact]
    public void A_zone_that_was_reset_during_the_synchronisation_is_left_out_and_stays_dirty()
    {
        Advance(0, 8192);
        _file.DuringSynchronize = () =>
        {
            _file.DuringSynchronize = null;
            _source.Zones[0] = new StoredZone(0, ZoneCondition.Empty, 1);
        };
        Task<BackendResult> flush = Flush();
        _scheduler.Run();
        Assert.True(flush.Result.IsSuccess);
        Assert.Equal(0, _store.Metadata.Counters.Groups);
        Assert.Equal(0, _store.Metadata.Load(0).DataEndBytes);

        Task<BackendResult> again = Flush();
        _scheduler.Run();
        Assert.True(again.Result.IsSuccess);
        Assert.Equal(1u, _store.Metadata.Load(0).Incarnation);
    }

    [Fact]
    public void A_reset_is_a_record_of_its_own_that_waits_for_no_data()
    {
        Advance(1, 4096);
        Task<BackendResult> reset = _store.Metadata.RecordAsync(0, new StoredZone(0, ZoneCondition.Empty, 1)).AsTask();
        _scheduler.Run();
        Assert.True(reset.Result.IsSuccess);
        Assert.Equal(["WriteMetadata", "Synchronize"], _calls);
        Assert.Equal(0, _store.Metadata.Load(1).DataEndBytes);
    }

    [Fact]
    public void A_dying_zone_synchronises_the_data_that_its_record_claims()
    {
        Task<BackendResult> death = _store.Metadata.RecordAsync(0, new StoredZone(4096, ZoneCondition.ReadOnly, 0)).AsTask();
        _scheduler.Run();
        Assert.True(death.Result.IsSuccess);
        Assert.Equal(["Synchronize", "WriteMetadata", "Synchronize"], _calls);
    }

    [Theory]
    [InlineData("Synchronize", 0)]
    [InlineData("WriteMetadata", 0)]
    [InlineData("Synchronize", 1)]
    public void The_first_failure_is_for_good_and_nothing_is_tried_again(string call, int skip)
    {
        int seen = 0;
        _file.OnCall = name =>
        {
            _calls.Add(name);
            return name == call && seen++ == skip ? Eio : 0;
        };
        Advance(0, 4096);
        Task<BackendResult>[] waiters = [Flush(), Flush(), Flush()];
        _scheduler.Run();
        BackendResult expected = BackendResult.Failure(ZoneError.FlushFailed, Eio);
        Assert.All(waiters, waiter => Assert.Equal(expected, waiter.Result));
        Assert.Equal(expected, _store.Metadata.Failure);

        int callsUntilThen = _calls.Count;
        Advance(1, 4096);
        Task<BackendResult> later = Flush();
        Task<BackendResult> reset = _store.Metadata.RecordAsync(0, new StoredZone(0, ZoneCondition.Empty, 1)).AsTask();
        _scheduler.Run();
        Assert.Equal(expected, later.Result);
        Assert.Equal(expected, reset.Result);
        Assert.Equal(callsUntilThen, _calls.Count);
        Assert.True(_store.Data.Read(0, 0, new byte[512]).IsSuccess);
    }

    [Fact]
    public void A_failed_checkpoint_fails_the_image()
    {
        _file.OnCall = static name => name == "SynchronizeCheckpoint" ? Eio : 0;
        for (int flush = 1; flush <= 16 && _store.Metadata.Failure.IsSuccess; flush++)
        {
            Advance(0, flush * 4096);
            _ = Flush();
            _scheduler.Run();
        }

        Assert.Equal(BackendResult.Failure(ZoneError.FlushFailed, Eio), _store.Metadata.Failure);
    }

    [Fact]
    public void A_full_ring_waits_for_its_checkpoint_and_counts_the_wait()
    {
        // The newest task runs first, so a checkpoint waits as long as there is anything else to do.
        StepScheduler scheduler = new(static count => count - 1);
        ImageStore store = ImageStore.Open(TestImages.Create(TestImages.Plan(TestImages.Options())), scheduler);
        for (int flush = 0; flush < 60; flush++)
        {
            _source.Zones[flush % 4] = new StoredZone(4096 * (1 + (flush / 4)), ZoneCondition.Closed, 0);
            store.Metadata.MarkDirty(flush % 4);
            Task<BackendResult> task = store.Metadata.FlushAsync(_source, CancellationToken.None).AsTask();
            scheduler.RunUntil(() => task.IsCompleted);
            Assert.True(task.Result.IsSuccess);
        }

        Assert.Equal(60, store.Metadata.Counters.Groups);
        Assert.True(store.Metadata.Counters.RingWaits > 0);
        Assert.True(store.Metadata.Counters.Checkpoints >= 60 / 8);
    }

    [Fact]
    public async Task Cancelling_a_wait_leaves_the_flush_alone()
    {
        Advance(0, 4096);
        using CancellationTokenSource source = new();
        Task<BackendResult> flush = _store.Metadata.FlushAsync(_source, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
        _scheduler.Run();
        Assert.Equal(4096, _store.Metadata.Load(0).DataEndBytes);
    }

    [Fact]
    public async Task The_file_closes_when_both_seams_are_disposed()
    {
        await _store.Metadata.DisposeAsync();
        Assert.False(_file.IsDisposed);
        await _store.Data.DisposeAsync();
        Assert.True(_file.IsDisposed);
        Assert.Equal(ZoneError.Disposed, (await _store.Metadata.FlushAsync(_source, CancellationToken.None)).Error);
    }

    [Fact]
    public void A_read_only_store_writes_nothing()
    {
        MemoryImageFile file = new(_file.Content.Fork(), isReadOnly: true);
        file.OnCall = name => name.StartsWith("Read", StringComparison.Ordinal) ? 0 : throw new InvalidOperationException(name);
        ImageStore store = ImageStore.Open(file, _scheduler);
        Assert.True(store.IsReadOnly);
        Assert.Equal(ZoneError.DeviceReadOnly, store.Metadata.FlushAsync(_source, CancellationToken.None).AsTask().Result.Error);
    }

    private Task<BackendResult> Flush() => _store.Metadata.FlushAsync(_source, CancellationToken.None).AsTask();

    private void Advance(int zone, long dataEndBytes)
    {
        _source.Zones[zone] = new StoredZone(dataEndBytes, ZoneCondition.ImplicitlyOpen, 0);
        _store.Metadata.MarkDirty(zone);
    }
}
