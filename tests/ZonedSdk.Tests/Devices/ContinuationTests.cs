using System.Runtime.CompilerServices;

namespace ZonedSdk.Tests.Devices;

/// <summary>Where the code behind an await goes on: on the thread pool, each as if it were alone, or by option where the I/O ends.</summary>
public sealed class ContinuationTests
{
    private const int Block = ScriptedBackend.Block;
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);
    private static readonly AsyncLocal<string?> s_local = new();

    private readonly ScriptedBackend _drive = new();

    [Fact]
    public async Task Continuation_that_blocks_keeps_nobody_back()
    {
        const int Count = 40;
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive);
        using CountdownEvent others = new(Count - 1);
        bool areTold = false;
        Task[] appends = [AppendAsync(() => areTold = others.Wait(s_long)), .. Enumerable.Range(1, Count - 1).Select(_ => AppendAsync(() => others.Signal()))];
        EndAll();
        await Task.WhenAll(appends).WaitAsync(2 * s_long);
        Assert.True(areTold);

        async Task AppendAsync(Action then)
        {
            await device.AppendAsync(0, new byte[Block]).ConfigureAwait(false);
            then();
        }
    }

    [Fact]
    public async Task Continuation_runs_on_the_pool_and_inline_by_option()
    {
        foreach (bool isInline in new[] { false, true })
        {
            var drive = new ScriptedBackend();
            await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { InlineContinuations = isInline });
            TaskCompletionSource<(Thread Thread, bool IsOfPool)> ran = new(TaskCreationOptions.RunContinuationsAsynchronously);

            // Asked on the thread itself: one that has ended is of no pool.
            device.AppendAsync(0, new byte[Block]).ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => ran.SetResult((Thread.CurrentThread, Thread.CurrentThread.IsThreadPoolThread)));
            Thread completing = new(() => drive.Pending[0].Succeed());
            completing.Start();
            (Thread where, bool isOfPool) = await ran.Task.WaitAsync(s_long);
            Assert.Equal((!isInline, isInline), (isOfPool, ReferenceEquals(where, completing)));
        }
    }

    [Fact]
    public async Task What_a_continuation_leaves_on_its_thread_the_next_one_does_not_find()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive);
        List<string?> found = [];
        TaskCompletionSource isDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (ExecutionContext.SuppressFlow())
        {
            foreach (int number in Enumerable.Range(0, 2))
            {
                ConfiguredValueTaskAwaitable<long>.ConfiguredValueTaskAwaiter awaiter = device.AppendAsync(0, new byte[Block]).ConfigureAwait(false).GetAwaiter();
                awaiter.UnsafeOnCompleted(() =>
                {
                    lock (found)
                    {
                        found.Add(s_local.Value);
                        found.Add(SynchronizationContext.Current?.ToString());
                        s_local.Value = "left behind";
                        SynchronizationContext.SetSynchronizationContext(new CountingContext());
                        if (found.Count == 4)
                        {
                            isDone.SetResult();
                        }
                    }
                });
            }
        }

        EndAll();
        await isDone.Task.WaitAsync(s_long);
        Assert.All(found, Assert.Null);
    }

    [Fact]
    public async Task Context_that_flows_is_there_on_the_pool()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive);
        TaskCompletionSource<(string?, bool)> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        s_local.Value = "the caller's";
        device.AppendAsync(0, new byte[Block]).ConfigureAwait(false).GetAwaiter().OnCompleted(() => found.SetResult((s_local.Value, Thread.CurrentThread.IsThreadPoolThread)));
        s_local.Value = null;
        Thread completing = new(EndAll);
        completing.Start();
        Assert.Equal(("the caller's", true), await found.Task.WaitAsync(s_long));
    }

    [Fact]
    public async Task Caller_with_a_context_of_its_own_goes_on_there()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive);
        CountingContext context = new();
        SynchronizationContext? before = SynchronizationContext.Current;
        TaskCompletionSource isDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            SynchronizationContext.SetSynchronizationContext(context);
            device.AppendAsync(0, new byte[Block]).GetAwaiter().UnsafeOnCompleted(isDone.SetResult);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        EndAll();
        await isDone.Task.WaitAsync(s_long);
        Assert.Equal(1, context.Posts);
    }

    private void EndAll()
    {
        foreach (ScriptedCommand command in _drive.Pending)
        {
            command.Succeed();
        }
    }

    private sealed class CountingContext : SynchronizationContext
    {
        private int _posts;

        public int Posts => Volatile.Read(ref _posts);

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            ThreadPool.UnsafeQueueUserWorkItem(static call => call.d(call.state), (d, state), preferLocal: false);
        }
    }
}
