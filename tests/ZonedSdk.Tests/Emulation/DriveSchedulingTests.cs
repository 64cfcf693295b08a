using System.Collections.Concurrent;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Emulation;

public sealed class DriveSchedulingTests
{
    private const int Block = 4096;

    [Theory]
    [InlineData(MemoryDriveScheduling.Inline, false)]
    [InlineData(MemoryDriveScheduling.ThreadPool, false)]
    [InlineData(MemoryDriveScheduling.Workers, false)]
    [InlineData(MemoryDriveScheduling.Workers, true)]
    public async Task From_many_threads_each_zone_is_acknowledged_in_order_and_holds_what_was_written(MemoryDriveScheduling scheduling, bool fails)
    {
        const int zones = 4;
        const int writes = 400;
        FaultPlan? plan = fails ? new FaultPlan(3, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, RepeatEvery = 1, Probability = 0.02, LandedBlocks = 0 }) : null;
        MemoryDrive drive = new(new MemoryDriveOptions { Scheduling = scheduling, Faults = plan });
        await using MemoryDrive owned = drive;
        Stream[] streams = [.. Enumerable.Range(0, zones).Select(zone => new Stream(drive, zone))];
        Thread[] threads = [.. streams.Select(stream => new Thread(() => stream.Run(writes)))];
        Array.ForEach(threads, thread => thread.Start());
        foreach (Stream stream in streams)
        {
            await stream.Finished.WaitAsync(TimeSpan.FromSeconds(60));
        }

