using ZonedSdk.Backends;
using ZonedSdk.CompilerServices;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;
using ZonedSdk.Tests.Backends;

namespace ZonedSdk.Tests.Rings;

/// <summary>What a ring does not execute, calls that block do, on threads of the drive's own.</summary>
public sealed class RingRepetitionTests
{
    private const int Block = TestRequests.Block;
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(ZoneRequestKind.Write, "write 1 +4096 8192")]
    [InlineData(ZoneRequestKind.Read, "read 1 +4096 8192")]
    public async Task Transfer_that_the_kernel_never_saw_is_a_call_that_blocks(ZoneRequestKind kind, string call)
    {
        FakeCommands calls = new();
        await using CommandEngine engine = Engine(calls, new FileRingCommands(new FileDescriptor()), (in SubmissionEntry _) => AnsweringRing.Refused(Errno.NotPermitted));
        Assert.Equal([BackendResult.Success(2 * Block)], await RingEngineTests.RunAsync(engine, TestRequests.Of(kind, Block, 2 * Block)));
        Assert.Equal([call], calls.Calls);
    }

    [Fact]
    public async Task Chain_that_the_kernel_never_saw_is_one_call_that_blocks()
    {
        List<byte> landed = [];
        FakeCommands calls = new()
        {
            Write = data =>
            {
                landed.AddRange(data);
                return data.Length;
            },
        };
        await using CommandEngine engine = Engine(calls, new FileRingCommands(new FileDescriptor()) { StretchAlignmentBytes = Block }, (in SubmissionEntry _) => AnsweringRing.Refused(Errno.Again));
        Assert.Equal([BackendResult.Success(4 * Block)], await RingEngineTests.RunAsync(engine, TestRequests.Chain()));
        Assert.Equal(["write 1 +0 16384"], calls.Calls);
        Assert.Equal([.. Enumerable.Repeat((byte)1, Block), .. Enumerable.Repeat((byte)2, 2 * Block), .. Enumerable.Repeat((byte)3, Block)], landed);
    }

    [Fact]
    public async Task Only_the_piece_that_was_refused_is_a_call_and_the_next_one_goes_by_the_ring()
    {
        FakeCommands calls = new();
        FileRingCommands commands = new(new FileDescriptor());
        await using CommandEngine engine = Engine(calls, commands, (in SubmissionEntry entry) => entry.Offset == TestRequests.ZoneBytes + (2 * Block) ? AnsweringRing.Refused(Errno.Again) : AnsweringRing.Ended((int)entry.LengthBytes), maxTransferBytes: 2 * Block);
        Assert.Equal([BackendResult.Success(5 * Block)], await RingEngineTests.RunAsync(engine, TestRequests.Of(ZoneRequestKind.Write, 0, 5 * Block)));
        Assert.Equal(["write 1 +8192 8192"], calls.Calls);
        Assert.Equal(["Write +0 8192", "Write +8192 8192", "Write +16384 4096"], commands.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Command_that_the_kernel_has_taken_is_repeated_only_where_the_drive_bears_it(bool repeats)
    {
        FakeCommands calls = new();
        await using CommandEngine engine = Engine(calls, new FileRingCommands(new FileDescriptor()) { Repeats = repeats }, (in SubmissionEntry _) => AnsweringRing.Ended(-Errno.Again));
        List<BackendResult> results = await RingEngineTests.RunAsync(engine, TestRequests.Of(ZoneRequestKind.Write, 0, Block));
        Assert.Equal([repeats ? BackendResult.Success(Block) : BackendResult.Failure(ZoneError.Io, Errno.Again)], results);
        Assert.Equal(repeats ? ["write 1 +0 4096"] : [], calls.Calls);
    }

    [Fact]
    public async Task Refusal_of_the_repeated_command_is_the_end()
    {
        // The drive had executed it after all.
        FakeCommands calls = new() { Write = static _ => -Errno.Io };
        await using CommandEngine engine = Engine(calls, new FileRingCommands(new FileDescriptor()) { Repeats = true }, (in SubmissionEntry _) => AnsweringRing.Ended(-Errno.Again));
        Assert.Equal([BackendResult.Failure(ZoneError.Io, Errno.Io)], await RingEngineTests.RunAsync(engine, TestRequests.Of(ZoneRequestKind.Write, 0, Block)));
        Assert.Equal(["write 1 +0 4096"], calls.Calls);
    }

    [Fact]
    public async Task Call_that_throws_ends_as_an_error_of_the_medium()
    {
        FakeCommands calls = new() { Write = static _ => throw new InvalidOperationException() };
        await using CommandEngine engine = Engine(calls, new FileRingCommands(new FileDescriptor()), (in SubmissionEntry _) => AnsweringRing.Refused(Errno.Again));
        Assert.Equal([BackendResult.Failure(ZoneError.Io, Errno.Io)], await RingEngineTests.RunAsync(engine, TestRequests.Of(ZoneRequestKind.Write, 0, Block)));
    }

    [Fact]
    public async Task Memory_of_a_chain_that_is_not_to_be_pinned_frees_that_before_it()
    {
        FakeCommands calls = new();
        PagedMemory first = new(Block);
        ZoneRequest chain = TestRequests.Of(ZoneRequestKind.Write, 0, first.Memory);
        chain.NextCoalesced = TestRequests.Of(ZoneRequestKind.Write, Block, new UnpinnableMemory(Block).Memory);
        chain.CommandLengthBytes = 2 * Block;
        await using CommandEngine engine = Engine(calls, new FileRingCommands(new FileDescriptor()) { StretchAlignmentBytes = Block }, (in SubmissionEntry _) => throw new InvalidOperationException());
        Assert.Equal([BackendResult.Success(2 * Block)], await RingEngineTests.RunAsync(engine, chain));
        Assert.Equal(["write 1 +0 8192"], calls.Calls);
        Assert.Equal(0, first.Holders);
    }

    [Fact]
    public async Task As_many_calls_block_at_once_as_there_are_threads_and_none_on_the_thread_pool()
    {
        const int Threads = 8;
        using Barrier all = new(Threads);
        bool arePooled = false;
        FakeCommands calls = new()
        {
            Write = data =>
            {
                arePooled |= Thread.CurrentThread.IsThreadPoolThread;
                return all.SignalAndWait(s_long) ? data.Length : -5;
            },
        };
        await using CommandEngine engine = Engine(calls, new FileRingCommands(new FileDescriptor()), (in SubmissionEntry _) => AnsweringRing.Refused(Errno.Again), threads: Threads);
        ZoneRequest[] requests = [.. Enumerable.Range(0, Threads).Select(i => TestRequests.Of(ZoneRequestKind.Write, i * Block, Block))];
        Assert.Equal(Enumerable.Repeat(BackendResult.Success(Block), Threads), await RingEngineTests.RunAsync(engine, requests));
        Assert.False(arePooled);
    }

    [Fact]
    public async Task What_a_ring_refuses_at_its_end_is_not_repeated()
    {
        FakeCommands calls = new();
        CommandEngine engine = null!;
        engine = Engine(calls, new FileRingCommands(new FileDescriptor()) { Repeats = true }, (in SubmissionEntry _) =>
        {
            Assert.True(engine.DisposeAsync().IsCompleted);
            return AnsweringRing.Refused(Errno.Cancelled);
        });
        Assert.Equal([ZoneError.DeviceGone], (await RingEngineTests.RunAsync(engine, TestRequests.Of(ZoneRequestKind.Write, 0, Block))).Select(result => result.Error));
        Assert.Equal(["close"], calls.Calls);
    }

    private static CommandEngine Engine(FakeCommands calls, FileRingCommands commands, AnsweringRing.Answer answer, int maxTransferBytes = 1 << 20, int threads = 4) => new(
        calls,
        new BackendTable { Name = "answered", Ordering = WriteOrdering.Required, Limits = new Limits { MaxTransferBytes = maxTransferBytes } },
        new BackendShape
        {
            Name = "answered",
            Identity = new DeviceIdentity("a"),
            Geometry = new Geometry(Block, TestRequests.ZoneBytes, 4 * TestRequests.ZoneBytes),
            Scheduling = BackendScheduling.Threads,
            Threads = threads,
            Ring = new RingPath([new AnsweringRing(answer)], commands),
        });
}
