using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4005.</summary>
public sealed class ExcludedGateTests
{
    [Fact]
    public Task The_message_names_member_and_gate() => RuleCheck.Message(
        "void M() { lock ({|#1:_gate|}) { {|#0:Callback()|}; } }",
        new DiagnosticResult(ExcludedGateRule.Diagnosed).WithLocation(0).WithLocation(1).WithLocation(9).WithArguments("Callback", "_gate"));

    [Fact]
    public Task With_the_gate() => RuleCheck.Members("void M() { lock (_gate) { {|ZSDK4005:Callback()|}; } }");

    [Fact]
    public Task Without_the_gate() => RuleCheck.Members("void M() { lock (_gate) { _x++; } Callback(); }");

    [Fact]
    public Task With_another_gate() => RuleCheck.Members("void M() { lock (_other) { Callback(); } }");

    [Fact]
    public Task With_another_instances_gate() => RuleCheck.Members("void M(C c) { lock (c._gate) { Callback(); {|ZSDK4005:c.Callback()|}; } }");

    [Fact]
    public Task From_a_member_that_requires_the_gate() => RuleCheck.Members("[RequiresLock(nameof(_gate))] void M() => {|ZSDK4005:Callback()|};");

    [Fact]
    public Task On_some_paths_is_not_proven() => RuleCheck.Members("void M(bool b) { if (b) Monitor.Enter(_gate); Callback(); if (b) Monitor.Exit(_gate); }");

    [Fact]
    public Task After_an_early_release() => RuleCheck.Members("void M() { Monitor.Enter(_gate); _x++; Monitor.Exit(_gate); Callback(); }");

    [Fact]
    public Task In_a_finally_inside_the_lock() => RuleCheck.Members("void M() { lock (_gate) { try { _x++; } finally { {|ZSDK4005:Callback()|}; } } }");

    [Fact]
    public Task In_a_handler_outside_the_lock() => RuleCheck.Members("void M() { try { lock (_gate) { _list.Clear(); } } catch (InvalidOperationException) { Callback(); } }");

    [Fact]
    public Task In_a_lambda_that_runs_later() => RuleCheck.Members("void M() { lock (_gate) { Task.Run(() => Callback()); } }");

    [Fact]
    public Task In_a_lambda_that_runs_at_once() => RuleCheck.Members("void Now([RunsImmediately] Action a) => a(); void M() { lock (_gate) { Now(() => {|ZSDK4005:Callback()|}); } }");

    [Fact]
    public Task A_property_can_exclude_it() => RuleCheck.Members("[ExcludesLock(nameof(_gate))] int P => 1; void M() { int i = P; lock (_gate) { i = {|ZSDK4005:P|}; } }");

    [Fact]
    public Task A_constructor_can_exclude_it() => RuleCheck.Types("""
        class S { public static readonly object Gate = new(); [ExcludesLock("Gate")] public S() { } static void M() { lock (Gate) { _ = {|ZSDK4005:new S()|}; } _ = new S(); } }
        """);

    [Fact]
    public Task A_path_can_begin_at_a_parameter() => RuleCheck.Members("[ExcludesLock(\"c._gate\")] static void F(C c) { } void M(C c) { lock (_gate) { F(c); {|ZSDK4005:F(this)|}; } }");

    [Fact]
    public Task An_interface_member_binds_its_implementation() => RuleCheck.Types("""
        interface I { object Gate { get; } [ExcludesLock("Gate")] void F(); }
        class S : I { public object Gate { get; } = new(); public void F() { } void M() { lock (Gate) { {|ZSDK4005:F()|}; } } }
        """);

    [Fact]
    public Task A_read_lock_is_a_lock() => RuleCheck.Types("""
        class S { readonly ReaderWriterLockSlim _gate = new(); [ExcludesLock("_gate")] void F() { } void M() { _gate.EnterReadLock(); {|ZSDK4005:F()|}; _gate.ExitReadLock(); F(); } }
        """);

    [Fact]
    public Task It_can_be_switched_off()
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test("void M() { lock (_gate) { Callback(); } }");
        test.DisabledDiagnostics.Add("ZSDK4005");
        return test.RunAsync();
    }
}
