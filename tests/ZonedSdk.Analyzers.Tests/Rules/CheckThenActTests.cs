using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4021.</summary>
public sealed class CheckThenActTests
{
    [Fact]
    public Task The_message_names_the_pointer_and_the_gate() => ProtocolCheck.Message(
        """
        void M(byte[] b)
        {
            lock (_gate) { if ({|#1:_wp + b.Length > _end|}) { return; } }
            {|#2:Monitor.Enter(_gate)|};
            {|#0:_wp += b.Length|};
            Monitor.Exit(_gate);
        }
        """,
        new DiagnosticResult(CheckThenActRule.Diagnosed).WithLocation(0).WithLocation(1).WithLocation(2).WithArguments("_wp", "advanced", "_gate"));

    [Theory]
    [MemberData(nameof(Forms))]
    public Task The_zone_is_full_is_asked_in_one_region_and_acted_upon_in_the_next_as_in_spdk(string form) => ProtocolCheck.Types(LockForm.All[form].Write("""
        class C
        {
            private readonly GATE _gate = NEWGATE;
            [GuardedBy("_gate"), WritePointer] private long _wp;
            private readonly long _end;
            IDrive _drive = null!;
            VOID M(byte[] b)
            {
                bool fits = false;
                { LOCK(_gate) fits = _wp + b.Length <= _end; UNLOCK(_gate) }
                if (!fits) { throw new IOException("full"); }
                { LOCK(_gate) {|ZSDK4021:_wp += b.Length|}; _ = _drive.WriteAsync(_wp - b.Length, b); UNLOCK(_gate) }
            }
        }

        """));

    [Theory]
    [MemberData(nameof(Forms))]
    public Task Check_and_act_in_one_region_are_right_in_every_form_of_lock(string form) => ProtocolCheck.Types(LockForm.All[form].Write("""
        class C
        {
            private readonly GATE _gate = NEWGATE;
            [GuardedBy("_gate"), WritePointer] private long _wp;
            private readonly long _end;
            IDrive _drive = null!;
            VOID M(byte[] b)
            {
                { LOCK(_gate) if (_wp + b.Length > _end) { throw new IOException("full"); } _ = _drive.WriteAsync(_wp, b); _wp += b.Length; UNLOCK(_gate) }
            }
        }

        """));

    public static TheoryData<string> Forms() => new(LockForm.All.Keys);

    [Fact]
    public Task The_check_may_stand_in_a_helper_that_takes_the_lock_itself() => ProtocolCheck.Members("""
        void M(byte[] b) { if (!Fits(b.Length)) { return; } lock (_gate) { {|ZSDK4021:_wp += b.Length|}; } }
        void N(byte[] b) { if (IsFull) { return; } lock (_gate) { {|ZSDK4021:_wp += b.Length|}; } }
        void O(byte[] b) { lock (_gate) { if (!FitsLocked(b.Length)) { return; } _wp += b.Length; } }
        bool Fits(int n) { lock (_gate) { return _wp + n <= _end; } }
        bool IsFull { get { lock (_gate) { return _wp == _end; } } }
        [RequiresLock(nameof(_gate))] bool FitsLocked(int n) => _wp + n <= _end;
        """);

    [Fact]
    public Task The_offset_is_compared_first_and_the_pointer_is_set_later() => ProtocolCheck.Members("""
        bool M(Request r)
        {
            lock (_gate) { if (_wp != r.Offset) { return false; } }
            lock (_gate) { _drive.Submit(r); {|ZSDK4021:_wp = r.End|}; }
            return true;
        }
        """);

    [Fact]
    public Task Issuing_at_the_pointer_is_an_act() => ProtocolCheck.Members("""
        #pragma warning disable ZSDK4020
        void M(byte[] b)
        {
            lock (_gate) { if (_wp == _end) { return; } }
            lock (_gate) { _ = {|ZSDK4021:_drive.WriteAsync(_wp, b)|}; }
        }
        #pragma warning restore ZSDK4020
        """);

