using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4010.</summary>
public sealed class IoUnderGateTests
{
    [Fact]
    public Task The_message_names_the_io_and_the_gate() => ProtocolCheck.Message(
        "void M(byte[] b) { {|#1:Monitor.Enter(_gate)|}; try { {|#0:_drive.Write(_wp, b)|}; } finally { Monitor.Exit(_gate); } }",
        new DiagnosticResult(IoUnderGateRule.Diagnosed).WithLocation(0).WithLocation(1).WithArguments("'Write' does its I/O", "_gate"));

    [Fact]
    public Task Pass_through_append_with_the_lock_held_across_the_write_as_in_qemu() => ProtocolCheck.WithSemaphore("""
        async Task<long> AppendAsync(byte[] b)
        {
            await _gate.WaitAsync();
            try
            {
                long offset = _wp;
                {|ZSDK4010:await WriteAtAsync(offset, b)|};
                return offset;
            }
            finally { _gate.Release(); }
        }
        private async Task WriteAtAsync(long offset, byte[] b) => await _drive.WriteAsync(offset, b);
        """);

    [Theory]
    [MemberData(nameof(Forms))]
    public Task Io_that_blocks_is_wrong_under_every_lock(string form) => ProtocolCheck.Types(LockForm.All[form].Write("""
        class C
        {
            private readonly GATE _gate = NEWGATE;
            [GuardedBy("_gate")] private int _x;
            IDrive _drive = null!;
            VOID M(byte[] b)
            {
                LOCK(_gate) _x++; {|ZSDK4010:_drive.Write(0, b)|}; UNLOCK(_gate)
                _drive.Write(0, b);
            }
        }

        """));

    [Theory]
    [MemberData(nameof(Forms))]
    public Task Issuing_under_the_gate_and_waiting_after_it_is_right(string form) => ProtocolCheck.Types(LockForm.All[form].Write("""
        class C
        {
            private readonly GATE _gate = NEWGATE;
            [GuardedBy("_gate"), WritePointer] private long _wp;
            IDrive _drive = null!;
            VOID M(byte[] b)
            {
                Task issued = Task.CompletedTask;
                LOCK(_gate) issued = _drive.WriteAsync(_wp, b); _wp += b.Length; UNLOCK(_gate)
                issued.Wait();
            }
        }

        """));

    public static TheoryData<string> Forms() => new(LockForm.All.Keys);

    [Fact]
    public Task A_blocking_wait_for_io_counts_in_all_its_forms() => ProtocolCheck.Members("""
        void M(byte[] b)
        {
            lock (_gate)
            {
                {|ZSDK4010:_drive.WriteAsync(_wp, b).Wait()|};
                {|ZSDK4010:_drive.WriteAsync(_wp, b).GetAwaiter().GetResult()|};
                Info i = {|ZSDK4010:_drive.ReportAsync().Result|};
                int n = {|ZSDK4010:_drive.ReadAsync(0, b).AsTask().Result|};
                {|ZSDK4010:Task.WaitAll(_drive.FlushAsync(), Task.CompletedTask)|};
            }
        }
        """);

    [Fact]
    public Task A_task_in_a_variable_is_still_that_io() => ProtocolCheck.WithSemaphore("""
        async Task M(byte[] b)
        {
            await _gate.WaitAsync();
            try { Task t = _drive.WriteAsync(_wp, b); var u = t; {|ZSDK4010:await u|}; } finally { _gate.Release(); }
        }
        """);

    [Fact]
    public Task All_of_several_tasks_are_waited_for() => ProtocolCheck.WithSemaphore("""
        async Task M(byte[] b)
        {
            await _gate.WaitAsync();
            try { Task t = _drive.WriteAsync(_wp, b); {|ZSDK4010:await Task.WhenAll(t, Task.CompletedTask).ConfigureAwait(false)|}; } finally { _gate.Release(); }
        }
        """);

    [Fact]
    public Task Io_under_a_semaphore_that_guards_no_pointer_is_io_under_a_gate() => ProtocolCheck.Types("""
        class C
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly SemaphoreSlim _limit = new(8);
            [GuardedBy("_gate")] private int _x;
            async Task M(IDrive drive, Task other)
            {
                await _gate.WaitAsync();
                try { _x++; await other; {|ZSDK4010:await drive.FlushAsync()|}; } finally { _gate.Release(); }
                await _limit.WaitAsync();
                try { await drive.FlushAsync(); } finally { _limit.Release(); }
            }
        }
        """);

