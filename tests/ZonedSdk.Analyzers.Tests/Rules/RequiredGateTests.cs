using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4004.</summary>
public sealed class RequiredGateTests
{
    [Fact]
    public Task The_message_names_member_gate_and_near_match() => RuleCheck.Message(
        "void M(C c) { lock ({|#1:_gate|}) { {|#0:c.NeedLocked()|}; } }",
        new DiagnosticResult(RequiredGateRule.Diagnosed).WithLocation(0).WithLocation(1).WithLocation(9)
            .WithArguments("NeedLocked", "c._gate", ", but '_gate' is held: the same gate of another instance"));

    [Fact]
    public Task Without_the_gate() => RuleCheck.Members("void M() { {|ZSDK4004:NeedLocked()|}; }");

    [Fact]
    public Task With_the_gate() => RuleCheck.Members("void M(C c) { lock (_gate) { NeedLocked(); } lock (c._gate) { c.NeedLocked(); } }");

    [Fact]
    public Task From_a_member_that_requires_it_too() => RuleCheck.Members("[RequiresLock(nameof(_gate))] void M() { NeedLocked(); _x++; }");

    [Fact]
    public Task On_some_paths() => RuleCheck.Members("void M(bool b) { if (b) Monitor.Enter(_gate); {|ZSDK4004:NeedLocked()|}; if (b) Monitor.Exit(_gate); }");

    [Fact]
    public Task A_method_group_escapes() => RuleCheck.Members("event Action? E; void M() { lock (_gate) { Action a = {|ZSDK4004:NeedLocked|}; E += {|ZSDK4004:NeedLocked|}; a(); } }");

    [Fact]
    public Task A_method_group_that_runs_at_once_stays() => RuleCheck.Members("void Now([RunsImmediately] Action a) => a(); void M() { lock (_gate) { Now(NeedLocked); } Now({|ZSDK4004:NeedLocked|}); }");

    [Fact]
    public Task A_delegate_parameter_can_promise_the_gate() => RuleCheck.Members("""
        void Under([RequiresLock(nameof(_gate))] Action a) { lock (_gate) { a(); } {|ZSDK4004:a()|}; }
        void M() { Under(NeedLocked); Under(() => _x++); }
        """);

    [Fact]
    public Task A_property_can_require_it() => RuleCheck.Members("[RequiresLock(nameof(_gate))] int P { get => _x; set => _x = value; } void M() { {|ZSDK4004:P|} = 1; lock (_gate) { P++; } }");

    [Fact]
    public Task A_local_function_can_require_it() => RuleCheck.Members("void M() { {|ZSDK4004:F()|}; lock (_gate) { F(); } [RequiresLock(nameof(_gate))] void F() => _x++; }");

    [Fact]
    public Task A_path_can_begin_at_a_parameter() => RuleCheck.Members("""
        [RequiresLock("c._gate")] static void F(C c) => c._x++;
        static void M(C c, C d) { {|ZSDK4004:F(c)|}; lock (c._gate) { F(c); {|ZSDK4004:F(d)|}; } }
        """);

    [Fact]
    public Task A_parameter_can_be_the_gate() => RuleCheck.Members("""
        [RequiresLock("gate")] static void F(object gate) { }
        void M() { {|ZSDK4004:F(_gate)|}; lock (_gate) { F(_gate); } }
        """);

    [Fact]
    public Task Several_gates_are_all_required() => RuleCheck.Members("[RequiresLock(nameof(_gate)), RequiresLock(nameof(_other))] void Both() { } void M() { lock (_gate) { {|ZSDK4004:Both()|}; lock (_other) { Both(); } } }");

    [Fact]
    public Task An_interface_member_binds_its_implementation() => RuleCheck.Types("""
        interface I { object Gate { get; } [RequiresLock("Gate")] void F(); }
        class S : I { public object Gate { get; } = new(); [GuardedBy("Gate")] int _x; public void F() => _x++; void M(I i) { {|ZSDK4004:F()|}; lock (Gate) { F(); } lock (i.Gate) { i.F(); } {|ZSDK4004:i.F()|}; } }
        """);

    [Fact]
    public Task An_override_inherits_the_requirement() => RuleCheck.Types("""
        class B { protected readonly object Gate = new(); [RequiresLock("Gate")] public virtual void F() { } }
        class D : B { [GuardedBy("Gate")] int _x; public override void F() { _x++; base.F(); } void M() { {|ZSDK4004:F()|}; } }
        """);

    [Fact]
    public Task An_override_must_not_require_more() => RuleCheck.Types("""
        class B { protected readonly object Gate = new(); protected readonly object Other = new(); public virtual void F() { } [RequiresLock("Gate"), RequiresLock("Other")] public virtual void G() { } }
        class D : B { [RequiresLock("Gate")] public override void {|ZSDK4004:F|}() { } [RequiresLock("Gate")] public override void G() { } }
        """);

    [Fact]
    public Task An_asynchronous_member_has_the_gate_up_to_its_first_await() => RuleCheck.Members("[RequiresLock(nameof(_gate))] async Task M() { _x++; await Task.Yield(); {|ZSDK4001:_x|}++; {|ZSDK4004:NeedLocked()|}; }");

    [Fact]
    public Task An_iterator_has_the_gate_up_to_its_first_yield() => RuleCheck.Members("[RequiresLock(nameof(_gate))] IEnumerable<int> M() { yield return _x; yield return {|ZSDK4001:_x|}; }");

    [Fact]
    public Task A_fresh_object_needs_no_gate() => RuleCheck.Members("static void M() { var c = new C(); c.NeedLocked(); }");

    [Fact]
    public Task It_can_be_switched_off()
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test("void M() { NeedLocked(); }");
        test.DisabledDiagnostics.Add("ZSDK4004");
        return test.RunAsync();
    }
}
