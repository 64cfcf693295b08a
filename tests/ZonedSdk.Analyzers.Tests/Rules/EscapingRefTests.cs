using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4006.</summary>
public sealed class EscapingRefTests
{
    [Fact]
    public Task The_message_names_reference_member_and_gate() => RuleCheck.Message(
        "void M() { ref int r = ref _x; }".Replace("ref int r = ref _x;", "Monitor.Enter(_gate); ref int r = ref _x; Monitor.Exit(_gate); {|#0:r|} = 1;", StringComparison.Ordinal),
        new DiagnosticResult(EscapingRefRule.Diagnosed).WithLocation(0).WithArguments("r", "_x", "_gate"));

    [Fact]
    public Task A_ref_local_used_after_the_release() => RuleCheck.Members("int M() { ref int r = ref _zero; lock (_gate) { r = ref _x; r++; } return {|ZSDK4006:r|}; } int _zero;");

    [Fact]
    public Task A_ref_local_used_under_the_lock() => RuleCheck.Members("int M() { lock (_gate) { ref int r = ref _x; r++; return r; } }");

    [Fact]
    public Task A_ref_local_used_under_a_second_lock() => RuleCheck.Members("int M() { ref int r = ref _zero; lock (_gate) { r = ref _x; } lock (_gate) { return r; } } int _zero;");

    [Fact]
    public Task A_ref_local_that_points_elsewhere_by_then() => RuleCheck.Members("int M() { ref int r = ref _zero; lock (_gate) { r = ref _x; r = ref _zero; } return r; } int _zero;");

    [Fact]
    public Task A_ref_taken_without_the_lock_is_a_touch_without_it() => RuleCheck.Members("int M() { ref int r = ref {|ZSDK4001:_x|}; return r; }");

    [Fact]
    public Task A_ref_returned_out_of_the_lock() => RuleCheck.Members("ref int M() { lock (_gate) { return ref {|ZSDK4006:_x|}; } }");

    [Fact]
    public Task A_ref_returned_to_a_caller_who_holds_the_gate() => RuleCheck.Members("[RequiresLock(nameof(_gate))] ref int M() => ref _x;");

    [Fact]
    public Task A_ref_local_returned_out_of_the_lock() => RuleCheck.Members("ref int M() { lock (_gate) { ref int r = ref _x; return ref {|ZSDK4006:r|}; } }");

    [Fact]
    public Task A_ref_from_a_member_that_requires_the_gate() => RuleCheck.Members("""
        [RequiresLock(nameof(_gate))] ref int Get() => ref _x;
        int M() { ref int r = ref _zero; lock (_gate) { r = ref Get(); r++; } return {|ZSDK4006:r|}; }
        int _zero;
        """);

    [Fact]
    public Task A_ref_into_a_guarded_struct() => RuleCheck.Types("""
        struct State { public int A; }
        class S
        {
            readonly object _gate = new(); [GuardedBy("_gate")] State _state; State _free;
            int M() { ref int a = ref _free.A; lock (_gate) { a = ref _state.A; } return {|ZSDK4006:a|}; }
        }
        """);

    [Fact]
    public Task A_copy_of_a_ref_local() => RuleCheck.Members("int M() { ref int s = ref _zero; lock (_gate) { ref int r = ref _x; s = ref r; } return {|ZSDK4006:s|}; } int _zero;");

    [Fact]
    public Task A_pointer_used_after_the_release() => RuleCheck.Types("""
        class S
        {
            readonly object _gate = new(); [GuardedBy("_gate")] int _x;
            unsafe int M() { Monitor.Enter(_gate); fixed (int* p = &_x) { int i = *p; Monitor.Exit(_gate); return i + *{|ZSDK4006:p|}; } }
        }
        """);

    [Fact]
    public Task A_value_read_through_a_ref_is_a_copy() => RuleCheck.Members("int M() { int i; lock (_gate) { ref int r = ref _x; i = r; } return i; }");

    [Fact]
    public Task A_ref_argument_lives_as_long_as_the_call() => RuleCheck.Members("static void F(ref int i) => i++; void M() { lock (_gate) { F(ref _x); } F(ref {|ZSDK4001:_x|}); }");

    [Fact]
    public Task What_a_guard_shows_by_ref_ends_with_the_guard() => RuleCheck.Types("""
        struct State { public int A; }
        class Zone
        {
            private readonly Lock _gate = new();
            [GuardedBy("_gate")] private State _state;
            [AcquiresLock("_gate")] private Guard Enter() => new(_gate, ref _state);
            int M()
            {
                State none = default;
                ref State s = ref none;
                using (Guard g = Enter()) { s = ref g.State; s.A++; }
                return {|ZSDK4006:s|}.A;
            }
            int N() { using Guard g = Enter(); ref State s = ref g.State; return s.A; }
            private readonly ref struct Guard
            {
                private readonly Lock _gate; private readonly ref State _state;
                [AcquiresLock("gate")] public Guard(Lock gate, ref State state) { gate.Enter(); _gate = gate; _state = ref state; }
                public ref State State => ref _state;
                [ReleasesLock("_gate")] public void Dispose() => _gate.Exit();
            }
        }
        """);

    [Fact]
    public Task It_can_be_switched_off()
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test("ref int M() { lock (_gate) { return ref _x; } }");
        test.DisabledDiagnostics.Add("ZSDK4006");
        return test.RunAsync();
    }
}