    [Fact]
    public Task Under_a_gate_of_a_write_pointer_every_wait_is_wrong() => ProtocolCheck.WithSemaphore("""
        async Task M(Task other)
        {
            await _gate.WaitAsync();
            try { _wp = _start; {|ZSDK4010:await other|}; {|ZSDK4010:await Task.Yield()|}; {|ZSDK4010:Thread.Sleep(1)|}; } finally { _gate.Release(); }
            await other;
        }
        """);

    [Fact]
    public Task Under_a_lock_of_a_thread_every_wait_is_wrong() => ProtocolCheck.Members("""
        async Task M(Task other, ManualResetEventSlim e)
        {
            Monitor.Enter(_other);
            {|ZSDK4010:await other|};
            Monitor.Exit(_other);
            lock (_gate) { {|ZSDK4010:e.Wait()|}; }
        }
        """);

    [Fact]
    public Task A_blocking_wait_under_a_lock_that_no_annotation_mentions_is_its_authors_matter() => ProtocolCheck.Members("""
        private int _readers;
        void Drop() { lock (_other) { SpinWait.SpinUntil(() => _readers == 0); Stop(); } }
        void Stop(Thread? writer = null) => writer?.Join();
        """);

    [Fact]
    public Task To_ask_without_waiting_is_no_wait() => ProtocolCheck.Members("""
        void M(ManualResetEventSlim e, EventWaitHandle h, Task t) { lock (_gate) { if (e.Wait(0) || h.WaitOne(TimeSpan.Zero) || t.Wait(0)) { _wp = _start; } {|ZSDK4010:e.Wait(1)|}; } }
        """);

    [Fact]
    public Task A_gate_of_the_base_class_is_one_by_the_annotations_of_the_class_that_uses_it() => ProtocolCheck.Types("""
        class Base { protected readonly object Gate = new(); }
        class Derived : Base
        {
            [GuardedBy(nameof(Gate))] private int _x;
            void M(Thread t) { lock (Gate) { _x++; {|ZSDK4010:t.Join()|}; } }
        }
        """);

    [Fact]
    public Task Streams_are_waited_for_too() => ProtocolCheck.WithSemaphore("""
        async Task M()
        {
            await _gate.WaitAsync();
            try { await foreach (Info i in {|ZSDK4010:_drive.ReportAllAsync()|}) { _wp = i.WritePointer; } } finally { _gate.Release(); }
        }
        """);

    [Fact]
    public Task Taking_another_lock_is_no_wait() => ProtocolCheck.WithSemaphore("""
        private readonly SemaphoreSlim _inner = new(1, 1);
        async Task M()
        {
            await _gate.WaitAsync();
            try { await _inner.WaitAsync(); _inner.Release(); _inner.Wait(); _inner.Release(); lock (_other) { } } finally { _gate.Release(); }
        }
        """);

    [Fact]
    public Task What_is_complete_is_not_waited_for() => ProtocolCheck.Members("""
        int M(byte[] b, ValueTask<int> v, Task<int> t)
        {
            Task done = Task.CompletedTask;
            t.Wait();
            lock (_gate)
            {
                if (v.IsCompletedSuccessfully) { return v.Result + t.Result; }
                Task.FromResult(1).Wait();
                Task.CompletedTask.Wait();
                return {|ZSDK4010:v.Result|};
            }
        }
        async Task N(Task<int> t, Task<int> u) { await Task.WhenAll(t, u); lock (_gate) { _wp = t.Result + u.Result; } }
        void O(Task<int> t, Task<int> u) { t.Wait(); t = u; lock (_gate) { {|ZSDK4010:t.Wait()|}; } }
        """);

    [Fact]
    public Task Methods_are_looked_through_three_calls_deep() => ProtocolCheck.Members("""
        void M() { lock (_gate) { {|ZSDK4010:One()|}; {|ZSDK4010:Two()|}; {|ZSDK4010:Three()|}; Four(); Local(); Mixed(); } One(); Mixed(); void Local() => {|ZSDK4010:One()|}; void Mixed() => Other(); }
        void One() => _drive.Report();
        void Two() { if (_end > 0) One(); }
        void Three() { for (; ; ) Two(); }
        void Four() => Three();
        void Other() { }
        """);

    [Fact]
    public Task Methods_that_only_issue_are_clean() => ProtocolCheck.Members("""
        Task M(byte[] b) { lock (_gate) { _wp += b.Length; Later(new Request()); return Issue(b); } }
        Task Issue(byte[] b) => _drive.WriteAsync(0, b);
        void Later(Request r) => _drive.Submit(r);
        """);

