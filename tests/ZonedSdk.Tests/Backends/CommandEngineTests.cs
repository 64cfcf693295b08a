using ZonedSdk.Backends;
using ZonedSdk.CompilerServices;
using ZonedSdk.Descriptors;

namespace ZonedSdk.Tests.Backends;

/// <summary>What the engine of described commands does between the runtime and the calls.</summary>
public sealed class CommandEngineTests
{
    private const int Block = 4096;

    [Fact]
    public void A_transfer_beyond_the_limit_goes_to_the_drive_in_pieces()
    {
        FakeCommands commands = new();
        RequestOwner owner = new();
        CommandEngine engine = Engine(commands, maxTransferBytes: 2 * Block);
        owner.Submit(engine, TestRequests.Of(ZoneRequestKind.Write, 0, 5 * Block));
        engine.Kick();
        Assert.Equal(["write 1 +0 8192", "write 1 +8192 8192", "write 1 +16384 4096"], commands.Calls);
        Assert.Equal([BackendResult.Success(5 * Block)], owner.Results);

        commands.Calls.Clear();
        owner.Submit(engine, TestRequests.Of(ZoneRequestKind.Read, Block, 3 * Block));
        engine.Kick();
        Assert.Equal(["read 1 +4096 8192", "read 1 +12288 4096"], commands.Calls);
    }

    [Fact]
    public void A_short_count_is_asked_for_again_and_an_end_is_a_short_transfer()
    {
        FakeCommands commands = new() { Write = data => data.Length == Block ? 0 : Block };
        RequestOwner owner = new();
        CommandEngine engine = Engine(commands);
        owner.Submit(engine, TestRequests.Of(ZoneRequestKind.Write, 0, 3 * Block));
        engine.Kick();
        Assert.Equal(["write 1 +0 12288", "write 1 +4096 8192", "write 1 +8192 4096"], commands.Calls);
        Assert.Equal([BackendResult.Success(2 * Block)], owner.Results);
    }

    [Fact]
    public void A_coalesced_chain_ends_once_with_what_was_transferred_before_the_error()
    {
        FakeCommands commands = new() { Write = data => data[0] == 3 ? -75 : data.Length };
        RequestOwner owner = new();
        CommandEngine engine = Engine(commands);
        owner.Submit(engine, TestRequests.Chain());
        engine.Kick();
        Assert.Equal([BackendResult.Failure(ZoneError.TooManyActiveZones, 75, 3 * Block)], owner.Results);
    }

    [Theory]
    [InlineData(4 * Block, new[] { "write 1 +0 16384" })]
    [InlineData(3 * Block, new[] { "write 1 +0 4096", "write 1 +4096 8192", "write 1 +12288 4096" })]
    public void Where_the_drive_keeps_the_order_a_chain_that_fits_goes_as_one(int maxTransferBytes, string[] calls)
    {
        List<byte> landed = [];
        FakeCommands commands = new()
        {
            Write = data =>
            {
                landed.AddRange(data);
                return data.Length;
            },
        };
        RequestOwner owner = new();
        CommandEngine engine = Engine(commands, maxTransferBytes, WriteOrdering.Required);
        owner.Submit(engine, TestRequests.Chain());
        engine.Kick();
        Assert.Equal(calls, commands.Calls);
        Assert.Equal([BackendResult.Success(4 * Block)], owner.Results);
        Assert.Equal([.. Enumerable.Repeat((byte)1, Block), .. Enumerable.Repeat((byte)2, 2 * Block), .. Enumerable.Repeat((byte)3, Block)], landed);
    }

    [Theory]
    [InlineData(Block, ZoneError.None)]
    [InlineData(-75, ZoneError.TooManyActiveZones)]
    public void A_chain_that_went_as_one_and_not_to_its_end_says_how_far(int answer, ZoneError error)
    {
        FakeCommands commands = new() { Write = data => data.Length == 4 * Block ? 2 * Block : data.Length == 2 * Block ? answer : 0 };
        RequestOwner owner = new();
        CommandEngine engine = Engine(commands, ordering: WriteOrdering.Required);
        owner.Submit(engine, TestRequests.Chain());
        engine.Kick();
        Assert.Equal((error, error == ZoneError.None ? 3 * Block : 2 * Block), (owner.Results[0].Error, owner.Results[0].BytesTransferred));
    }

