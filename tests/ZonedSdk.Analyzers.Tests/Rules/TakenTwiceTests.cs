using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4060.</summary>
public sealed class TakenTwiceTests
{
    [Fact]
    public Task The_message_names_the_gate_and_shows_where_it_was_taken() => RuleCheck.Message(
        "void M() { lock ({|#1:_gate|}) { lock ({|#0:_gate|}) { _x++; } } }",
        new DiagnosticResult(TakenTwiceRule.Diagnosed).WithLocation(0).WithLocation(1).WithArguments("_gate"));

    [Fact]
    public Task An_object_locked_inside_its_own_lock() => RuleCheck.Members("void M() { lock (_gate) { lock ({|ZSDK4060:_gate|}) { } } }");

    [Fact]
    public Task Two_gates() => RuleCheck.Members("void M() { lock (_gate) { lock (_other) { } } }");

    [Fact]
    public Task Two_instances() => RuleCheck.Members("void M(C c) { lock (_gate) { lock (c._gate) { } } }");

    [Fact]
    public Task One_after_the_other() => RuleCheck.Members("void M() { lock (_gate) { } lock (_gate) { } }");

    [Fact]
    public Task Through_a_copy_of_the_gate() => RuleCheck.Members("void M() { object gate = _gate; lock (gate) { lock ({|ZSDK4060:_gate|}) { } } }");

    [Fact]
    public Task Where_the_caller_holds_it() => RuleCheck.Members("[RequiresLock(nameof(_gate))] void M() { lock ({|ZSDK4060:_gate|}) { _x++; } }");

    [Fact]
    public Task Still_held_by_one_after_an_inner_release() => RuleCheck.Members("void M() { lock (_gate) { lock ({|ZSDK4060:_gate|}) { } _x++; } {|ZSDK4001:_x|}++; }");

    [Fact]
    public Task On_some_paths_only_is_not_proven() => RuleCheck.Members("void M(bool b) { if (b) Monitor.Enter(_gate); lock (_gate) { } if (b) Monitor.Exit(_gate); }");

    [Fact]
    public Task In_the_next_round_of_a_loop() => RuleCheck.Members("void M(int n) { for (int i = 0; i < n; i++) { lock (_gate) { _x++; } } }");

    [Fact]
    public Task In_a_lambda_that_runs_later() => RuleCheck.Members("void M() { lock (_gate) { Task.Run(() => { lock (_gate) { _x++; } }); } }");

    [Fact]
    public Task In_a_local_function_called_under_the_lock() => RuleCheck.Members("void M() { lock (_gate) { F(); } void F() { lock ({|ZSDK4060:_gate|}) { _x++; } } }");

    [Fact]
    public Task Lock_and_EnterScope() => RuleCheck.Types("class S { readonly Lock _gate = new(); [GuardedBy(nameof(_gate))] int _x; void M() { lock (_gate) { _x++; using (_gate.{|#0:EnterScope|}()) { } } } }".Replace("_gate.{|#0:EnterScope|}()", "{|ZSDK4060:_gate.EnterScope()|}", StringComparison.Ordinal));

    [Fact]
    public Task A_try_that_must_succeed_takes_it_too() => RuleCheck.Members("void M() { lock (_gate) { if ({|ZSDK4060:Monitor.TryEnter(_gate)|}) { Monitor.Exit(_gate); } } }");

    [Fact]
    public Task Read_locks_nested() => RuleCheck.Types("class S { readonly ReaderWriterLockSlim _gate = new(); void M() { _gate.EnterReadLock(); {|ZSDK4060:_gate.EnterReadLock()|}; _gate.ExitReadLock(); _gate.ExitReadLock(); } }");

    [Fact]
    public Task Writing_under_a_read_lock_waits_for_itself() => RuleCheck.Types("class S { readonly ReaderWriterLockSlim _gate = new(); void M() { _gate.EnterReadLock(); {|ZSDK4060:_gate.EnterWriteLock()|}; _gate.ExitWriteLock(); _gate.ExitReadLock(); } }");

