using System.Runtime.CompilerServices;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Tests.Rings;

/// <summary>The ring on the kernel of this machine.</summary>
public sealed class RingTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);
    private readonly AlignedBuffer _values = new(4096);
    private readonly FileDescriptor _counter;

    public RingTests() => _counter = NewCounter();

    public void Dispose()
    {
        _counter.Dispose();
        _values.Dispose();
    }

    [RingFact]
    public async Task More_operations_than_the_ring_holds_pushed_by_many_end_once_each()
    {
        const int Pushers = 4;
        const int Each = 5000;
        await using IoRing ring = Create(new RingOptions { Name = "test", Depth = 8 });
        TestOperation[] operations = [.. Enumerable.Range(0, Pushers * Each).Select(_ => TestOperation.Nothing())];
        Task[] pushers = [.. Enumerable.Range(0, Pushers).Select(pusher => Task.Run(() =>
        {
            for (int i = pusher; i < operations.Length; i += Pushers)
            {
                ring.Push(operations[i]);
                if (i % 7 == pusher)
                {
                    ring.Kick();
                }
            }

            ring.Kick();
        }))];
        await Task.WhenAll(pushers).WaitAsync(s_long);

        RingCompletion[] ends = await Task.WhenAll(operations.Select(operation => operation.Ended)).WaitAsync(s_long);
        Assert.All(ends, end => Assert.Equal(new RingCompletion(0, 0, WasSubmitted: true), end));
        await ring.DisposeAsync();
        Assert.All(operations, operation => Assert.Equal(1, operation.Count));
    }

    [RingFact]
    public async Task Operations_are_handed_over_in_the_order_in_which_they_were_pushed()
    {
        List<int> order = [];
        await using IoRing ring = Create(new RingOptions { Name = "test", Depth = 3, CompletesInline = true });
        TestOperation[] operations = [.. Enumerable.Range(0, 100).Select(number => TestOperation.Nothing(_ => order.Add(number)))];
        foreach (TestOperation operation in operations)
        {
            ring.Push(operation);
        }

        ring.Kick();
        await Task.WhenAll(operations.Select(operation => operation.Ended)).WaitAsync(s_long);

        // A NOP ends where it is taken, so the order of the ends is that of the entries.
        Assert.Equal(Enumerable.Range(0, 100), order);
    }

    [RingFact]
    public async Task Completions_for_which_the_queue_has_no_room_are_kept()
    {
        const int Depth = 128;
        await using IoRing ring = Create(new RingOptions { Name = "test", Depth = Depth, SubmissionEntries = 8, CompletionEntries = 8 });
        TestOperation[] operations = [.. Enumerable.Range(0, Depth - 1).Select(_ => new TestOperation(WaitUntilReadable))];
        foreach (TestOperation operation in operations)
        {
            ring.Push(operation);
        }

        // This one shows that those before it are at the kernel.
        TestOperation last = TestOperation.Nothing();
        ring.Push(last);
        ring.Kick();
        await last.Ended.WaitAsync(s_long);
        Assert.All(operations, operation => Assert.Equal(0, operation.Count));

        // One signal ends them all.
        Assert.Equal(0, RingCalls.Signal(_counter));
        await Task.WhenAll(operations.Select(operation => operation.Ended)).WaitAsync(s_long);
        await ring.DisposeAsync();
        Assert.All(operations, operation => Assert.Equal((1, 1), (operation.Ended.Result.Result, operation.Count)));

        void WaitUntilReadable(ref SubmissionEntry entry)
        {
            const byte PollOpcode = 6;
            const int Readable = 1;
            entry.Opcode = (RingOpcode)PollOpcode;
            entry.Descriptor = _counter.Number;

            // poll32_events, at byte 28.
            Unsafe.Add(ref Unsafe.As<SubmissionEntry, int>(ref entry), 7) = Readable;
        }
    }

    [RingFact]
    public async Task Operation_that_blocks_keeps_the_others_of_its_batch_from_nothing()
    {
        const int Count = 40;
        using CountdownEvent others = new(Count - 2);
        bool areTold = false;
        await using IoRing ring = Create(new RingOptions { Name = "test", Depth = Count });
        TestOperation blocked = TestOperation.Nothing(_ => areTold = others.Wait(s_long));
        TestOperation[] all = [blocked, .. Enumerable.Range(0, Count - 2).Select(_ => TestOperation.Nothing(_ => others.Signal())), TestOperation.Nothing()];
        foreach (TestOperation operation in all)
        {
            ring.Push(operation);
        }

        ring.Kick();
        await Task.WhenAll(all.Select(operation => operation.Ended)).WaitAsync(2 * s_long);
        Assert.True(areTold);
    }

    [RingFact]
    public async Task Inline_operations_are_completed_on_the_rings_thread_and_may_push_from_there()
    {
        await using IoRing ring = Create(new RingOptions { Name = "test", Depth = 1, CompletesInline = true });
        List<string?> threads = [];
        TestOperation second = TestOperation.Nothing(_ => threads.Add(Thread.CurrentThread.Name));
        TestOperation first = TestOperation.Nothing(_ =>
        {
            threads.Add(Thread.CurrentThread.Name);
            ring.Push(second);
            ring.Kick();
        });
        ring.Push(first);
        ring.Kick();
        await second.Ended.WaitAsync(s_long);
        Assert.Equal(["test ring", "test ring"], threads);
    }

    [RingFact]
    public async Task What_others_pushed_goes_before_what_a_completion_pushes()
    {
        List<string> order = [];
        await using IoRing ring = Create(new RingOptions { Name = "test", Depth = 1, CompletesInline = true });
        TestOperation others = TestOperation.Nothing(_ => order.Add("others"));
        TestOperation own = TestOperation.Nothing(_ => order.Add("own"));
        TestOperation first = TestOperation.Nothing(_ =>
        {
            // A push calls nothing and wakes nobody, so it may be waited for here.
            Thread other = new(() => ring.Push(others));
            other.Start();
            other.Join();
            ring.Push(own);
        });
        ring.Push(first);
        ring.Kick();
        await Task.WhenAll(own.Ended, others.Ended).WaitAsync(s_long);
        Assert.Equal(["others", "own"], order);
    }

    [RingFact]
    public async Task Operations_that_push_themselves_again_are_told_of_the_end()
    {
        for (int round = 0; round < 50; round++)
        {
            IoRing ring = Create(new RingOptions { Name = "test", Depth = 4, CompletesInline = true });
            Circle[] circles = [.. Enumerable.Range(0, 16).Select(_ => new Circle(ring))];
            foreach (Circle circle in circles)
            {
                ring.Push(circle);
            }

            ring.Kick();
            await circles[^1].IsTurning.WaitAsync(s_long);
            await ring.DisposeAsync().AsTask().WaitAsync(s_long);
            RingCompletion[] ends = await Task.WhenAll(circles.Select(circle => circle.Ended)).WaitAsync(s_long);
            Assert.All(ends, end => Assert.Equal(-Errno.Cancelled, end.Result));
        }
    }

    [RingFact]
    public async Task Errors_of_the_kernel_come_back_as_numbers()
    {
        await using IoRing ring = Create(new RingOptions { Name = "test" });
        Assert.Equal(-Errno.BadDescriptor, (await RunAsync(ring, RingOpcode.Read, descriptor: -1)).Result);
        Assert.Equal(-Errno.Invalid, (await RunAsync(ring, (RingOpcode)250, _counter.Number)).Result);
        Assert.Equal(-Errno.Invalid, (await RunAsync(ring, RingOpcode.Read, _counter.Number)).Result);

        // What was refused is no harm to what comes behind it.
        Assert.Equal(0, (await RunAsync(ring, RingOpcode.Nothing, 0)).Result);
    }

    [RingFact]
    public async Task Operation_with_nothing_to_submit_is_told_although_nothing_else_happens()
    {
        await using IoRing ring = Create(new RingOptions { Name = "test" });
        TestOperation operation = new((ref SubmissionEntry _) => { }) { IsPrepared = false };
        ring.Push(operation);
        ring.Kick();
        Assert.Equal(new RingCompletion(-Errno.Invalid, 0, WasSubmitted: false), await operation.Ended.WaitAsync(s_long));
    }

    [RingFact]
    public async Task End_refuses_what_the_kernel_has_not_and_ends_early_what_waits()
    {
        const int Depth = 4;
        IoRing ring = Create(new RingOptions { Name = "test", Depth = Depth });
        TestOperation[] operations = [.. Enumerable.Range(0, 10).Select(i => TestOperation.Wait(_counter, _values.Address + ((ulong)i * sizeof(ulong))))];
        foreach (TestOperation operation in operations)
        {
            ring.Push(operation);
        }

        ring.Kick();
        await ring.DisposeAsync().AsTask().WaitAsync(s_long);
        RingCompletion[] ends = await Task.WhenAll(operations.Select(operation => operation.Ended)).WaitAsync(s_long);
        Assert.All(ends, end => Assert.Equal(-Errno.Cancelled, end.Result));
        Assert.InRange(ends.Count(end => end.WasSubmitted), 0, Depth);

        TestOperation late = TestOperation.Nothing();
        ring.Push(late);
        ring.Kick();
        Assert.Equal(new RingCompletion(-Errno.Cancelled, 0, WasSubmitted: false), await late.Ended.WaitAsync(s_long));
        Assert.All(operations, operation => Assert.Equal(1, operation.Count));
        await ring.DisposeAsync();
    }

    [RingFact]
    public async Task Pushers_beside_the_end_are_all_told()
    {
        for (int round = 0; round < 100; round++)
        {
            IoRing ring = Create(new RingOptions { Name = "test", Depth = 4 });
            TestOperation[] operations = [.. Enumerable.Range(0, 64).Select(_ => TestOperation.Nothing())];
            Task pusher = Task.Run(() =>
            {
                foreach (TestOperation operation in operations)
                {
                    ring.Push(operation);
                    ring.Kick();
                }
            });
            await ring.DisposeAsync().AsTask().WaitAsync(s_long);
            await pusher.WaitAsync(s_long);
            await Task.WhenAll(operations.Select(operation => operation.Ended)).WaitAsync(s_long);
            Assert.All(operations, operation => Assert.Equal(1, operation.Count));
        }
    }

    [RingFact]
    public async Task Device_stays_open_until_nothing_of_the_ring_is_at_the_kernel()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new byte[sizeof(ulong)]);
            Assert.Equal(0, Libc.Open(path, Libc.ReadOnly, out FileDescriptor? device));
            string number = $"/proc/self/fd/{device!.Number}";
            IoRing ring = Create(new RingOptions { Name = "test", Device = device });
            device.Dispose();

            // Its owner has let it go, and its number is still nobody else's.
            TestOperation operation = TestOperation.Wait(device, _values.Address);
            ring.Push(operation);
            ring.Kick();
            Assert.Equal(sizeof(ulong), (await operation.Ended.WaitAsync(s_long)).Result);
            Assert.Equal(path, FileBehind(number));
            await ring.DisposeAsync();
            Assert.NotEqual(path, FileBehind(number));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [RingFact]
    public async Task What_the_first_of_many_ends_pushes_is_handed_over_before_the_last_is_told()
    {
        const int Many = 32;
        await using IoRing ring = Create(new RingOptions { Name = "test", CompletesInline = true });
        TaskCompletionSource<int> toldBefore = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int told = 0;
        TestOperation pushed = new((ref SubmissionEntry entry) =>
        {
            toldBefore.SetResult(told);
            entry.Opcode = RingOpcode.Nothing;
        });
        TestOperation[] many = [.. Enumerable.Range(0, Many).Select(_ => TestOperation.Nothing(_ =>
        {
            if (told++ == 0)
            {
                ring.Push(pushed);
            }
        }))];

        // From one end, on the ring's thread, so that all are handed over by one call and end within it.
        ring.Push(TestOperation.Nothing(_ => Array.ForEach(many, ring.Push)));
        ring.Kick();

        Assert.InRange(await toldBefore.Task.WaitAsync(s_long), 1, Many / 2);
        await Task.WhenAll(many.Select(operation => operation.Ended)).WaitAsync(s_long);
        await pushed.Ended.WaitAsync(s_long);
    }

    [RingFact]
    public async Task Operation_outlives_the_thread_that_pushed_it()
    {
        await using IoRing ring = Create(new RingOptions { Name = "test" });
        TestOperation operation = TestOperation.Wait(_counter, _values.Address);
        Thread pusher = new(() =>
        {
            ring.Push(operation);
            ring.Kick();
        });
        pusher.Start();
        pusher.Join();
        Assert.Equal(0, (await RunAsync(ring, RingOpcode.Nothing, 0)).Result);
        Assert.Equal(0, RingCalls.Signal(_counter));
        Assert.Equal(sizeof(ulong), (await operation.Ended.WaitAsync(s_long)).Result);
        Assert.Equal(1UL, BitConverter.ToUInt64(_values.Span));
    }

    [RingFact]
    public async Task Ring_that_nobody_closed_is_collected_and_ends()
    {
        Task ended = Abandon();
        for (int round = 0; round < 100 && !ended.IsCompleted; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        await ended.WaitAsync(s_long);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Task Abandon()
        {
            IoRing ring = Create(new RingOptions { Name = "test" });
            TestOperation operation = TestOperation.Nothing();
            ring.Push(operation);
            ring.Kick();
            return ring.Ended;
        }
    }

    [RingFact]
    public async Task Hundred_thousand_operations_allocate_nothing_on_the_rings_thread()
    {
        const int Operations = 100_000;
        await using IoRing ring = Create(new RingOptions { Name = "test", Depth = 4, CompletesInline = true });
        TaskCompletionSource<long> least = new(TaskCreationOptions.RunContinuationsAsynchronously);
        long before = 0;
        long fewest = long.MaxValue;
        int left = 0;
        int rounds = 5;
        TestOperation? operation = null;
        operation = TestOperation.Nothing(_ =>
        {
            if (left-- == 0)
            {
                // The first round makes what is kept.
                fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
                left = Operations;
                if (rounds-- == 0 || fewest == 0)
                {
                    least.TrySetResult(fewest);
                    return;
                }

                before = GC.GetAllocatedBytesForCurrentThread();
            }

            ring.Push(operation!);
            ring.Kick();
        });
        ring.Push(operation);
        ring.Kick();
        Assert.Equal(0, await least.Task.WaitAsync(s_long));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(RingOptions.MaxDepth + 1)]
    public void Depth_that_cannot_be_is_refused(int depth) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => IoRing.TryCreate(new RingOptions { Name = "test", Depth = depth }, out _));

    [RingFact]
    public void Opcode_that_the_kernel_has_not_is_a_refusal()
    {
        Assert.Null(IoRing.TryCreate(new RingOptions { Name = "test", Opcodes = [(RingOpcode)250] }, out RingRefusal? refusal));
        Assert.Contains("too old", refusal!.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(38, null, "no io_uring")]
    [InlineData(1, 2L, "io_uring_disabled is 2")]
    [InlineData(1, 1L, "io_uring_disabled is 1")]
    [InlineData(1, 0L, "seccomp")]
    [InlineData(1, null, "seccomp")]
    [InlineData(12, 0L, "ulimit -l")]
    [InlineData(22, 0L, "5.19")]
    [InlineData(24, 0L, "ulimit -n")]
    [InlineData(5, 0L, "cannot be had")]
    public void Refusal_says_what_to_do(int errno, long? disabled, string words)
    {
        string why = RingRefusal.Of(errno, disabled).Why;
        Assert.Contains(words, why, StringComparison.Ordinal);
        Assert.Contains($"errno {errno}", why, StringComparison.Ordinal);
    }

    // Another test may have the number next, and give it back while we look.
    private static string? FileBehind(string number)
    {
        try
        {
            return File.ResolveLinkTarget(number, returnFinalTarget: false)?.FullName;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static IoRing Create(RingOptions options)
    {
        IoRing? ring = IoRing.TryCreate(options, out RingRefusal? refusal);
        Assert.True(ring is not null, refusal?.Why);
        return ring;
    }

    private static FileDescriptor NewCounter()
    {
        Assert.Equal(0, RingCalls.CreateEvent(out FileDescriptor? counter));
        return counter!;
    }

    private static Task<RingCompletion> RunAsync(IoRing ring, RingOpcode opcode, int descriptor)
    {
        TestOperation operation = new((ref SubmissionEntry entry) =>
        {
            entry.Opcode = opcode;
            entry.Descriptor = descriptor;
        });
        ring.Push(operation);
        ring.Kick();
        return operation.Ended.WaitAsync(s_long);
    }

    /// <summary>Pushes itself anew from each of its ends, until it is not submitted any more.</summary>
    private sealed class Circle(IoRing ring) : RingOperation
    {
        private readonly TaskCompletionSource _turns = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<RingCompletion> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsTurning => _turns.Task;

        public Task<RingCompletion> Ended => _ended.Task;

        protected internal override bool Prepare(ref SubmissionEntry entry, Span<byte> command)
        {
            entry.Opcode = RingOpcode.Nothing;
            return true;
        }

        protected internal override void Complete(in RingCompletion completion)
        {
            if (!completion.WasSubmitted)
            {
                _ended.SetResult(completion);
                return;
            }

            _turns.TrySetResult();
            ring.Push(this);
            ring.Kick();
        }
    }
}
