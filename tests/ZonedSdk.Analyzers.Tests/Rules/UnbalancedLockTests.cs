using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4062.</summary>
public sealed class UnbalancedLockTests
{
    [Fact]
    public Task The_message_names_the_gate_and_the_way_out() => RuleCheck.Message(
        "int M(bool b) { {|#0:Monitor.Enter(_gate)|}; if (b) return 1; Monitor.Exit(_gate); return 2; }",
        new DiagnosticResult(UnbalancedLockRule.Diagnosed).WithLocation(0).WithArguments("_gate", "is still held where line 19 returns: release it in a finally block"));

    [Fact]
    public Task Released_without_being_held() => RuleCheck.Members("void M() { {|ZSDK4062:Monitor.Exit(_gate)|}; }");

    [Fact]
    public Task Released_twice() => RuleCheck.Members("void M() { Monitor.Enter(_gate); Monitor.Exit(_gate); {|ZSDK4062:Monitor.Exit(_gate)|}; }");

    [Fact]
    public Task Held_at_the_end() => RuleCheck.Members("void M() { {|ZSDK4062:Monitor.Enter(_gate)|}; _x++; }");

    [Fact]
    public Task Held_at_one_return() => RuleCheck.Members("void M(bool b) { {|ZSDK4062:Monitor.Enter(_gate)|}; if (b) { return; } Monitor.Exit(_gate); }");

    [Fact]
    public Task Released_in_a_finally() => RuleCheck.Members("int M(bool b) { Monitor.Enter(_gate); try { if (b) return _x; _x++; return 1; } finally { Monitor.Exit(_gate); } }");

    [Fact]
    public Task Held_where_an_exception_leaves_is_not_judged() => RuleCheck.Members("void M(bool b) { Monitor.Enter(_gate); if (b) throw new InvalidOperationException(); Monitor.Exit(_gate); }");

    [Fact]
    public Task A_condition_that_decides_both_is_not_judged() => RuleCheck.Members("void M(bool b) { if (b) Monitor.Enter(_gate); N(); if (b) Monitor.Exit(_gate); } void N() { }");

    [Fact]
    public Task A_method_that_says_that_it_acquires() => RuleCheck.Members("[AcquiresLock(nameof(_gate))] void Take() { Monitor.Enter(_gate); } [ReleasesLock(nameof(_gate))] void Give() => Monitor.Exit(_gate); void M() { Take(); _x++; Give(); }");

    [Fact]
    public Task A_method_that_says_that_it_acquires_and_does_not() => RuleCheck.Members("[AcquiresLock(nameof(_gate))] void {|ZSDK4062:Take|}(bool b) { if (b) return; Monitor.Enter(_gate); }");

    [Fact]
    public Task A_method_that_says_that_it_releases_and_does_not() => RuleCheck.Members("[ReleasesLock(nameof(_gate))] void {|ZSDK4062:Give|}(bool b) { if (b) Monitor.Exit(_gate); }");

    [Fact]
    public Task A_null_conditional_on_the_path_is_no_condition() => RuleCheck.Types("class S { readonly Lock? _gate; [ReleasesLock(\"_gate\")] void Give() => _gate?.Exit(); [AcquiresLock(\"_gate\")] void Take() => _gate?.Enter(); }");

    [Fact]
    public Task A_call_that_acquires_is_released_by_its_counterpart() => RuleCheck.Types("""
        class L { readonly Lock _l = new(); [AcquiresLock("this")] public void Take() => {|#0:_l|}.Enter(); [ReleasesLock("this")] public void Give() => _l.Exit(); }
        class S { readonly L _gate = new(); [GuardedBy("_gate")] int _x; void M(bool b) { {|ZSDK4062:_gate.Take()|}; if (b) return; _x++; _gate.Give(); } }
        """.Replace("{|#0:_l|}", "_l", StringComparison.Ordinal).Replace("public void Take() => _l.Enter()", "public extern void Take()", StringComparison.Ordinal).Replace("public void Give() => _l.Exit()", "public extern void Give()", StringComparison.Ordinal));

