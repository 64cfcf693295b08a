using System.Diagnostics;
using ZonedSdk.Backends;
using ZonedSdk.CompilerServices;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;
using ZonedSdk.Tests.Backends;

namespace ZonedSdk.Tests.Rings;

/// <summary>The engine of described commands over a ring, on a file of this machine.</summary>
public sealed class RingEngineTests : IDisposable
{
    private const int Block = TestRequests.Block;
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);
    private readonly string _path = Path.GetTempFileName();
    private readonly FileDescriptor _file;

    public RingEngineTests()
    {
        Assert.Equal(0, Libc.Open(_path, Libc.ReadWrite, out FileDescriptor? file));
        _file = file!;
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    [RingFact]
    public async Task Transfer_beyond_the_limit_goes_in_pieces_one_after_the_other()
    {
        FileRingCommands commands = new(_file);
        await using CommandEngine engine = Engine(commands, maxTransferBytes: 2 * Block);
        byte[] data = new byte[5 * Block];
        new Random(7).NextBytes(data);
        Assert.Equal([BackendResult.Success(data.Length)], await RunAsync(engine, TestRequests.Of(ZoneRequestKind.Write, 0, data)));
        byte[] read = new byte[data.Length];
        Assert.Equal([BackendResult.Success(data.Length)], await RunAsync(engine, TestRequests.Of(ZoneRequestKind.Read, 0, read)));
        Assert.Equal(data, read);
        Assert.Equal(["Write +0 8192", "Write +8192 8192", "Write +16384 4096", "Read +0 8192", "Read +8192 8192", "Read +16384 4096"], commands.Calls);
    }

    [RingFact]
    public async Task Chain_that_fits_goes_as_one_and_another_by_its_parts()
    {
        foreach ((int max, string[] calls) in ((int, string[])[])[(4 * Block, ["Write +0 16384"]), (3 * Block, ["Write +0 4096", "Write +4096 8192", "Write +12288 4096"]), (Block, ["Write +0 4096", "Write +4096 4096", "Write +8192 4096", "Write +12288 4096"])])
        {
            FileRingCommands commands = new(_file);
            await using CommandEngine engine = Engine(commands, max);
            Assert.Equal([BackendResult.Success(4 * Block)], await RunAsync(engine, TestRequests.Chain()));
            Assert.Equal(calls, commands.Calls);
            byte[] read = new byte[4 * Block];
            await RunAsync(engine, TestRequests.Of(ZoneRequestKind.Read, 0, read));
            Assert.Equal([1, 2, 2, 3], Enumerable.Range(0, 4).Select(block => (int)read[block * Block]));
            Assert.Equal([.. Enumerable.Repeat((byte)1, Block), .. Enumerable.Repeat((byte)2, 2 * Block), .. Enumerable.Repeat((byte)3, Block)], read);
        }
    }

    [RingFact]
    public async Task Kernel_gets_as_many_stretches_as_it_takes_and_a_copy_of_more()
    {
        const int Sector = 512;
        FileRingCommands commands = new(_file) { StretchAlignmentBytes = Sector };
        await using CommandEngine engine = Engine(commands);
        foreach (int count in (int[])[HeldVector.MaxCapacity, HeldVector.MaxCapacity + 1])
        {
            byte[] data = new byte[count * Sector];
            new Random(count).NextBytes(data);
            PagedMemory[] parts = [.. Enumerable.Range(0, count).Select(_ => new PagedMemory(Sector))];
            for (int i = 0; i < count; i++)
            {
                data.AsSpan(i * Sector, Sector).CopyTo(parts[i].GetSpan());
            }

            Assert.Equal([BackendResult.Success(data.Length)], await RunAsync(engine, RingChainTests.ChainOf(parts)));
            Assert.All(parts, part => Assert.Equal(0, part.Holders));
            byte[] read = new byte[data.Length];
            await RunAsync(engine, TestRequests.Of(ZoneRequestKind.Read, 0, read));
            Assert.Equal(data, read);
        }

        Assert.Equal([HeldVector.MaxCapacity, 0, 0, 0], commands.Stretches);
    }

    [RingFact]
    public async Task Memory_that_lies_badly_goes_through_memory_that_lies_well()
    {
        FileRingCommands commands = new(_file) { AlignmentBytes = Block };
        await using CommandEngine engine = Engine(commands, maxTransferBytes: 2 * Block);
        byte[] memory = new byte[(3 * Block) + 3];
        new Random(3).NextBytes(memory);
        Memory<byte> data = memory.AsMemory(3);
        Assert.Equal([BackendResult.Success(data.Length)], await RunAsync(engine, TestRequests.Of(ZoneRequestKind.Write, 0, data)));
        byte[] read = new byte[memory.Length];
        Assert.Equal([BackendResult.Success(data.Length)], await RunAsync(engine, TestRequests.Of(ZoneRequestKind.Read, 0, read.AsMemory(3))));
        Assert.True(data.Span.SequenceEqual(read.AsSpan(3)));
        Assert.All(commands.Addresses, address => Assert.Equal(0UL, address % Block));
    }

    [RingFact]
    public async Task Transfer_that_ends_before_its_end_is_short_and_one_that_fails_says_how_far_it_was()
    {
        await using CommandEngine engine = Engine(new FileRingCommands(_file), maxTransferBytes: 2 * Block);
        await RunAsync(engine, TestRequests.Of(ZoneRequestKind.Write, 0, 3 * Block, fill: 1));

        // Behind three blocks the file ends.
        Assert.Equal([BackendResult.Success(3 * Block)], await RunAsync(engine, TestRequests.Of(ZoneRequestKind.Read, 0, 5 * Block)));
        Assert.Equal(0, Libc.Open(_path, Libc.ReadOnly, out FileDescriptor? unwritable));
        using (unwritable)
        {
            await using CommandEngine other = Engine(new FileRingCommands(unwritable!));
            Assert.Equal([BackendResult.Failure(ZoneError.Io, Errno.BadDescriptor)], await RunAsync(other, TestRequests.Of(ZoneRequestKind.Write, 0, Block)));
        }
    }

    [RingFact]
    public async Task Transfer_of_nothing_is_no_command()
    {
        FileRingCommands commands = new(_file);
        await using CommandEngine engine = Engine(commands, maxTransferBytes: Block);
        Assert.Equal([BackendResult.Success()], await RunAsync(engine, TestRequests.Of(ZoneRequestKind.Read, 0, 0)));
        ZoneRequest chain = TestRequests.Of(ZoneRequestKind.Write, 0, 0);
        chain.NextCoalesced = TestRequests.Of(ZoneRequestKind.Write, 0, Block);
        chain.NextCoalesced.NextCoalesced = TestRequests.Of(ZoneRequestKind.Write, Block, 0);
        chain.NextCoalesced.NextCoalesced.NextCoalesced = TestRequests.Of(ZoneRequestKind.Write, Block, Block);
        chain.CommandLengthBytes = 2 * Block;
        Assert.Equal([BackendResult.Success(2 * Block)], await RunAsync(engine, chain));
        Assert.Equal(["Write +0 4096", "Write +4096 4096"], commands.Calls);
    }

    [RingFact]
    public async Task Memory_that_is_not_to_be_pinned_goes_by_a_call_that_blocks()
    {
        FileRingCommands commands = new(_file);
        await using CommandEngine engine = Engine(commands);
        UnpinnableMemory memory = new(Block);
        List<BackendResult> results = await RunAsync(engine, TestRequests.Of(ZoneRequestKind.Write, 0, memory.Memory), TestRequests.Of(ZoneRequestKind.Write, Block, Block));
        Assert.Equal(Enumerable.Repeat(BackendResult.Success(Block), 2), results);
        Assert.Equal(["Write +4096 4096"], commands.Calls);
    }

    [RingFact]
    public async Task Inline_what_succeeds_ends_on_the_rings_thread_and_what_fails_does_not()
    {
        // Behind the file's end nothing is read, and to say why the drive would be asked.
        List<(string? Thread, bool IsPooled)> heard = [];
        List<BackendResult> results = [];
        await using CommandEngine engine = Engine(new FileRingCommands(_file));
        engine.CompleteInline();
        foreach (ZoneRequest request in (ZoneRequest[])[TestRequests.Of(ZoneRequestKind.Write, 0, Block), TestRequests.Of(ZoneRequestKind.Read, 4 * Block, Block), TestRequests.Of(ZoneRequestKind.Read, 0, Block)])
        {
            RequestOwner owner = new() { Hears = _ => heard.Add((Thread.CurrentThread.Name, Thread.CurrentThread.IsThreadPoolThread)) };
            owner.Submit(engine, request);
            engine.Kick();
            await owner.WhenAsync(1).WaitAsync(s_long);
            results.AddRange(owner.Results);
        }

        Assert.Equal([("file ring", false), ("file ring", false)], new[] { heard[0], heard[2] });
        Assert.True(heard[1].IsPooled);
        Assert.Equal([BackendResult.Success(Block), BackendResult.Success(), BackendResult.Success(Block)], results);
    }

    [RingFact]
    public async Task Probe_is_told_nothing_on_the_rings_thread()
    {
        List<bool> arePooled = [];
        CommandTrace trace = new(_ => arePooled.Add(Thread.CurrentThread.IsThreadPoolThread));
        await using CommandEngine engine = Engine(new FileRingCommands(_file), probe: trace);
        engine.CompleteInline();
        await RunAsync(engine, TestRequests.Of(ZoneRequestKind.Write, 0, Block));
        Assert.Equal([true], arePooled);
    }

    [RingFact]
    public async Task Many_at_once_each_end_once_and_one_that_blocks_whoever_hears_it_holds_up_no_other()
    {
        const int Count = 300;
        using CountdownEvent others = new(Count - 1);
        ZoneRequest first = TestRequests.Of(ZoneRequestKind.Write, 0, Block);
        bool areTold = false;
        RequestOwner owner = new()
        {
            Hears = request =>
            {
                if (ReferenceEquals(request, first))
                {
                    areTold = others.Wait(s_long);
                }
                else
                {
                    others.Signal();
                }
            },
        };
        await using CommandEngine engine = Engine(new FileRingCommands(_file), depth: 16);
        owner.Submit(engine, first);
        for (int i = 1; i < Count; i++)
        {
            owner.Submit(engine, TestRequests.Of(ZoneRequestKind.Write, i * Block, Block, (byte)i));
        }

        engine.Kick();
        await owner.WhenAsync(Count).WaitAsync(2 * s_long);
        Assert.True(areTold);
        Assert.Equal(Enumerable.Repeat(BackendResult.Success(Block), Count), owner.Results);
    }

    [RingFact]
    public async Task End_waits_for_what_is_under_way_and_refuses_what_comes_later()
    {
        const int Count = 200;
        FileRingCommands commands = new(_file);
        CommandEngine engine = Engine(commands, maxTransferBytes: Block, depth: 4);
        RequestOwner owner = new();
        for (int i = 0; i < Count; i++)
        {
            owner.Submit(engine, TestRequests.Of(ZoneRequestKind.Write, i * 2 * Block, 2 * Block));
        }

        engine.Kick();
        await engine.DisposeAsync().AsTask().WaitAsync(s_long);
        await owner.WhenAsync(Count).WaitAsync(s_long);
        Assert.All(owner.Results, result => Assert.Contains(result.Error, (ZoneError[])[ZoneError.None, ZoneError.DeviceGone]));
        Assert.Equal([ZoneError.DeviceGone], (await RunAsync(engine, TestRequests.Of(ZoneRequestKind.Write, 0, Block))).Select(result => result.Error));
        await engine.DisposeAsync();
    }

    [RingFact]
    public async Task Probe_sees_each_piece_and_makes_it_fail()
    {
        CommandFaults faults = new();
        faults.Fail(ZoneCommand.Read, 75);
        List<string> lines = [];
        CommandTrace trace = new(line =>
        {
            lock (lines)
            {
                lines.Add(line);
            }
        });
        FileRingCommands commands = new(_file);
        await using (CommandEngine engine = Engine(commands, maxTransferBytes: 2 * Block, probe: trace))
        {
            Assert.Equal([BackendResult.Success(3 * Block)], await RunAsync(engine, TestRequests.Of(ZoneRequestKind.Write, 0, 3 * Block)));
            Assert.Equal(["Write zone 1 +0 length 8192: 8192", "Write zone 1 +8192 length 4096: 4096"], lines);
        }

        await using CommandEngine faulty = Engine(commands, probe: faults);
        Assert.Equal([BackendResult.Failure(ZoneError.TooManyActiveZones, 75)], await RunAsync(faulty, TestRequests.Of(ZoneRequestKind.Read, 0, Block)));
        Assert.Equal([BackendResult.Success(Block)], await RunAsync(faulty, TestRequests.Of(ZoneRequestKind.Read, 0, Block)));
    }

    [Theory]
    [InlineData("single")]
    [InlineData("chains")]
    public async Task Transfer_allocates_nothing_on_whichever_thread(string form)
    {
        if (!RingFactAttribute.IsThere)
        {
            return;
        }

        // In a process of its own, where nobody else allocates.
        using Process child = Process.Start(new ProcessStartInfo(ChildProgram.DotnetHost, ["exec", typeof(RingEngineTests).Assembly.Location, "ring-allocation", _path, form]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string said = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.Equal("0 bytes for each", said.Trim());
    }

    [RingFact]
    public void Drive_that_keeps_no_order_is_refused_a_ring()
    {
        IoRing ring = NewRing(1);
        Assert.Throws<ArgumentException>(() => Engine(new FileRingCommands(_file), ring, WriteOrdering.Queued));
        ring.Stop();
    }

    internal static async Task<List<BackendResult>> RunAsync(CommandEngine engine, params ZoneRequest[] requests)
    {
        RequestOwner owner = new();
        foreach (ZoneRequest request in requests)
        {
            owner.Submit(engine, request);
        }

        engine.Kick();
        await owner.WhenAsync(requests.Length).WaitAsync(s_long);
        return owner.Results;
    }

    private CommandEngine Engine(FileRingCommands commands, int maxTransferBytes = 1 << 20, int depth = 16, ICommandProbe? probe = null) =>
        Engine(commands, NewRing(depth), WriteOrdering.Required, maxTransferBytes, probe);

    internal static CommandEngine Engine(FileRingCommands commands, IRing ring, WriteOrdering ordering, int maxTransferBytes = 1 << 20, ICommandProbe? probe = null) => new(
        new FakeCommands(),
        new BackendTable { Name = "file", Ordering = ordering, Limits = new Limits { MaxTransferBytes = maxTransferBytes } },
        new BackendShape { Name = "file", Identity = new DeviceIdentity("f"), Geometry = new Geometry(Block, TestRequests.ZoneBytes, 4 * TestRequests.ZoneBytes), Ring = new RingPath([ring], commands), Probe = probe });

    private IoRing NewRing(int depth)
    {
        IoRing? ring = IoRing.TryCreate(new RingOptions { Name = "file", Depth = depth, Device = _file }, out RingRefusal? refusal);
        Assert.True(ring is not null, refusal?.Why);
        return ring;
    }
}
