using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4070.</summary>
public sealed class StaleCopyTests
{
    [Fact]
    public Task The_message_names_the_pointer_the_use_and_the_gate() => ProtocolCheck.Message(
        """
        void M(byte[] b)
        {
            {|#1:Monitor.Enter(_gate)|};
            long offset = _wp;
            Monitor.Exit(_gate);
            _ = {|#0:_drive.WriteAsync(offset, b)|};
        }
        """,
        new DiagnosticResult(StaleCopyRule.Diagnosed).WithLocation(0).WithLocation(1).WithArguments("_wp", "is the address of 'WriteAsync'", "_gate"));

    [Theory]
    [MemberData(nameof(Forms))]
    public Task An_address_from_an_earlier_region_is_stale_in_every_form_of_lock(string form) => ProtocolCheck.Types(LockForm.All[form].Write("""
        class C
        {
            private readonly GATE _gate = NEWGATE;
            [GuardedBy("_gate"), WritePointer] private long _wp;
            IDrive _drive = null!;
            VOID M(byte[] b)
            {
                long offset = 0;
                { LOCK(_gate) offset = _wp; _ = _drive.WriteAsync(offset, b); UNLOCK(_gate) }
                { LOCK(_gate) _ = {|ZSDK4070:_drive.WriteAsync(offset, b)|}; UNLOCK(_gate) }
                {|ZSDK4070:_drive.WriteAsync(offset + 1, b)|}.Wait();
            }
        }

        """));

    public static TheoryData<string> Forms() => new(LockForm.All.Keys);

    [Fact]
    public Task A_decision_after_the_release_is_stale() => ProtocolCheck.Members("""
        bool M(int length)
        {
            long offset;
            lock (_gate) { offset = _wp; }
            if ({|ZSDK4070:offset + length > _end|}) { return false; }
            while ({|ZSDK4070:offset == 0|}) { }
            return {|ZSDK4070:offset < 4096|} ? true : false;
        }
        """);

    [Fact]
    public Task A_write_back_undoes_what_moved_the_pointer_meanwhile() => ProtocolCheck.Members("""
        void M(int block)
        {
            long pointer;
            lock (_gate) { pointer = _wp; }
            pointer = (pointer + block - 1) / block * block;
            lock (_gate) { {|ZSDK4070:_wp = pointer|}; }
        }
        """);

    [Fact]
    public Task A_field_that_the_gate_does_not_guard_keeps_a_stale_copy() => ProtocolCheck.Members("""
        private long _last;
        [GuardedBy(nameof(_other))] private long _elsewhere;
        static long s_last;
        void M(Request r)
        {
            lock (_gate)
            {
                {|ZSDK4070:_last = _wp|};
                {|ZSDK4070:s_last = _wp + 1|};
                {|ZSDK4070:r.Offset = _wp|};
                lock (_other) { {|ZSDK4070:_elsewhere = _wp|}; }
                _acknowledged = _wp;
            }
        }
        """);

    [Fact]
    public Task An_object_that_was_given_a_stale_copy_takes_it_along() => ProtocolCheck.Members("""
        void M(Request r)
        {
            lock (_gate) { {|ZSDK4070:r.Offset = _wp|}; }
            {|ZSDK4070:_drive.Submit(r)|};
        }
        """);

    [Fact]
    public Task A_copy_reaches_the_drive_through_other_methods() => ProtocolCheck.Members("""
        Task M(byte[] b)
        {
            long offset;
            lock (_gate) { offset = _wp; }
            return {|ZSDK4070:One(b, offset)|};
        }
        private Task One(byte[] b, long offset) => Two(offset, b);
        private Task Two(long offset, byte[] b) => _drive.WriteAsync(offset, b);
        """);

    [Fact]
    public Task A_lambda_uses_the_copy_when_the_region_is_over() => ProtocolCheck.Members("""
        void M(byte[] b)
        {
            lock (_gate)
            {
                long offset = _wp;
                Task.Run(() => {|ZSDK4070:_drive.WriteAsync(offset, b)|});
                Now(() => { _ = _drive.WriteAsync(offset, b); });
            }
        }
        static void Now([RunsImmediately] Action a) => a();
        """);

    [Fact]
    public Task A_reservation_is_nobody_elses() => ProtocolCheck.Members("""
        async Task M(byte[] b, Request r)
        {
            long offset;
            lock (_gate) { offset = _wp; r.Offset = offset; _wp += b.Length; }
            if (offset + b.Length > _end) { Console.WriteLine("the last one"); }
            await _drive.WriteAsync(offset, b);
            _drive.Submit(r);
            long end;
            lock (_gate) { _wp += b.Length; end = _wp; }
            await _drive.WriteAsync(end - b.Length, b);
        }
        """);