        Array.ForEach(threads, thread => thread.Join());
        foreach (Stream stream in streams)
        {
            Assert.True(stream.IsInOrder);
            Assert.Equal(stream.Acknowledged * Block, drive.Inspect(stream.Zone).WritePointer - drive.Geometry.StartOf(stream.Zone));
            Assert.Equal(fails, stream.Failures > 0);
        }
    }

    [Theory]
    [InlineData(MemoryDriveScheduling.Inline)]
    [InlineData(MemoryDriveScheduling.ThreadPool)]
    [InlineData(MemoryDriveScheduling.Workers)]
    public async Task What_comes_to_a_drive_that_was_disposed_is_refused_and_not_left_waiting(MemoryDriveScheduling scheduling)
    {
        MemoryDrive drive = new(new MemoryDriveOptions { Scheduling = scheduling });
        await drive.DisposeAsync();
        Assert.Equal(ZoneError.DeviceGone, (await drive.FlushAsync(IZoneBackend.AllZones, default).AsTask().WaitAsync(TimeSpan.FromSeconds(10))).Error);
        Assert.Equal(ZoneError.DeviceGone, (await drive.ReportAsync(0, new ZoneInfo[1], default).AsTask().WaitAsync(TimeSpan.FromSeconds(10))).Error);
        Assert.Equal(ZoneError.DeviceGone, (await drive.ManageAsync(ZoneAction.Reset, 0, default).AsTask().WaitAsync(TimeSpan.FromSeconds(10))).Error);
    }

    [Fact]
    public void Completions_that_submit_again_do_not_deepen_the_stack()
    {
        MemoryDrive drive = new(new MemoryDriveOptions { SizeBytes = 256L << 20, ZoneSizeBytes = 256L << 20 });
        Resubmitter owner = new(drive, 20_000);
        owner.Start();
        Assert.Equal(20_000, owner.Count);
        Assert.Equal(1, owner.MostNested);
    }

    [Fact]
    public void Works_of_two_drives_that_kick_each_other_all_run()
    {
        DriveHarness second = new(new MemoryDrive(new MemoryDriveOptions()));
        MemoryDrive first = new(new MemoryDriveOptions());
        ZoneRequest request = new() { Kind = ZoneRequestKind.Write, Buffer = new byte[Block], CommandLengthBytes = Block };
        request.Arm(new Callback(() => second.Write(0, 0, new byte[Block])));
        first.Submit(request);
        first.Kick();
        Assert.Single(second.Completed);
    }

    [Fact]
    public void A_drive_that_enforces_order_refuses_what_overtakes()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { EnforcesOrder = true, Scheduling = MemoryDriveScheduling.Stepped }));
        ZoneRequest first = harness.SubmitWrite(0, 0, new byte[Block]);
        ZoneRequest second = harness.SubmitWrite(0, Block, new byte[Block]);
        harness.Drive.Kick();
        Assert.Equal(ZoneCondition.Empty, harness.Drive.Inspect(0).Condition);
        harness.Drive.Step(1);
        Assert.Equal(ZoneError.Misaligned, harness.ResultOf(second).Error);
        harness.Drive.Step(0);
        Assert.True(harness.ResultOf(first).IsSuccess);
        Assert.Equal(Block, harness.Drive.Inspect(0).WritePointer);
        Assert.True(harness.Drive.Capabilities is { EnforcesOrder: true, CompletesInOrder: false });
    }

    [Fact]
    public void A_drive_that_acknowledges_out_of_order_tells_of_writes_above_a_hole()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { CompletesInOrder = false, Scheduling = MemoryDriveScheduling.Stepped }));
        ZoneRequest[] writes = [.. Enumerable.Range(0, 3).Select(i => harness.SubmitWrite(0, i * Block, new byte[Block]))];
        harness.Drive.Kick();
        harness.Drive.Step(2);
        Assert.True(harness.ResultOf(writes[2]).IsSuccess);
        Assert.Equal(0, harness.Drive.Inspect(0).WritePointer);
        harness.RunSteps();
        Assert.Equal(3 * Block, harness.Drive.Inspect(0).WritePointer);
        Assert.Equal(3, harness.Completed.Count);
    }

    [Fact]
    public void Steps_say_what_they_are()
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { Scheduling = MemoryDriveScheduling.Stepped }));
        harness.SubmitWrite(1, 0, new byte[Block]);
        harness.Drive.Kick();
        _ = harness.Drive.ManageAsync(ZoneAction.Finish, 2, CancellationToken.None).AsTask();
        _ = harness.Drive.FlushAsync(IZoneBackend.AllZones, CancellationToken.None).AsTask();
        _ = harness.Drive.ReportAsync(3, new ZoneInfo[1], CancellationToken.None).AsTask();
        Assert.Equal(
            [new DriveStep(DriveEvent.Write, 1, 4 << 20, Block), new DriveStep(DriveEvent.Finish, 2), new DriveStep(DriveEvent.Flush, IZoneBackend.AllZones), new DriveStep(DriveEvent.Report, 3)],
            Enumerable.Range(0, harness.Drive.StepCount).Select(harness.Drive.DescribeStep));
    }

    [Fact]
    public void Latency_passes_for_many_commands_at_once()
    {
        ManualTime time = new();
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { Latency = TimeSpan.FromMicroseconds(50), TimeProvider = time }));
        for (int i = 0; i < 32; i++)
        {
            harness.SubmitWrite(0, i * Block, new byte[Block]);
        }

        harness.Drive.Kick();
        Assert.Empty(harness.Completed);
        time.Advance(TimeSpan.FromMicroseconds(50));
        Assert.Equal(32, harness.Completed.Count);
        Assert.All(harness.Completed, entry => Assert.True(entry.Result.IsSuccess));
    }

    private sealed class Callback(Action action) : IRequestOwner
    {
        public void OnCompleted(ZoneRequest request, in BackendResult result) => action();
    }

    private sealed class Resubmitter(MemoryDrive drive, int limit) : IRequestOwner
    {
        private int _nested;

        public int Count { get; private set; }

        public int MostNested { get; private set; }

        public void Start() => Submit(new ZoneRequest() { Kind = ZoneRequestKind.Write, Buffer = new byte[Block], CommandLengthBytes = Block });

        public void OnCompleted(ZoneRequest request, in BackendResult result)
        {
            Assert.True(result.IsSuccess);
            MostNested = Math.Max(MostNested, ++_nested);
            request.Offset += Block;
            if (++Count < limit)
            {
                Submit(request);
            }

            _nested--;
        }

        private void Submit(ZoneRequest request)
        {
            request.Arm(this);
            drive.Submit(request);
            drive.Kick();
        }
    }

    /// <summary>One writer's stream into one zone, up to 32 writes in flight; after a failure it drains and goes on at the reported write pointer.</summary>
    private sealed class Stream(MemoryDrive drive, int zone) : IRequestOwner
    {
        private const int Depth = 32;
        private readonly BlockingCollection<(ZoneRequest Request, BackendResult Result)> _ended = [];
        private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _lastOffset = -1;
        private int _delivering;

        public int Zone => zone;

        public Task Finished => _finished.Task;

        public bool IsInOrder { get; private set; } = true;

        public int Acknowledged { get; private set; }

        public int Failures { get; private set; }

        public void OnCompleted(ZoneRequest request, in BackendResult result)
        {
            // Two completions of a zone at once would be two orders.
            IsInOrder &= Interlocked.Increment(ref _delivering) == 1 && request.Offset >= _lastOffset;
            _lastOffset = result.IsSuccess ? request.Offset : _lastOffset;
            Interlocked.Decrement(ref _delivering);
            _ended.Add((request, result));
        }

        public void Run(int writes)
        {
            try
            {
                long start = drive.Geometry.StartOf(zone);
                int submitted = 0;
                int inFlight = 0;
                bool draining = false;
                while (Acknowledged < writes)
                {
                    while (!draining && inFlight < Depth && submitted < writes)
                    {
                        ZoneRequest request = new() { Kind = ZoneRequestKind.Write, ZoneIndex = zone, Offset = start + ((long)submitted * Block), Buffer = new byte[Block], CommandLengthBytes = Block };
                        request.Arm(this);
                        drive.Submit(request);
                        submitted++;
                        inFlight++;
                    }

                    drive.Kick();
                    (_, BackendResult result) = _ended.Take();
                    inFlight--;
                    draining |= !result.IsSuccess;
                    Acknowledged += result.IsSuccess ? 1 : 0;
                    Failures += result.IsSuccess ? 0 : 1;
                    if (draining && inFlight == 0)
                    {
                        draining = false;
                        submitted = (int)((drive.Inspect(zone).WritePointer - start) / Block);
                        IsInOrder &= submitted == Acknowledged;
                    }
                }

                _finished.SetResult();
            }
            catch (InvalidOperationException failure)
            {
                _finished.SetException(failure);
            }
        }
    }
}
