using System.Runtime.InteropServices;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>The least drive that keeps the contract of the two seams, and writes down what it promises. Single-threaded.</summary>
internal sealed class TestDrive : IZoneStateSource
{
    private readonly ImageStore _store;
    private readonly StepScheduler _scheduler;
    private readonly CrashLog _log;
    private readonly DriveZone[] _zones;
    private readonly ZoneModel[] _models;
    private readonly List<(Task Task, Action Finish)> _unfinished = [];

    public TestDrive(ImageStore store, StepScheduler scheduler, CrashLog log, ZoneModel[]? models = null)
    {
        _store = store;
        _scheduler = scheduler;
        _log = log;
        int count = store.Superblock.Geometry.ZoneCount;
        _zones = new DriveZone[count];
        _models = models ?? new ZoneModel[count];
        for (int zone = 0; zone < count; zone++)
        {
            StoredZone stored = store.Metadata.Load(zone);
            _zones[zone] = new DriveZone(stored.DataEndBytes, stored.DataEndBytes, stored.Condition, stored.Incarnation);
            _models[zone] ??= new ZoneModel();
        }

        log.Promised(_models);
    }

    /// <summary>A control: space is given back before the reset is durable.</summary>
    public bool DiscardsFirst { get; init; }

    public ZoneModel[] Models => _models;

    public long BlockSizeBytes => _store.Superblock.Geometry.BlockSizeBytes;

    public int ZoneCount => _zones.Length;

    public StoredZone Snapshot(int zone) => new(_zones[zone].CompletedEnd, _zones[zone].Condition, _zones[zone].Incarnation);

    public long RoomIn(int zone) => _zones[zone].Condition is ZoneCondition.Full or ZoneCondition.ReadOnly or ZoneCondition.Offline
        ? 0
        : _store.Superblock.CapacityOf(zone) - _zones[zone].SubmittedEnd;

    /// <summary>Writes and completes.</summary>
    public void Write(int zone, long lengthBytes)
    {
        Submit(zone, lengthBytes);
        Complete(zone);
    }

    /// <summary>Writes, and lets the drive not know of the completion yet: a flush must leave it out.</summary>
    public void Submit(int zone, long lengthBytes)
    {
        DriveZone state = _zones[zone];
        long offset = state.SubmittedEnd;
        _zones[zone] = state with { SubmittedEnd = offset + lengthBytes };
        _models[zone] = _models[zone] with { SubmittedEnd = offset + lengthBytes };
        _log.Asked(_models);
        Assert.True(_store.Data.Reserve(zone, offset + lengthBytes).IsSuccess);
        byte[] data = new byte[lengthBytes];
        Pattern.Fill(zone, state.Incarnation, offset, data);
        Assert.True(_store.Data.Write(zone, offset, data).IsSuccess);
    }

    /// <summary>Writes a block to the first zone that has room for it.</summary>
    public void WriteSomewhere()
    {
        for (int zone = 0; zone < _zones.Length; zone++)
        {
            if (_zones[zone].Condition != ZoneCondition.NotWritePointer && RoomIn(zone) >= BlockSizeBytes)
            {
                Write(zone, BlockSizeBytes);
                return;
            }
        }
    }

    public void Complete(int zone)
    {
        DriveZone state = _zones[zone];
        bool isFull = state.SubmittedEnd == _store.Superblock.CapacityOf(zone);
        _zones[zone] = state with
        {
            CompletedEnd = state.SubmittedEnd,
            Condition = isFull ? ZoneCondition.Full : ZoneCondition.ImplicitlyOpen,
        };
        if (isFull)
        {
            _models[zone] = _models[zone] with { RequestedCondition = ZoneCondition.Full };
            _log.Asked(_models);
        }

        _store.Metadata.MarkDirty(zone);
    }

    public void Finish(int zone)
    {
        _zones[zone] = _zones[zone] with { Condition = ZoneCondition.Full };
        _models[zone] = _models[zone] with { RequestedCondition = ZoneCondition.Full };
        _log.Asked(_models);
        _store.Metadata.MarkDirty(zone);
    }

    public void Flush()
    {
        StartFlush();
        Settle();
    }

    /// <summary>Asks for a flush; <see cref="Settle"/> lets it happen.</summary>
    public void StartFlush()
    {
        DriveZone[] atCall = [.. _zones];
        Task<BackendResult> task = _store.Metadata.FlushAsync(this, CancellationToken.None).AsTask();
        _unfinished.Add((task, () =>
        {
            Assert.True(task.IsCompletedSuccessfully && task.Result.IsSuccess, $"The flush ended with {task.Result}.");
            for (int zone = 0; zone < _zones.Length; zone++)
            {
                if (atCall[zone].Incarnation == _models[zone].Incarnation)
                {
                    _models[zone] = _models[zone] with
                    {
                        FlushedEnd = Math.Max(_models[zone].FlushedEnd, atCall[zone].CompletedEnd),
                        DurableCondition = atCall[zone].Condition is ZoneCondition.Full ? ZoneCondition.Full : _models[zone].DurableCondition,
                    };
                }
            }

            _log.Promised(_models);
        }));
    }

    public void Reset(int zone)
    {
        StartReset(zone);
        Settle();
    }

    /// <summary>Asks for a reset; <see cref="Settle"/> lets it happen. Without a discard it stands for a file system that punches no holes.</summary>
    public void StartReset(int zone, bool discards = true)
    {
        _models[zone] = _models[zone] with { ResetPending = true };
        _log.Asked(_models);
        if (DiscardsFirst)
        {
            _store.Data.Discard(zone);
        }

        StoredZone empty = new(0, ZoneCondition.Empty, _zones[zone].Incarnation + 1);
        Task<BackendResult> task = _store.Metadata.RecordAsync(zone, empty).AsTask();
        _unfinished.Add((task, () =>
        {
            Assert.True(task.IsCompletedSuccessfully && task.Result.IsSuccess, $"The reset ended with {task.Result}.");
            Assert.True(!discards || _store.Data.Discard(zone).IsSuccess);
            _zones[zone] = new DriveZone(0, 0, ZoneCondition.Empty, empty.Incarnation);
            _models[zone] = new ZoneModel(empty.Incarnation);
            _log.Promised(_models);
        }));
    }

    /// <summary>The zone dies: read-only or offline, at once.</summary>
    public void Die(int zone, ZoneCondition condition)
    {
        _zones[zone] = _zones[zone] with { Condition = condition };
        _models[zone] = _models[zone] with { RequestedCondition = condition };
        _log.Asked(_models);
        StoredZone state = Snapshot(zone);
        Task<BackendResult> task = _store.Metadata.RecordAsync(zone, state).AsTask();
        _unfinished.Add((task, () =>
        {
            Assert.True(task.Result.IsSuccess);
            _models[zone] = _models[zone] with { DurableCondition = condition, FlushedEnd = Math.Max(_models[zone].FlushedEnd, state.DataEndBytes) };
            _log.Promised(_models);
        }));
        Settle();
    }

    /// <summary>Runs everything that was asked for to its end, in the order of the requests.</summary>
    public void Settle()
    {
        _scheduler.RunUntil(() => _unfinished.TrueForAll(static asked => asked.Task.IsCompleted));
        foreach ((_, Action finish) in _unfinished)
        {
            finish();
        }

        _unfinished.Clear();
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct DriveZone(long SubmittedEnd, long CompletedEnd, ZoneCondition Condition, uint Incarnation);
}