    [Fact]
    public Task A_virtual_method_is_not_looked_through() => ProtocolCheck.Members("void M() { lock (_gate) { V(); } } protected virtual void V() => _drive.Report();");

    [Fact]
    public Task An_asynchronous_method_is_looked_through_up_to_its_first_await() => ProtocolCheck.Members("""
        Task M(byte[] b) { lock (_gate) { Task t = AfterIt(b); return {|ZSDK4010:BeforeIt(b)|}; } }
        async Task AfterIt(byte[] b) { await Task.Yield(); _drive.Write(0, b); }
        async Task BeforeIt(byte[] b) { _drive.Write(0, b); await Task.Yield(); }
        """);

    [Fact]
    public Task A_gate_held_by_contract_is_held() => ProtocolCheck.Members("""
        [RequiresLock(nameof(_gate))] void M(byte[] b) { {|ZSDK4010:_drive.Write(_wp, b)|}; }
        void N(byte[] b) { lock (_gate) { M(b); } }
        """);

    [Fact]
    public Task The_caller_of_an_asynchronous_member_holds_its_gate_no_longer_than_the_member_runs() => ProtocolCheck.Members("""
        [RequiresLock(nameof(_gate))] async Task M(byte[] b) { Task t = _drive.WriteAsync(_wp, b); _wp += b.Length; await t; }
        """);

    [Fact]
    public Task What_runs_later_does_not_run_under_the_gate() => ProtocolCheck.Members("""
        void M(byte[] b) { lock (_gate) { Action a = () => _drive.Write(0, b); Now(() => {|ZSDK4010:_drive.Write(0, b)|}); } }
        static void Now([RunsImmediately] Action a) => a();
        """);

    [Fact]
    public Task A_condition_variable_leaves_its_lock_while_it_waits() => ProtocolCheck.Members("void M() { lock (_gate) { while (_wp == 0) Monitor.Wait(_gate); } }");

    [Fact]
    public Task On_some_paths_is_not_for_certain() => ProtocolCheck.Members("""
        void M(bool b, byte[] d) { if (b) Monitor.Enter(_other); _drive.Write(0, d); if (b) Monitor.Exit(_other); }
        """);

    [Fact]
    public Task Generated_code_is_left_alone_unless_asked_for() => RuleSettings.Check("void M(byte[] b) { lock (_gate) { {|ZSDK4010:_drive.Write(_wp, b)|}; } }");

    [Theory]
    [InlineData("class Z { [GuardedBy(\"this\")] int _x; void M() { lock (this) { _x++; {|ZSDK4010:Thread.Sleep(1)|}; } } }")]
    [InlineData("class Z { [GuardedBy(\"this\")] int _x; void M(Z z) { lock (z) { z._x++; {|ZSDK4010:Thread.Sleep(1)|}; } } }")]
    [InlineData("class Z { [GuardedBy(\"this\")] int _x; readonly Z _next = null!; void M() { Z z = _next; lock (z) { z._x++; {|ZSDK4010:Thread.Sleep(1)|}; } } }")]
    [InlineData("class Z { [RequiresLock(\"this\")] void N() { } void M() { lock (this) { N(); {|ZSDK4010:Thread.Sleep(1)|}; } } }")]
    [InlineData("class Z { [GuardedBy(\"this\")] int _x; } class Y : Z { void M() { lock (this) { {|ZSDK4010:Thread.Sleep(1)|}; } } }")]
    [InlineData("class Z { void M() { lock (this) { Thread.Sleep(1); } } }")]
    [InlineData("class Z { readonly object _g = new(); [GuardedBy(nameof(_g))] int _x; void M() { lock (_g) { _x++; } lock (this) { Thread.Sleep(1); } } }")]
    public Task The_instance_itself_is_a_gate_where_an_annotation_says_so(string types) => ProtocolCheck.Types(types);

    [Theory]
    [InlineData("class Z { readonly object _g = new(); void M() { if (!Monitor.IsEntered(_g)) { throw new InvalidOperationException(); } Thread.Sleep(1); } }")]
    [InlineData("class Z { readonly object _g = new(); [GuardedBy(nameof(_g))] int _x; void M() { if (!Monitor.IsEntered(_g)) { throw new InvalidOperationException(); } _x++; {|ZSDK4010:Thread.Sleep(1)|}; } }")]
    public Task A_lock_that_was_only_asked_about_is_a_gate_where_an_annotation_says_so(string types) => ProtocolCheck.Types(types);
}