    [Fact]
    public Task Returning_a_copy_is_the_callers_matter() => ProtocolCheck.Members("""
        long P { get { lock (_gate) { return _wp; } } }
        long M() { long copy; lock (_gate) { copy = _wp; } return copy; }
        bool N(long x) { long copy; lock (_gate) { copy = _wp; } return copy > x; }
        void O(out long copy) { lock (_gate) { copy = _wp; } }
        (long, bool) Q() { lock (_gate) { return (_wp, _wp == _end); } }
        """);

    [Fact]
    public Task A_returned_snapshot_may_contain_it() => ProtocolCheck.Members("""
        Info M() { lock (_gate) { return new Info(_wp, _wp == _end); } }
        Request N() { long copy; lock (_gate) { copy = _wp; } return new Request { Offset = copy }; }
        Request O() { var r = new Request(); lock (_gate) { r.Offset = _wp; } return r; }
        """);

    [Fact]
    public Task Logging_and_assertions_decide_nothing() => ProtocolCheck.Members("""
        void M()
        {
            long copy;
            lock (_gate) { copy = _wp; }
            Console.WriteLine($"the pointer is at {copy}");
            Trace.WriteLine(copy);
            Debug.Assert(copy >= _start, $"{copy}");
        }
        """);

    [Fact]
    public Task A_report_may_be_compared_with_it() => ProtocolCheck.Members("""
        async Task<bool> M()
        {
            long copy;
            lock (_gate) { copy = _wp; }
            Info info = await _drive.ReportAsync();
            if (info.WritePointer < copy) { return false; }
            if (copy != (await _drive.ReportAsync()).WritePointer) { return false; }
            return true;
        }
        """);

    [Fact]
    public Task Comparing_again_under_the_lock_brings_it_up_to_date() => ProtocolCheck.Members("""
        void M(byte[] b)
        {
            long offset;
            lock (_gate) { offset = _wp; }
            lock (_gate)
            {
                if (offset != _wp) { return; }
                _ = _drive.WriteAsync(offset, b);
                _wp = offset + b.Length;
            }
        }
        """);

    [Fact]
    public Task Reading_again_makes_a_new_copy() => ProtocolCheck.Members("""
        void M(byte[] b)
        {
            long offset;
            lock (_gate) { offset = _wp; }
            Console.WriteLine(offset);
            lock (_gate) { offset = _wp; _wp += b.Length; }
            _ = _drive.WriteAsync(offset, b);
        }
        """);

    [Fact]
    public Task A_loop_comes_to_the_same_region_with_an_old_copy() => ProtocolCheck.Members("""
        void M(byte[] b)
        {
            long offset = 0;
            for (int i = 0; i < 2; i++)
            {
                lock (_gate)
                {
                    if (i > 0) { _ = {|ZSDK4070:_drive.WriteAsync(offset, b)|}; }
                    offset = _wp;
                }
            }
        }
        """);

    [Fact]
    public Task Under_a_gate_held_by_contract_the_caller_decides_what_the_region_is() => ProtocolCheck.Members("""
        [RequiresLock(nameof(_gate))]
        void M(Request r) { r.Offset = _wp; if (r.Offset > _end) { return; } _drive.Submit(r); }
        """);

    [Fact]
    public Task A_pointer_in_a_guarded_struct_counts() => ProtocolCheck.Types("""
        struct State { [WritePointer] public long Submitted; public long Acknowledged; }
        class C
        {
            private readonly Lock _gate = new();
            private long _last;
            [GuardedBy("_gate")] private State _state;
            void M()
            {
                lock (_gate) { {|ZSDK4070:_last = _state.Submitted|}; _state.Acknowledged = _state.Submitted; }
                using (_gate.EnterScope()) { ref State s = ref _state; {|ZSDK4070:_last = s.Submitted|}; s.Acknowledged = s.Submitted; }
            }
            static void Over(ref State s, Request r) { r.Offset = s.Submitted; s.Acknowledged = s.Submitted; }
        }
        """);

    [Fact]
    public Task Generated_code_is_left_alone_unless_asked_for() =>
        RuleSettings.Check("private long _last; void M() { lock (_gate) { {|ZSDK4070:_last = _wp|}; } }");
}