    [Fact]
    public Task A_semaphore_that_signals_is_no_lock() => RuleCheck.Types("class S { readonly SemaphoreSlim _signal = new(0); void Set() => _signal.Release(); async Task Wait() => await _signal.WaitAsync(); }");

    [Fact]
    public Task A_semaphore_that_guards_is_one() => RuleCheck.Types("class S { readonly SemaphoreSlim _gate = new(1, 1); [GuardedBy(\"_gate\")] int _x; void Set() => {|ZSDK4062:_gate.Release()|}; async Task Wait() { await _gate.WaitAsync(); _x++; _gate.Release(); } }");

    [Fact]
    public Task A_lock_that_no_annotation_names_may_be_taken_here_and_released_there() => RuleCheck.Types("class S { readonly Lock _l = new(); void Lock() => _l.Enter(); void Unlock() => _l.Exit(); }");

    [Fact]
    public Task A_releaser_that_is_handed_out() => RuleCheck.Members("Action M() { Monitor.Enter(_other); return () => Monitor.Exit(_other); }");

    [Fact]
    public Task A_guard_that_is_never_disposed_is_another_rules_matter() => RuleCheck.Types("class S { readonly Lock _gate = new(); [GuardedBy(\"_gate\")] int _x; void M() { var scope = {|ZSDK4040:_gate.EnterScope()|}; _x++; } }");

    [Fact]
    public Task A_failed_try_that_is_released_all_the_same() => RuleCheck.Members("void M() { if (!Monitor.TryEnter(_gate)) { {|ZSDK4062:Monitor.Exit(_gate)|}; return; } Monitor.Exit(_gate); }");

    [Fact]
    public Task A_wait_gives_the_lock_back() => RuleCheck.Members("void M() { lock (_gate) { while (_x == 0) { Monitor.Wait(_gate); } _x--; Monitor.PulseAll(_gate); } }");

