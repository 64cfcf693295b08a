using ZonedSdk.Backends;
using ZonedSdk.CompilerServices;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;
using ZonedSdk.Tests.Backends;

namespace ZonedSdk.Tests.Rings;

/// <summary>Uses a ring while its system calls are tampered with, and says what came of it.</summary>
internal static class RingChild
{
    private const int Operations = 200;

    public static async Task<int> RefusalAsync()
    {
        await WaitAsync();
        await using IoRing? ring = IoRing.TryCreate(new RingOptions { Name = "child" }, out RingRefusal? refusal);
        Console.WriteLine(refusal?.Why ?? "There is a ring.");
        return 0;
    }

    public static async Task<int> OperateAsync()
    {
        await WaitAsync();
        IoRing ring = IoRing.TryCreate(new RingOptions { Name = "child", Depth = 16 }, out RingRefusal? refusal) ?? throw new InvalidOperationException(refusal!.Why);
        TestOperation[] operations = [.. Enumerable.Range(0, Operations).Select(_ => TestOperation.Nothing())];
        foreach (TestOperation operation in operations)
        {
            ring.Push(operation);
            ring.Kick();
        }

        RingCompletion[] ends = await Task.WhenAll(operations.Select(operation => operation.Ended));
        foreach (IGrouping<string, RingCompletion> same in ends.GroupBy(end => end.WasSubmitted ? $"{end.Result}" : $"{end.Result} unsubmitted"))
        {
            Console.WriteLine($"{same.Key}: {same.Count()}");
        }

        TestOperation late = TestOperation.Nothing();
        ring.Push(late);
        ring.Kick();
        Console.WriteLine($"late: {(await late.Ended).Result}");
        Console.WriteLine($"broken: {ring.BrokenErrno}");
        await ring.DisposeAsync();
        return 0;
    }

    /// <summary>Writes a block of a file by a ring that has the file as its device, and says whether anybody has it when the ring has ended.</summary>
    public static async Task<int> UseDeviceAsync(string path)
    {
        const int Block = 4096;
        await WaitAsync();
        using AlignedBuffer memory = new(Block);
        (FileDescriptor device, IoRing ring) = NewDevice(path);
        Console.WriteLine($"registered {ring.HasRegisteredDevice}");
        TestOperation write = TestOperation.Write(device.Number, memory);
        ring.Push(write);
        ring.Kick();
        Console.WriteLine((await write.Ended).Result);
        await ring.DisposeAsync();
        device.Dispose();
        Console.WriteLine($"free {IsFree(path)}");
        return 0;
    }

    /// <summary>Makes rings over a file and ends them, with operations under way and without, and says how often nobody had the file when its ring had ended.</summary>
    public static async Task<int> EndDevicesAsync(string path)
    {
        const int Rounds = 300;
        const int AtOnce = 8;
        using AlignedBuffer memory = new(4096);
        (FileDescriptor device, IoRing ring) = NewDevice(path);
        await ring.DisposeAsync();
        device.Dispose();
        Console.WriteLine($"never began: free {IsFree(path)}");
        int free = 0;
        for (int round = 0; round < Rounds; round++)
        {
            // Half of the operations end with a worker of the kernel's, which is done with the file only after it has told so.
            (device, ring) = NewDevice(path);
            TestOperation[] writes = [.. Enumerable.Range(0, AtOnce).Select(i => TestOperation.Write(device.Number, memory, i % 2 == 0 ? EntryFlags.None : EntryFlags.Worker))];
            foreach (TestOperation write in writes)
            {
                ring.Push(write);
            }

            ring.Kick();
            if (round % 2 == 0)
            {
                await Task.WhenAll(writes.Select(write => write.Ended));
            }

            await ring.DisposeAsync();
            device.Dispose();
            free += IsFree(path) ? 1 : 0;
        }

        Console.WriteLine($"ended: free in {free} of {Rounds} rounds");
        return 0;
    }

    private static (FileDescriptor Device, IoRing Ring) NewDevice(string path)
    {
        FileDescriptor device = Open(path);
        if (Libc.LockFile(device, exclusive: true) is var errno and not 0)
        {
            throw new InvalidOperationException(Errno.Describe(errno));
        }

        return (device, IoRing.TryCreate(new RingOptions { Name = "child", Device = device }, out RingRefusal? refusal) ?? throw new InvalidOperationException(refusal!.Why));
    }

    // A lock of this kind goes with the last reference to what was opened.
    private static bool IsFree(string path)
    {
        using FileDescriptor again = Open(path);
        return Libc.LockFile(again, exclusive: true) == 0;
    }

    /// <summary>Writes a block of a file again and again through the engine, and says how many bytes the whole process allocated for each.</summary>
    public static async Task<int> AllocateAsync(string path, bool areChains)
    {
        const int Requests = 20_000;
        const int AtOnce = 32;
        using FileDescriptor opened = Open(path);
        IoRing ring = IoRing.TryCreate(new RingOptions { Name = "child", Depth = 16, Device = opened }, out RingRefusal? refusal) ?? throw new InvalidOperationException(refusal!.Why);
        await using CommandEngine engine = RingEngineTests.Engine(new FileRingCommands(opened) { Records = false, StretchAlignmentBytes = TestRequests.Block }, ring, WriteOrdering.Required);
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            int left = Requests;
            RequestOwner owner = null!;
            owner = new()
            {
                Records = false,
                Hears = request =>
                {
                    if (Interlocked.Decrement(ref left) >= AtOnce)
                    {
                        owner.Submit(engine, request);
                        engine.Kick();
                    }
                },
            };
            ZoneRequest[] requests = [.. Enumerable.Range(0, AtOnce).Select(i => RequestOf(i * 2 * TestRequests.Block, areChains))];
            Task ended = owner.WhenAsync(Requests);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            foreach (ZoneRequest request in requests)
            {
                owner.Submit(engine, request);
            }

            engine.Kick();
            await ended;
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // The first round makes what is kept. What a round costs beside its requests is less than a byte of each.
        Console.WriteLine($"{least / Requests} bytes for each");
        return 0;
    }

    private static FileDescriptor Open(string path)
    {
        int errno = Libc.Open(path, Libc.ReadWrite, out FileDescriptor? file);
        return file ?? throw new InvalidOperationException(Errno.Describe(errno));
    }

    // Of two blocks in memory that begins at pages, or of one anywhere.
    private static ZoneRequest RequestOf(long offset, bool isChain)
    {
        if (!isChain)
        {
            return TestRequests.Of(ZoneRequestKind.Write, offset, TestRequests.Block);
        }

        ZoneRequest head = TestRequests.Of(ZoneRequestKind.Write, offset, new PagedMemory(TestRequests.Block).Memory);
        head.NextCoalesced = TestRequests.Of(ZoneRequestKind.Write, offset + TestRequests.Block, new PagedMemory(TestRequests.Block).Memory);
        head.CommandLengthBytes = 2 * TestRequests.Block;
        return head;
    }

    private static async Task WaitAsync()
    {
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
    }
}
