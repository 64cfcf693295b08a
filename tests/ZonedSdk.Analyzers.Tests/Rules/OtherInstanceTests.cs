using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4003.</summary>
public sealed class OtherInstanceTests
{
    [Fact]
    public Task The_message_names_the_near_match() => RuleCheck.Message(
        "void M(C c) { lock ({|#1:_gate|}) { {|#0:c._x|}++; } }",
        new DiagnosticResult(OtherInstanceRule.Diagnosed).WithLocation(0).WithLocation(1).WithLocation(9).WithArguments("_x", "c._gate", "_gate"));

    [Fact]
    public Task Ones_own_gate_does_not_guard_a_parameter() => RuleCheck.Members("void M(C c) { lock (_gate) { {|ZSDK4003:c._x|} = _x; } }");

    [Fact]
    public Task A_parameters_gate_does_not_guard_this() => RuleCheck.Members("void M(C c) { lock (c._gate) { {|ZSDK4003:_x|} = c._x; } }");

    [Fact]
    public Task Both_gates_guard_both() => RuleCheck.Members("void M(C c) { lock (_gate) { lock (c._gate) { _x = c._x; } {|ZSDK4003:c._x|} = _x; } }");

    [Fact]
    public Task Two_parameters_are_two_objects() => RuleCheck.Members("void M(C a, C b) { lock (a._gate) { a._x = {|ZSDK4003:b._x|}; } }");

    [Fact]
    public Task A_copy_is_the_same_object() => RuleCheck.Members("void M(C a) { C b = a; C c = b; lock (c._gate) { a._x = b._x; } }");

    [Fact]
    public Task A_cast_is_the_same_object() => RuleCheck.Members("void M(object o) { C a = (C)o; lock (a._gate) { ((C)o)._x = 1; } }");

    [Fact]
    public Task A_reassigned_local_is_another_object() => RuleCheck.Members("void M(C a, C b) { C c = a; lock (c._gate) { c = b; {|ZSDK4003:c._x|} = 1; a._x = 2; } }");

    [Fact]
    public Task A_readonly_field_of_another_instance() => RuleCheck.Members("void M() { lock (_next._gate) { _next._x = {|ZSDK4003:_x|}; {|ZSDK4003:_next._next._x|} = 1; } }");

    [Fact]
    public Task Elements_by_one_index_are_one_object() => RuleCheck.Members("void M(C[] all, int i) { lock (all[i]._gate) { all[i]._x = 1; } }");

    [Fact]
    public Task Elements_by_a_changed_index_are_two() => RuleCheck.Members("void M(C[] all, int i) { lock (all[i]._gate) { all[i]._x = 1; i = 3; {|ZSDK4003:all[i]._x|} = 2; } }");

    [Fact]
    public Task Elements_by_two_constants_are_two() => RuleCheck.Members("void M(C[] all) { lock (all[0]._gate) { all[0]._x = 1; {|ZSDK4003:all[1]._x|} = 2; } }");

    [Fact]
    public Task A_list_walked_hand_over_hand() => RuleCheck.Members("""
        void M()
        {
            C c = this;
            while (c._next != null)
            {
                lock (c._gate) { c._x = 1; }
                c = c._next;
            }
        }
        """);

    [Fact]
    public Task A_property_of_another_instance() => RuleCheck.Members("[GuardedBy(nameof(_gate))] int P { get; set; } void M(C c) { lock (_gate) { P = {|ZSDK4003:c.P|}; } }");

    [Fact]
    public Task A_derived_instance_has_the_gate_that_it_inherits() => RuleCheck.Types("""
        class B { protected readonly object Gate = new(); [GuardedBy("Gate")] protected int X; }
        class D : B { void M(D d) { lock (Gate) { X = {|ZSDK4003:d.X|}; base.X = 2; } } }
        """);

    [Fact]
    public Task Comparing_two_instances_in_order_takes_both() => RuleCheck.Members("int M(C o) { C first = GetHashCode() < o.GetHashCode() ? this : o; lock (_gate) { lock (o._gate) { return _x - o._x; } } }");

    [Fact]
    public Task A_guard_shows_the_object_that_it_was_made_for() => RuleCheck.Types("""
        class Zone
        {
            private readonly Lock _gate = new();
            [GuardedBy("_gate")] private int _x;
            [AcquiresLock("_gate")] private Guard Enter() => new(this);
            void M(Zone z) { using Guard g = z.Enter(); g.Zone._x = z._x; {|ZSDK4003:_x|} = 1; }
            private readonly ref struct Guard
            {
                [AcquiresLock("zone._gate")] public Guard(Zone zone) { zone._gate.Enter(); Zone = zone; }
                public Zone Zone { get; }
                [ReleasesLock("Zone._gate")] public void Dispose() => Zone._gate.Exit();
                public int Inside() => Zone._x;
            }
        }
        """);

    [Fact]
    public Task It_can_be_switched_off()
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test("void M(C c) { lock (c._gate) { _x = 1; } }");
        test.DisabledDiagnostics.Add("ZSDK4003");
        return test.RunAsync();
    }
}
