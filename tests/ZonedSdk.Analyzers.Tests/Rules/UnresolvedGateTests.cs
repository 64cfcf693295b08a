using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4007.</summary>
public sealed class UnresolvedGateTests
{
    [Fact]
    public Task The_message_names_what_is_held() => RuleCheck.Message(
        "object Find() => _gate; void M() { lock ({|#1:Find()|}) { {|#0:_x|}++; } }",
        new DiagnosticResult(UnresolvedGateRule.Diagnosed).WithLocation(0).WithLocation(1).WithLocation(9).WithArguments("_x", "_gate", "Find()"));

    [Fact]
    public Task A_gate_that_a_call_returned() => RuleCheck.Members("object Find() => _gate; void M() { lock (Find()) { {|ZSDK4007:_x|}++; } }");

    [Fact]
    public Task A_call_that_says_which_gate_it_returns() => RuleCheck.Members("[ReturnsLock(nameof(_gate))] object Find() => _gate; void M() { lock (Find()) { _x++; } }");

    [Fact]
    public Task An_owner_that_a_call_returned_twice() => RuleCheck.Members("C Find() => this; void M() { lock (Find()._gate) { {|ZSDK4007:Find()._x|}++; } }");

    [Fact]
    public Task An_owner_that_a_call_returned_once() => RuleCheck.Members("C Find() => this; void M() { C c = Find(); lock (c._gate) { c._x++; } }");

    [Fact]
    public Task An_owner_that_comes_from_two_places() => RuleCheck.Members("void M(C a, C b, bool which) { C c = which ? a : b; lock (c._gate) { c._x++; {|ZSDK4007:a._x|}++; } }");

    [Fact]
    public Task A_gate_that_comes_as_a_parameter() => RuleCheck.Members("void M(object gate) { lock (gate) { {|ZSDK4007:_x|}++; } }");

    [Fact]
    public Task A_gate_that_comes_from_two_places() => RuleCheck.Members("void M(bool b) { object gate = b ? _gate : _other; lock (gate) { {|ZSDK4007:_x|}++; } }");

    [Fact]
    public Task A_gate_in_a_local_is_resolved() => RuleCheck.Members("void M() { object gate = _gate; lock (gate) { _x++; } }");

    [Fact]
    public Task An_element_by_an_unknown_index() => RuleCheck.Members("int Find() => 0; void M(C[] all) { lock (all[Find()]._gate) { {|ZSDK4007:all[Find()]._x|}++; } }");

    [Fact]
    public Task An_element_by_an_index_in_a_local() => RuleCheck.Members("int Find() => 0; void M(C[] all) { int i = Find(); lock (all[i]._gate) { all[i]._x++; } }");

    [Fact]
    public Task Nothing_guarded_is_touched() => RuleCheck.Members("object Find() => _gate; void M() { lock (Find()) { Callback(); } }");

    [Fact]
    public Task The_right_gate_is_held_too() => RuleCheck.Members("object Find() => _other; void M() { lock (Find()) { lock (_gate) { _x++; } } }");

    [Fact]
    public Task A_gate_of_another_name_cannot_be_the_one() => RuleCheck.Members("C Find() => this; void M() { lock (Find()._other) { {|ZSDK4001:_x|}++; } }");

    [Fact]
    public Task Without_any_lock_nothing_is_unresolved() => RuleCheck.Members("C Find() => this; void M() { {|ZSDK4001:Find()._x|}++; }");

    [Fact]
    public Task An_element_of_a_dictionary() => RuleCheck.Members("void M(Dictionary<int, C> all) { lock (all[1]._gate) { {|ZSDK4007:all[1]._x|}++; } if (all.TryGetValue(1, out C? c)) { lock (c._gate) { c._x++; } } }");

    [Fact]
    public Task It_can_be_switched_off()
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test("object Find() => _gate; void M() { lock (Find()) { _x++; } }");
        test.DisabledDiagnostics.Add("ZSDK4007");
        return test.RunAsync();
    }
}