    [Fact]
    public Task It_can_be_switched_off()
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test("void M() { Monitor.Exit(_gate); }");
        test.DisabledDiagnostics.Add("ZSDK4062");
        return test.RunAsync();
    }

    [Fact]
    public Task Trying_for_ever_is_taking() => RuleCheck.Types("""
        class C
        {
            private readonly ReaderWriterLockSlim _gate = new();
            private readonly SemaphoreSlim _one = new(1, 1);
            private readonly object _o = new();
            [GuardedBy(nameof(_gate), Shared = true)] private int _x;
            [GuardedBy(nameof(_one))] private int _y;
            [GuardedBy(nameof(_o))] private int _z;
            void M() { _gate.TryEnterWriteLock(-1); try { _x = 1; } finally { _gate.ExitWriteLock(); } }
            int N() { _gate.TryEnterReadLock(Timeout.InfiniteTimeSpan); try { return _x; } finally { _gate.ExitReadLock(); } }
            void O() { Monitor.TryEnter(_o, Timeout.Infinite); _z++; Monitor.Exit(_o); }
            async Task P() { await _one.WaitAsync(Timeout.Infinite).ConfigureAwait(false); try { _y++; } finally { _one.Release(); } }
            int Q() { if (!_gate.TryEnterReadLock(-1)) { return 0; } try { return _x; } finally { _gate.ExitReadLock(); } }
            int R() { _gate.TryEnterReadLock(10); try { return {|ZSDK4001:_x|}; } finally { {|ZSDK4062:_gate.ExitReadLock()|}; } }
        }
        """);

    [Fact]
    public Task A_semaphore_that_passes_a_signal_is_no_lock() => RuleCheck.Types("""
        class C
        {
            private readonly SemaphoreSlim _done = new(0), _lock = new(1, 1);
            private readonly SemaphoreSlim _given;
            C(SemaphoreSlim given) => _given = given;
            void HandOver() { _done.Release(); _done.Wait(); }
            void HandOverHere() { var here = new SemaphoreSlim(0); here.Release(); here.Wait(); }
            async Task HandOverAsync() { _given.Release(); await _given.WaitAsync(); }
            void Lock() { _lock.Wait(); _lock.Release(); {|ZSDK4062:_lock.Release()|}; }
        }
        """);

    [Fact]
    public Task One_variable_for_two_ways_to_try() => RuleCheck.Types("""
        class C
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly object _other = new();
            [GuardedBy(nameof(_gate))] private int _x;
            async Task M(bool isAsync, TimeSpan time)
            {
                bool taken = isAsync ? await _gate.WaitAsync(time).ConfigureAwait(false) : _gate.Wait(time);
                if (!taken) { return; }
                try { _x++; } finally { _gate.Release(); }
            }
            void N(bool quick)
            {
                bool taken = quick ? Monitor.TryEnter(_other) : _gate.Wait(1);
                if (taken) { {|ZSDK4001:_x|}++; }
            }
            void O(int how)
            {
                bool taken;
                if (how == 0) { taken = _gate.Wait(1); } else if (how == 1) { taken = _gate.Wait(2); } else { taken = how == 2; }
                if (taken) { {|ZSDK4001:_x|}++; }
            }
        }
        """);

    [Theory]
    [InlineData("IEnumerable<int> M() { Monitor.Enter(_gate); try { yield return _x; } finally { Monitor.Exit(_gate); } }")]
    [InlineData("int M(int i) { Monitor.Enter(_gate); try { return i switch { 0 => _x, 1 => throw new InvalidOperationException(), _ => _x + 1 }; } finally { Monitor.Exit(_gate); } }")]
    [InlineData("void M(int n) { for (int i = 0; i < n; i++) { Monitor.Enter(_gate); try { if (i == 2) continue; if (i == 3) break; _x++; } finally { Monitor.Exit(_gate); } } }")]
    [InlineData("void M(int n) { for (int i = 0; i < n; i++) { {|ZSDK4062:Monitor.Enter(_gate)|}; if (i == 2) return; _x++; Monitor.Exit(_gate); } }")]
    [InlineData("void M(bool b) { bool taken = false; if (b) { Monitor.Enter(_gate); taken = true; } try { N(); } finally { if (taken) { Monitor.Exit(_gate); } } } void N() { }")]
    [InlineData("void M(bool b) { bool taken = false; if (b) { Monitor.Enter(_gate); taken = true; } if (taken) { _x++; Monitor.Exit(_gate); } }")]
    [InlineData("void M(bool b) { bool free = true; if (b) { Monitor.Enter(_gate); free = false; } if (!free) { _x++; Monitor.Exit(_gate); } }")]
    [InlineData("void M(bool b) { Monitor.Enter(_gate); goto end; end: _x++; Monitor.Exit(_gate); }")]
    [InlineData("void M() { Monitor.Enter(_gate); try { N(); } catch { Monitor.Exit(_gate); throw; } Monitor.Exit(_gate); } void N() { }")]
    [InlineData("void M() { try { Monitor.Enter(_gate); _x++; } finally { Monitor.Exit(_gate); } }")]
    [InlineData("void M() { try { Monitor.Enter(_gate); try { N(); } finally { _x++; } } finally { Monitor.Exit(_gate); } } void N() { }")]
    [InlineData("void M(bool b) { bool taken = false; try { if (b) { Monitor.Enter(_gate, ref taken); } N(); } finally { if (taken) { Monitor.Exit(_gate); } } } void N() { }")]
    [InlineData("void M(bool b) { bool taken = false; if (b) { Monitor.Enter(_gate); taken = true; } if (taken) { Monitor.Exit(_gate); } lock (_gate) { if (!taken) { _x++; } } }")]
    public Task Odd_places(string member) => RuleCheck.Members(member);
}