    [Fact]
    public async Task On_threads_of_its_own_as_many_calls_block_at_once_as_there_are_threads()
    {
        const int Threads = 8;
        using Barrier all = new(Threads);
        FakeCommands commands = new() { Write = data => all.SignalAndWait(TimeSpan.FromMinutes(1)) ? data.Length : -5 };
        CommandEngine engine = Engine(commands, ordering: WriteOrdering.Required, scheduling: BackendScheduling.Threads, threads: Threads);
        for (int round = 0; round < 3; round++)
        {
            Assert.Equal(Enumerable.Repeat(BackendResult.Success(Block), Threads), await WriteAsync(Threads));
        }

        await engine.DisposeAsync();
        Assert.Equal([BackendResult.Failure(ZoneError.DeviceGone)], await WriteAsync(1));

        async Task<List<BackendResult>> WriteAsync(int count)
        {
            RequestOwner owner = new();
            for (int i = 0; i < count; i++)
            {
                owner.Submit(engine, TestRequests.Of(ZoneRequestKind.Write, i * Block, Block));
                engine.Kick();
            }

            await owner.WhenAsync(count).WaitAsync(TimeSpan.FromMinutes(2));
            return owner.Results;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(BackendShape.MaxThreads + 1)]
    public void A_number_of_threads_that_cannot_be_is_refused(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Engine(new FakeCommands(), scheduling: BackendScheduling.Threads, threads: threads));

    [Fact]
    public void Writes_of_a_zone_run_in_order_and_those_behind_a_failed_one_fail()
    {
        FakeCommands commands = new() { Write = data => data[0] == 2 ? -5 : data.Length };
        RequestOwner owner = new();
        CommandEngine engine = Engine(commands);
        for (int i = 0; i < 4; i++)
        {
            owner.Submit(engine, TestRequests.Of(ZoneRequestKind.Write, i * Block, Block, (byte)(i + 1)));
        }

        engine.Kick();
        Assert.Equal(["write 1 +0 4096", "write 1 +4096 4096"], commands.Calls);
        Assert.Equal([ZoneError.None, ZoneError.Io, ZoneError.Follower, ZoneError.Follower], owner.Results.Select(result => result.Error));

        // The queue ran dry: what comes now begins anew.
        owner.Submit(engine, TestRequests.Of(ZoneRequestKind.Write, Block, Block, 9));
        engine.Kick();
        Assert.True(owner.Results[^1].IsSuccess);
    }

    [Fact]
    public async Task Writes_keep_their_order_on_many_threads()
    {
        const int Count = 400;
        int expected = 0;
        int disorder = 0;
        FakeCommands commands = new()
        {
            Write = data =>
            {
                int number = BitConverter.ToInt32(data);
                disorder += number == expected++ ? 0 : 1;
                return data.Length;
            },
        };
        RequestOwner owner = new();
        CommandEngine engine = Engine(commands, scheduling: BackendScheduling.ThreadPool);
        for (int i = 0; i < Count; i++)
        {
            ZoneRequest request = TestRequests.Of(ZoneRequestKind.Write, i * Block, Block);
            BitConverter.TryWriteBytes(request.Buffer.Span, i);
            owner.Submit(engine, request);
            engine.Kick();
        }

        await owner.WhenAsync(Count).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((Count, 0), (expected, disorder));
        await engine.DisposeAsync();
    }

    [Fact]
    public void Where_the_drive_keeps_the_order_nothing_is_queued_here()
    {
        FakeCommands commands = new() { Write = data => data[0] == 1 ? -5 : data.Length };
        RequestOwner owner = new();
        CommandEngine engine = Engine(commands, ordering: WriteOrdering.Required);
        Assert.True(engine.Capabilities.EnforcesOrder);
        owner.Submit(engine, TestRequests.Of(ZoneRequestKind.Write, 0, Block, 1));
        owner.Submit(engine, TestRequests.Of(ZoneRequestKind.Write, Block, Block, 2));
        engine.Kick();
        Assert.Equal([ZoneError.Io, ZoneError.None], owner.Results.Select(result => result.Error));
    }

    [Fact]
    public async Task A_call_that_throws_ends_as_an_error_of_the_medium()
    {
        FakeCommands commands = new() { Write = _ => throw new InvalidOperationException(), Throws = true };
        RequestOwner owner = new();
        CommandEngine engine = Engine(commands);
        owner.Submit(engine, TestRequests.Of(ZoneRequestKind.Write, 0, Block));
        engine.Kick();
        Assert.Equal([BackendResult.Failure(ZoneError.Io)], owner.Results);
        Assert.Equal(ZoneError.Io, (await engine.FlushAsync(0, CancellationToken.None)).Error);
    }

    [Fact]
    public async Task A_drive_without_a_cache_is_asked_itself_and_its_probe_sees_it()
    {
        List<string> seen = [];
        CommandFaults faults = new();
        CommandEngine engine = Engine(new FakeCommands { Reports = 3 }, probe: new CommandTrace(seen.Add));
        Assert.Equal(BackendResult.Success(3), await engine.ReportCachedAsync(0, new ZoneInfo[4], CancellationToken.None));
        Assert.Equal(["Report zone 0 +0 length 4: 3"], seen);

        faults.Fail(ZoneCommand.Report, 75);
        BackendResult failed = await Engine(new FakeCommands { Reports = 3 }, probe: faults).ReportCachedAsync(0, new ZoneInfo[4], CancellationToken.None);
        Assert.Equal((ZoneError.TooManyActiveZones, 75), (failed.Error, failed.Errno));
    }

    [Theory]
    [InlineData(0, ZoneError.ReportFailed)]
    [InlineData(5, ZoneError.ReportFailed)]
    [InlineData(-75, ZoneError.TooManyActiveZones)]
    [InlineData(2, ZoneError.None)]
    public async Task A_report_is_believed_as_far_as_there_is_room(int answer, ZoneError error)
    {
        FakeCommands commands = new() { Reports = answer };
        BackendResult result = await Engine(commands).ReportAsync(0, new ZoneInfo[4], CancellationToken.None);
        Assert.Equal((error, error == ZoneError.None ? 2 : 0), (result.Error, result.BytesTransferred));
    }

    [Fact]
    public async Task A_command_that_the_drive_has_not_is_told_so()
    {
        FakeCommands commands = new() { Managed = BackendRuntime.Refused };
        Assert.Equal(BackendResult.Failure(ZoneError.NotSupported), await Engine(commands).ManageAsync(ZoneAction.Open, 0, CancellationToken.None));
    }

    [Fact]
    public async Task After_its_end_everything_fails_and_the_drive_is_let_go_once()
    {
        FakeCommands commands = new();
        RequestOwner owner = new();
        CommandEngine engine = Engine(commands);
        await engine.DisposeAsync();
        await engine.DisposeAsync();
        owner.Submit(engine, TestRequests.Of(ZoneRequestKind.Write, 0, Block));
        engine.Kick();
        Assert.Equal([BackendResult.Failure(ZoneError.DeviceGone)], owner.Results);
        Assert.Equal(ZoneError.DeviceGone, (await engine.FlushAsync(0, CancellationToken.None)).Error);
        Assert.Equal(["close"], commands.Calls);
    }

    [Fact]
    public void A_hundred_thousand_transfers_allocate_nothing()
    {
        FakeCommands commands = new() { Records = false };
        RequestOwner owner = new() { Records = false };
        CommandEngine engine = Engine(commands);
        ZoneRequest request = TestRequests.Of(ZoneRequestKind.Write, 0, Block);
        long least = long.MaxValue;
        for (int round = 0; round < 5 && least != 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100_000; i++)
            {
                owner.Submit(engine, request);
                engine.Kick();
            }

            // The first round makes what is kept; a collection that another test causes counts as allocated here, so one clean round of a few is what shows.
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static CommandEngine Engine(ICommandSet commands, int maxTransferBytes = 1 << 20, WriteOrdering ordering = WriteOrdering.Queued, BackendScheduling scheduling = BackendScheduling.Inline, int threads = 1, ICommandProbe? probe = null) => new(
        commands,
        new BackendTable { Name = "fake", Ordering = ordering, Limits = new Limits { MaxTransferBytes = maxTransferBytes } },
        new BackendShape { Name = "fake", Identity = new DeviceIdentity("f"), Geometry = new Geometry(Block, 1 << 21, 4 << 21), Scheduling = scheduling, Threads = threads, Probe = probe });
}
