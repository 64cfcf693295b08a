using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4008.</summary>
public sealed class GatePathTests
{
    [Fact]
    public Task The_message_names_path_and_reason() => RuleCheck.Message(
        "[{|#0:GuardedBy(\"_gat\")|}] int _y;",
        new DiagnosticResult(GatePathRule.Diagnosed).WithLocation(0).WithArguments("_gat", "names nothing that _y can see"));

    [Fact]
    public Task A_path_that_names_nothing() => RuleCheck.Types("class S { [{|ZSDK4008:GuardedBy(\"_gate\")|}] int _x; [{|ZSDK4008:RequiresLock(\"Nowhere._gate\")|}] void F() { } }");

    [Fact]
    public Task An_empty_path() => RuleCheck.Types("class S { [{|ZSDK4008:GuardedBy(\"\")|}] int _x; }");

    [Fact]
    public Task A_path_that_ends_at_no_lock() => RuleCheck.Types("class S { readonly int _gate = 1; readonly string _text = \"\"; [{|ZSDK4008:GuardedBy(\"_gate\")|}] int _x; [{|ZSDK4008:GuardedBy(\"_text\")|}] int _y; }");

    [Fact]
    public Task A_gate_that_can_be_assigned() => RuleCheck.Types("class S { object _gate = new(); [{|ZSDK4008:GuardedBy(\"_gate\")|}] int _x; object Gate { get; set; } = new(); [{|ZSDK4008:GuardedBy(\"Gate\")|}] int _y; }");

    [Fact]
    public Task A_link_that_can_be_assigned() => RuleCheck.Types("class O { public readonly object Gate = new(); } class S { O _owner = new(); [{|ZSDK4008:GuardedBy(\"_owner.Gate\")|}] int _x; }");

    [Fact]
    public Task A_member_that_is_guarded_although_its_gate_can_be_assigned_is_still_checked() => RuleCheck.Types("class S { object _gate = new(); [{|ZSDK4008:GuardedBy(\"_gate\")|}] int _x; void M() { {|ZSDK4001:_x|}++; } }");

    [Fact]
    public Task Every_kind_of_lock() => RuleCheck.Types("""
        class S
        {
            readonly object _a = new(); readonly Lock _b = new(); readonly SemaphoreSlim _c = new(1, 1); SpinLock _d; readonly ReaderWriterLockSlim _e = new(); object F { get; } = new(); readonly int[] _h = [];
            [GuardedBy("_a")] int _x1; [GuardedBy("_b")] int _x2; [GuardedBy("_c")] int _x3; [GuardedBy("_d")] int _x4; [GuardedBy("_e")] int _x5; [GuardedBy("F")] int _x6; [GuardedBy("this")] int _x7; [GuardedBy("_h")] int _x8;
        }
        """);

    [Fact]
    public Task Every_root() => RuleCheck.Types("""
        class G { public static readonly object Gate = new(); public readonly object Own = new(); }
        class B { protected readonly object Inherited = new(); }
        class S : B
        {
            [GuardedBy("G.Gate")] int _x; [GuardedBy("Inherited")] int _y;
            [RequiresLock("g.Own")] void F(G g) { }
            [RequiresLock("gate")] void H(object gate) { }
            [RequiresLock("this.Inherited")] void I() { }
        }
        """);

    [Fact]
    public Task A_method_that_returns_the_lock() => RuleCheck.Types("class S { readonly object _gate = new(); [ReturnsLock(\"_gate\")] object Get() => _gate; [GuardedBy(\"Get\")] int _x; void M() { lock (_gate) { _x++; } lock (Get()) { _x++; } {|ZSDK4001:_x|}++; } }");

    [Fact]
    public Task A_path_on_a_parameter() => RuleCheck.Types("class S { readonly object _gate = new(); void F([RequiresLock(\"_gate\")] Action a) { } void H([{|ZSDK4008:RequiresLock(\"_gat\")|}] Action a) { } }");

    [Fact]
    public Task Every_annotation_with_a_path() => RuleCheck.Types("""
        class S
        {
            readonly object _a = new();
            [{|ZSDK4008:AcquiresLock("x")|}] void A() { }
            [{|ZSDK4008:ReleasesLock("x")|}] void R() { }
            [{|ZSDK4008:ReturnsLock("x")|}] object T() => _a;
            [{|ZSDK4008:ExcludesLock("x")|}] void E() { }
            [{|ZSDK4008:AcquiredBefore("x")|}] readonly object _b = new();
        }
        """);

    [Fact]
    public Task A_write_pointer_of_a_class_that_nothing_guards() => RuleCheck.Types("class S { [WritePointer] long {|ZSDK4008:_wp|}; }");

    [Fact]
    public Task A_write_pointer_with_a_gate() => RuleCheck.Types("class S { readonly Lock _gate = new(); [WritePointer, GuardedBy(\"_gate\")] long _wp; }");

    [Fact]
    public Task A_write_pointer_of_a_struct_stands_alone() => RuleCheck.Types("struct S { [WritePointer] public long Wp; }");

    [Fact]
    public Task A_write_pointer_whose_every_holder_is_guarded() => RuleCheck.Types("class P { [WritePointer] public long Wp; } class S { readonly object _gate = new(); [GuardedBy(\"_gate\")] readonly P _p = new(); [GuardedBy(\"_gate\")] P Q { get; } = new(); }");

    [Fact]
    public Task A_write_pointer_of_which_one_holder_is_not_guarded() => RuleCheck.Types("class P { [WritePointer] public long {|ZSDK4008:Wp|}; } class S { readonly object _gate = new(); [GuardedBy(\"_gate\")] readonly P _p = new(); readonly P _q = new(); }");

    [Fact]
    public Task It_can_be_switched_off()
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test("[GuardedBy(\"nothing\")] int _y;");
        test.DisabledDiagnostics.Add("ZSDK4008");
        return test.RunAsync();
    }

    [Fact]
    public Task A_member_that_returns_itself_as_its_lock_comes_to_an_end() => RuleCheck.Types(
        "class S { readonly object _o = new(); [ReturnsLock(\"Gate\")] object Gate() => _o; [GuardedBy(\"Gate\")] int _x; [RequiresLock(\"Gate\")] void N() => _x++; void M() { lock (Gate()) { _x++; N(); } } }");
}
