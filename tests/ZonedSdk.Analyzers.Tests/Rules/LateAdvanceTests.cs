using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4020.</summary>
public sealed class LateAdvanceTests
{
    [Fact]
    public Task The_message_names_pointer_gate_and_io() => ProtocolCheck.Message(
        """
        async Task M(byte[] b)
        {
            Task t;
            lock (_gate) { t = {|#1:_drive.WriteAsync(_wp, b)|}; }
            await t;
            Monitor.Enter(_gate);
            {|#0:_wp += b.Length|};
            Monitor.Exit(_gate);
        }
        """.Replace("Monitor.Enter(_gate)", "{|#2:Monitor.Enter(_gate)|}", StringComparison.Ordinal),
        new DiagnosticResult(LateAdvanceRule.Diagnosed).WithLocation(0).WithLocation(1).WithLocation(2).WithArguments("_wp", "after", "_gate", "WriteAsync"));

    [Fact]
    public Task The_pointer_moves_when_the_write_has_completed_as_in_zenfs() => ProtocolCheck.WithSemaphore("""
        #pragma warning disable ZSDK4010
        async Task AppendAsync(byte[] b)
        {
            await _gate.WaitAsync();
            try
            {
                int left = b.Length;
                while (left > 0)
                {
                    int part = Math.Min(left, 4096);
                    await _drive.WriteAsync(_wp, b.AsMemory(b.Length - left, part));
                    {|ZSDK4020:_wp += part|};
                    left -= part;
                }
            }
            finally { _gate.Release(); }
        }
        #pragma warning restore ZSDK4010
        """);

    [Fact]
    public Task The_pointer_moves_in_the_completion_as_in_qemu() => ProtocolCheck.WithSemaphore("""
        #pragma warning disable ZSDK4010
        async Task<long> WriteAsync(byte[] b)
        {
            await _gate.WaitAsync();
            try
            {
                long offset = _wp;
                await _drive.WriteAsync(offset, b);
                if (offset + b.Length > _wp) { {|ZSDK4020:_wp = offset + b.Length|}; }
                return offset;
            }
            finally { _gate.Release(); }
        }
        #pragma warning restore ZSDK4010
        """);

    [Theory]
    [MemberData(nameof(Forms))]
    public Task A_later_region_is_too_late_in_every_form_of_lock(string form) => ProtocolCheck.Types(LockForm.All[form].Write("""
        #pragma warning disable ZSDK4070
        class C
        {
            private readonly GATE _gate = NEWGATE;
            [GuardedBy("_gate"), WritePointer] private long _wp;
            IDrive _drive = null!;
            VOID M(Request r)
            {
                { LOCK(_gate) r.Offset = _wp; _drive.Submit(r); UNLOCK(_gate) }
                { LOCK(_gate) {|ZSDK4020:_wp += r.LengthBytes|}; UNLOCK(_gate) }
            }
        }
        #pragma warning restore ZSDK4070

        """));

    [Theory]
    [MemberData(nameof(Forms))]
    public Task Within_one_region_either_order_is_right_in_every_form_of_lock(string form) => ProtocolCheck.Types(LockForm.All[form].Write("""
        class C
        {
            private readonly GATE _gate = NEWGATE;
            [GuardedBy("_gate"), WritePointer] private long _wp;
            IDrive _drive = null!;
            VOID M(Request r, Request s)
            {
                { LOCK(_gate) r.Offset = _wp; _drive.Submit(r); _wp += r.LengthBytes; UNLOCK(_gate) }
                { LOCK(_gate) s.Offset = _wp; _wp += s.LengthBytes; _drive.Submit(s); UNLOCK(_gate) }
            }
        }

        """));

    public static TheoryData<string> Forms() => new(LockForm.All.Keys);

    [Fact]
    public Task A_continuation_is_too_late() => ProtocolCheck.Members("""
        Task M(byte[] b)
        {
            lock (_gate)
            {
                return _drive.WriteAsync(_wp, b).ContinueWith(_ => { lock (_gate) { {|ZSDK4020:_wp += b.Length|}; } }, TaskScheduler.Default);
            }
        }
        """);

    [Fact]
    public Task The_completion_callback_is_too_late() => ProtocolCheck.Members("""
        void M(byte[] b) { lock (_gate) { _drive.SubmitThen(_wp, b, ok => { lock (_gate) { {|ZSDK4020:_wp += b.Length|}; } }); } }
        """);

    [Fact]
    public Task A_copy_written_forward_is_an_advance() => ProtocolCheck.Members("""
        void M(byte[] b)
        {
            long offset;
            lock (_gate) { offset = _wp; _ = _drive.WriteAsync(offset, b); }
            lock (_gate) { {|ZSDK4020:_wp = offset + b.Length|}; }
        }
        """);