    [Fact]
    public Task Writing_under_an_upgradeable_lock() => RuleCheck.Types("class S { readonly ReaderWriterLockSlim _gate = new(); void M() { _gate.EnterUpgradeableReadLock(); _gate.EnterWriteLock(); _gate.ExitWriteLock(); _gate.ExitUpgradeableReadLock(); } }");

    [Theory]
    [InlineData("class S { readonly object _o = new(); void M() { lock (_o) { lock (_o) { } } } }")]
    [InlineData("class S { readonly Lock _l = new(); void M() { lock (_l) { using (_l.EnterScope()) { } } } }")]
    [InlineData("class S { void M() { lock (this) { lock (this) { } } } }")]
    [InlineData("class S { readonly object _o = new(); void M() { if (Monitor.IsEntered(_o)) { lock (_o) { } } } }")]
    public Task Whether_it_is_meant_only_the_author_of_an_unannotated_lock_knows(string types) => RuleCheck.Types(types);

    [Fact]
    public Task The_instance_itself_is_a_gate() => RuleCheck.Types("class S { [GuardedBy(\"this\")] int _x; void M() { lock (this) { _x++; lock ({|ZSDK4060:this|}) { } } } }");

    [Fact]
    public Task A_guard_taken_twice() => RuleCheck.Types("""
        class S
        {
            readonly Lock _gate = new();
            [AcquiresLock("_gate")] Guard Enter() => new(_gate);
            void M() { using Guard a = Enter(); using Guard b = {|ZSDK4060:Enter()|}; }
            readonly ref struct Guard { readonly Lock _gate; [AcquiresLock("gate")] public Guard(Lock gate) { gate.Enter(); _gate = gate; } [ReleasesLock("_gate")] public void Dispose() => _gate.Exit(); }
        }
        """);

    [Fact]
    public Task It_can_be_switched_off()
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test("void M() { lock (_gate) { lock (_gate) { } } }");
        test.DisabledDiagnostics.Add("ZSDK4060");
        return test.RunAsync();
    }

    [Theory]
    [InlineData("void M() { lock (_gate) { Action a = () => { lock (_gate) { } }; a(); } }")]
    [InlineData("void M() { lock (_gate) { N(() => { lock ({|ZSDK4060:_gate|}) { } }); } } void N([RunsImmediately] Action a) => a();")]
    [InlineData("void M(bool b) { object g = b ? _gate : _other; lock (g) { lock (g) { } } }")]
    [InlineData("void M() { lock (_gate) { try { N(); } catch (Exception) when (F()) { lock ({|ZSDK4060:_gate|}) { } } } } void N() { } bool F() => true;")]
    [InlineData("int this[int i] { get { lock (_gate) { return _x; } } } void M() { lock (_gate) { int y = this[1]; } }")]
    [InlineData("async IAsyncEnumerable<int> M() { lock (_gate) { _x++; } await Task.Yield(); lock (_gate) { _x++; } yield return 1; }")]
    public Task Odd_places(string member) => RuleCheck.Members(member);

    [Theory]
    [InlineData("class S { readonly Lock _l = new(); [GuardedBy(\"_l\")] int _x; void M() { lock (_l) { _x++; using ({|ZSDK4060:_l.EnterScope()|}) { } } } }")]
    [InlineData("class S { readonly SemaphoreSlim _s = new(1); async Task M() { await _s.WaitAsync(); try { await N(); } finally { _s.Release(); } } async Task N() { await _s.WaitAsync(); _s.Release(); } }")]
    [InlineData("class S { static readonly object s_a = new(), s_b = new(), s_c = new(); void A() { lock (s_a) { lock (s_b) { } } } void B() { lock (s_b) { lock (s_c) { } } } void C() { lock (s_a) { lock (s_c) { } } } }")]
    public Task Odd_types(string types) => RuleCheck.Types(types);
}
