using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4002.</summary>
public sealed class GateHeldOnSomePathsTests
{
    [Fact]
    public Task The_message_names_member_and_gate_and_shows_where_it_is_taken() => RuleCheck.Message(
        "void M(bool b) { if (b) {|#1:Monitor.Enter(_gate)|}; {|#0:_x|}++; if (b) Monitor.Exit(_gate); }",
        new DiagnosticResult(GateHeldOnSomePathsRule.Diagnosed).WithLocation(0).WithLocation(1).WithLocation(9).WithArguments("_x", "_gate"));

    [Fact]
    public Task Taken_in_one_branch_only() => RuleCheck.Members("void M(bool b) { if (b) { Monitor.Enter(_gate); } {|ZSDK4002:_x|}++; if (b) { Monitor.Exit(_gate); } }");

    [Fact]
    public Task Taken_in_both_branches() => RuleCheck.Members("void M(bool b) { if (b) { Monitor.Enter(_gate); } else { Monitor.Enter(_gate); } _x++; Monitor.Exit(_gate); }");

    [Fact]
    public Task Released_in_one_branch_only() => RuleCheck.Members("void M(bool b) { Monitor.Enter(_gate); if (b) { Monitor.Exit(_gate); } {|ZSDK4002:_x|}++; if (!b) { Monitor.Exit(_gate); } }");

    [Fact]
    public Task The_other_branch_leaves() => RuleCheck.Members("void M(bool b) { if (b) { return; } Monitor.Enter(_gate); try { _x++; } finally { Monitor.Exit(_gate); } }");

    [Fact]
    public Task The_other_branch_throws() => RuleCheck.Members("void M(bool b) { if (b) { Monitor.Enter(_gate); } else { throw new InvalidOperationException(); } _x++; Monitor.Exit(_gate); }");

    [Fact]
    public Task One_switch_arm_does_not_take_it() => RuleCheck.Members("void M(int i) { switch (i) { case 1: Monitor.Enter(_gate); break; case 2: Monitor.Enter(_gate); break; default: break; } {|ZSDK4002:_x|}++; if (i > 0) Monitor.Exit(_gate); }");

    [Fact]
    public Task A_try_that_may_fail_is_followed() => RuleCheck.Members("void M() { if (Monitor.TryEnter(_gate)) { _x++; Monitor.Exit(_gate); } }");

    [Fact]
    public Task A_try_whose_result_is_negated_is_followed() => RuleCheck.Members("void M() { if (!Monitor.TryEnter(_gate)) { {|ZSDK4001:_x|} = 0; return; } _x++; Monitor.Exit(_gate); }");

    [Fact]
    public Task A_try_with_another_condition_is_followed() => RuleCheck.Members("void M(bool b) { if (b && Monitor.TryEnter(_gate)) { _x++; Monitor.Exit(_gate); } }");

    [Fact]
    public Task A_try_or_another_condition_is_some_paths() => RuleCheck.Members("void M(bool b) { if (b || Monitor.TryEnter(_gate)) { {|ZSDK4002:_x|}++; } if (Monitor.IsEntered(_gate)) Monitor.Exit(_gate); }");

    [Fact]
    public Task A_try_compared_with_a_constant_is_followed() => RuleCheck.Members("void M() { bool taken = Monitor.TryEnter(_gate); if (taken == false) return; if (taken is true) { _x++; } Monitor.Exit(_gate); }");

    [Fact]
    public Task A_flag_tells_whether_the_gate_is_held() => RuleCheck.Members("void M(bool b) { bool taken = false; try { if (b) Monitor.Enter(_gate, ref taken); if (taken) { _x++; } } finally { if (taken) Monitor.Exit(_gate); } }");

    [Fact]
    public Task A_loop_that_gives_up_the_lock_after_a_round() => RuleCheck.Members("void M(int n) { Monitor.Enter(_gate); while (n-- > 0) { {|ZSDK4002:_x|}++; Monitor.Exit(_gate); } }");

    [Fact]
    public Task A_loop_that_gives_up_and_takes_again() => RuleCheck.Members("void M(int n) { Monitor.Enter(_gate); while (n-- > 0) { _x++; Monitor.Exit(_gate); Monitor.Enter(_gate); } _x--; Monitor.Exit(_gate); }");

    [Fact]
    public Task A_handler_is_reached_with_and_without() => RuleCheck.Members("void N() { } void M() { try { N(); Monitor.Enter(_gate); N(); Monitor.Exit(_gate); } catch (InvalidOperationException) { {|ZSDK4002:_x|}++; } }");

    [Fact]
    public Task A_retry_loop_waits_until_it_holds_the_gate() => RuleCheck.Members("void M() { while (!Monitor.TryEnter(_gate)) { Thread.Yield(); } _x++; Monitor.Exit(_gate); }");

    [Fact]
    public Task A_guard_that_may_be_null() => RuleCheck.Types("""
        class S
        {
            private readonly Lock _gate = new();
            [GuardedBy("_gate")] private int _x;
            private readonly struct Guard : IDisposable { private readonly Lock _gate; [AcquiresLock("gate")] public Guard(Lock gate) { gate.Enter(); _gate = gate; } [ReleasesLock("_gate")] public void Dispose() => _gate.Exit(); }
            void M(bool b) { if (b) { using var g = new Guard(_gate); _x++; } {|ZSDK4001:_x|}++; }
        }
        """);

    [Fact]
    public Task It_can_be_switched_off()
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test("void M(bool b) { if (b) { Monitor.Enter(_gate); } _x++; if (b) { Monitor.Exit(_gate); } }");
        test.DisabledDiagnostics.Add("ZSDK4002");
        return test.RunAsync();
    }
}