    [Fact]
    public Task The_acting_region_may_test_again() => ProtocolCheck.Members("""
        bool M(byte[] b)
        {
            lock (_gate) { if (_wp + b.Length > _end) { return false; } }
            lock (_gate)
            {
                if (_wp + b.Length > _end) { return false; }
                _wp += b.Length;
            }
            return true;
        }
        void N(byte[] b)
        {
            lock (_gate) { if (_wp == _end) { return; } }
            lock (_gate) { if (_wp is > 0 and < 4096) { _wp += b.Length; } }
        }
        """);

    [Fact]
    public Task Double_checked_is_checked() => ProtocolCheck.Members("""
        void M(byte[] b)
        {
            if (IsFull) { return; }
            lock (_gate) { if (_wp == _end) { return; } _wp += b.Length; }
        }
        bool IsFull { get { lock (_gate) { return _wp == _end; } } }
        """);

    [Fact]
    public Task A_check_that_leads_to_both_decides_nothing() => ProtocolCheck.Members("""
        void M(byte[] b)
        {
            lock (_gate) { if (_wp == _end) { Console.WriteLine("full"); } }
            lock (_gate) { _wp += b.Length; }
        }
        """);

    [Fact]
    public Task A_check_on_some_paths_only_is_not_for_certain() => ProtocolCheck.Members("""
        void M(byte[] b, bool careful)
        {
            if (careful) { lock (_gate) { if (_wp == _end) { return; } } }
            lock (_gate) { _wp += b.Length; }
        }
        """);

    [Fact]
    public Task A_report_or_the_zones_start_rests_on_no_check() => ProtocolCheck.Members("""
        async Task M()
        {
            lock (_gate) { if (_wp == _start) { return; } }
            await _drive.ResetAsync(_start);
            lock (_gate) { _wp = _start; }
            lock (_gate) { if (_wp != _end) { return; } }
            Info info = await _drive.ReportAsync();
            lock (_gate) { _wp = info.WritePointer; }
        }
        """);

    [Fact]
    public Task The_recovery_checks_and_acts_as_it_must() => ProtocolCheck.Members("""
        [Resynchronizes]
        void Recover(long reported) { lock (_gate) { if (_wp == reported) { return; } } lock (_gate) { _wp = reported; } }
        """);

    [Fact]
    public Task Another_zones_check_is_another_check() => ProtocolCheck.Members("""
        void M(Zone other, byte[] b)
        {
            lock (other._gate) { if (other._wp == _end) { return; } }
            lock (_gate) { _wp += b.Length; }
        }
        """);

    [Fact]
    public Task A_check_of_something_else_is_none() => ProtocolCheck.Members("""
        void M(byte[] b)
        {
            lock (_gate) { if (_acknowledged == _end) { return; } }
            lock (_gate) { _wp += b.Length; }
        }
        """);

    [Fact]
    public Task The_loop_that_waits_for_room_must_take_it_where_it_sees_it() => ProtocolCheck.Members("""
        async Task M(byte[] b)
        {
            while (true)
            {
                lock (_gate) { if (_wp + b.Length <= _end) { break; } }
                await Task.Delay(1);
            }
            lock (_gate) { {|ZSDK4021:_wp += b.Length|}; }
        }
        async Task N(byte[] b)
        {
            while (true)
            {
                lock (_gate) { if (_wp + b.Length <= _end) { _wp += b.Length; break; } }
                await Task.Delay(1);
            }
        }
        """);

    [Fact]
    public Task A_callee_that_gets_the_state_may_test_it() => ProtocolCheck.Types("""
        struct State { [WritePointer] public long Submitted; }
        static class Transitions { public static bool TrySubmit(ref State s, long n) { if (s.Submitted + n > 100) { return false; } s.Submitted += n; return true; } }
        class C
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private State _state;
            void M(int n)
            {
                lock (_gate) { if (_state.Submitted == 100) { return; } }
                lock (_gate) { Transitions.TrySubmit(ref _state, n); }
                lock (_gate) { if (_state.Submitted == 100) { return; } }
                lock (_gate) { ref State s = ref _state; {|ZSDK4021:s.Submitted += n|}; }
            }
        }
        """);

    [Fact]
    public Task Generated_code_is_left_alone_unless_asked_for() =>
        RuleSettings.Check("void M(byte[] b) { lock (_gate) { if (_wp == _end) { return; } } lock (_gate) { {|ZSDK4021:_wp += b.Length|}; } }");
}