    [Fact]
    public Task An_offset_found_equal_to_the_pointer_is_a_copy_of_it() => ProtocolCheck.WithSemaphore("""
        #pragma warning disable ZSDK4010
        async Task M(long offset, byte[] b)
        {
            await _gate.WaitAsync();
            try
            {
                if (offset != _wp) { return; }
                await _drive.WriteAsync(offset, b);
                {|ZSDK4020:_wp = offset + b.Length|};
            }
            finally { _gate.Release(); }
        }
        #pragma warning restore ZSDK4010
        """);

    [Fact]
    public Task A_helper_that_advances_is_an_advance() => ProtocolCheck.Members("""
        void M(byte[] b)
        {
            lock (_gate) { _ = _drive.WriteAsync(_wp, b); }
            {|ZSDK4020:Advance(b.Length)|};
        }
        void Advance(int length) { lock (_gate) { _wp += length; } }
        """);

    [Fact]
    public Task A_function_over_the_state_is_judged_where_it_is_called() => ProtocolCheck.Types("""
        struct State { [WritePointer] public long Submitted; }
        static class Transitions { public static void Advance(ref State s, long n) => s.Submitted += n; }
        class C
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private State _state;
            void M(IDrive drive, byte[] b)
            {
                lock (_gate) { _ = drive.WriteAsync(_state.Submitted, b); }
                lock (_gate) { {|ZSDK4020:Transitions.Advance(ref _state, b.Length)|}; }
                lock (_gate) { ref State s = ref _state; _ = drive.WriteAsync(s.Submitted, b); Transitions.Advance(ref s, b.Length); }
            }
        }
        """);

    [Fact]
    public Task A_region_that_issues_moves_the_pointer_for_itself() => ProtocolCheck.Members("""
        void M(byte[] b)
        {
            lock (_gate) { _ = _drive.ReadAsync(_wp - b.Length, b); }
            lock (_gate) { _ = _drive.WriteAsync(_wp, b); _wp += b.Length; }
        }
        """);

    [Fact]
    public Task Writes_one_after_the_other_are_each_in_time() => ProtocolCheck.Members("""
        async Task M(byte[] b)
        {
            for (int i = 0; i < 3; i++)
            {
                Task t;
                lock (_gate) { long offset = _wp; _wp += b.Length; t = _drive.WriteAsync(offset, b); }
                await t;
            }
        }
        """);

    [Fact]
    public Task A_reservation_may_be_issued_after_its_region() => ProtocolCheck.Members("""
        async Task M(byte[] b)
        {
            long offset;
            lock (_gate) { offset = _wp; _wp += b.Length; }
            await _drive.WriteAsync(offset, b);
            lock (_gate) { _acknowledged = offset + b.Length; }
        }
        """);

    [Fact]
    public Task The_acknowledged_pointer_moves_at_completion_by_design() => ProtocolCheck.Members("""
        async Task M(byte[] b)
        {
            Task t;
            long end;
            lock (_gate) { t = _drive.WriteAsync(_wp, b); _wp += b.Length; end = _wp; }
            await t;
            lock (_gate) { _acknowledged = Math.Max(_acknowledged, end); _acknowledged++; }
        }
        """);

    [Fact]
    public Task A_report_an_assigned_offset_or_a_constant_is_no_advance() => ProtocolCheck.Members("""
        async Task M(byte[] b)
        {
            Task t;
            lock (_gate) { t = _drive.ResetAsync(_wp); }
            await t;
            lock (_gate) { _wp = _start; }
            Info info = await _drive.ReportAsync();
            lock (_gate) { _wp = info.WritePointer; }
            long offset = await _drive.AppendAsync(b);
            lock (_gate) { _wp = offset + b.Length; }
        }
        """);

    [Fact]
    public Task The_recovery_may_do_what_the_report_says() => ProtocolCheck.Members("""
        [Resynchronizes]
        async Task RecoverAsync()
        {
            Task t;
            lock (_gate) { t = _drive.ResetAsync(_wp); }
            await t;
            lock (_gate) { _wp += 4096; }
        }
        """);

    [Fact]
    public Task Another_zones_pointer_is_another_pointer() => ProtocolCheck.Members("""
        void M(Zone other, byte[] b)
        {
            lock (_gate) { _ = _drive.WriteAsync(_wp, b); _wp += b.Length; }
            lock (other._gate) { other._wp += 1; }
        }
        """);

    [Fact]
    public Task Io_that_never_saw_the_pointer_does_not_make_an_advance_late() => ProtocolCheck.Members("""
        async Task M(byte[] b)
        {
            await _drive.FlushAsync();
            lock (_gate) { _wp += b.Length; }
        }
        """);

    [Fact]
    public Task Generated_code_is_left_alone_unless_asked_for() =>
        RuleSettings.Check("void M(byte[] b) { lock (_gate) { _ = _drive.WriteAsync(_wp, b); } lock (_gate) { {|ZSDK4020:_wp += b.Length|}; } }");
}
