using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4063.</summary>
public sealed class SelfDeadlockTests
{
    private const string Class = "readonly SemaphoreSlim _s = new(1, 1); readonly SemaphoreSlim _many = new(4); SpinLock _spin; ";

    [Fact]
    public Task The_message_names_the_gate_and_shows_where_it_was_taken() => RuleCheck.Message(
        Class + "void M() { {|#1:_s.Wait()|}; {|#0:_s.Wait()|}; _s.Release(); _s.Release(); }",
        new DiagnosticResult(SelfDeadlockRule.Diagnosed).WithLocation(0).WithLocation(1).WithArguments("_s"));

    [Fact]
    public Task Waited_for_twice() => Check("void M() { _s.Wait(); try { {|ZSDK4063:_s.Wait()|}; _s.Release(); } finally { _s.Release(); } }");

    [Fact]
    public Task Awaited_twice() => Check("async Task M() { await _s.WaitAsync(); try { {|ZSDK4063:await _s.WaitAsync()|}; _s.Release(); } finally { _s.Release(); } }");

    [Fact]
    public Task Awaited_under_a_wait() => Check("async Task M() { _s.Wait(); {|ZSDK4063:await _s.WaitAsync().ConfigureAwait(false)|}; _s.Release(); _s.Release(); }");

    [Fact]
    public Task Once_after_the_other() => Check("async Task M() { await _s.WaitAsync(); _s.Release(); await _s.WaitAsync(); _s.Release(); }");

    [Fact]
    public Task Two_semaphores() => Check("readonly SemaphoreSlim _t = new(1); void M() { _s.Wait(); _t.Wait(); _t.Release(); _s.Release(); }");

    [Fact]
    public Task Two_instances() => Check("void M(C c) { _s.Wait(); c._s.Wait(); c._s.Release(); _s.Release(); }");

    [Fact]
    public Task One_that_counts_further_may_be_taken_twice() => Check("void M() { _many.Wait(); _many.Wait(); _many.Release(2); _many.Release(); }".Replace("_many.Release(2); ", "_many.Release(); ", StringComparison.Ordinal));

    [Fact]
    public Task One_that_guards_is_a_lock() => Check("readonly SemaphoreSlim _g = Make(); static SemaphoreSlim Make() => new(1, 1); [GuardedBy(\"_g\")] int _y; void M() { _g.Wait(); _y++; {|ZSDK4063:_g.Wait()|}; _g.Release(); _g.Release(); }");

    [Fact]
    public Task One_of_which_nothing_is_known() => Check("void M(SemaphoreSlim s) { s.Wait(); s.Wait(); s.Release(); s.Release(); }");

    [Fact]
    public Task On_some_paths_only_is_not_proven() => Check("void M(bool b) { if (b) _s.Wait(); _s.Wait(); _s.Release(); if (b) _s.Release(); }");

    [Fact]
    public Task With_a_time_limit_it_comes_back() => Check("void M() { _s.Wait(); if (_s.Wait(0)) { _s.Release(); } _s.Release(); }");

    [Fact]
    public Task In_the_next_round_of_a_loop() => Check("async Task M(int n) { for (int i = 0; i < n; i++) { await _s.WaitAsync(); try { N(); } finally { _s.Release(); } } } void N() { }");

    [Fact]
    public Task Where_the_caller_holds_it() => Check("[RequiresLock(\"_s\")] void M() { {|ZSDK4063:_s.Wait()|}; _s.Release(); }");

    [Fact]
    public Task In_a_local_function_called_under_it() => Check("void M() { _s.Wait(); F(); _s.Release(); void F() { {|ZSDK4063:_s.Wait()|}; _s.Release(); } }");

    [Fact]
    public Task A_task_that_is_not_awaited_takes_nothing_yet() => Check("async Task M() { Task t = _s.WaitAsync(); Task u = _s.WaitAsync(); await t; _s.Release(); await u; _s.Release(); }");

    [Fact]
    public Task A_spin_lock() => Check("void M() { bool a = false, b = false; _spin.Enter(ref a); {|ZSDK4063:_spin.Enter(ref b)|}; if (b) _spin.Exit(); if (a) _spin.Exit(); }");

    private static Task Check(string members) => RuleCheck.Members(Class + members);

    [Fact]
    public Task It_can_be_switched_off()
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test("readonly SemaphoreSlim _s = new(1); void M() { _s.Wait(); _s.Wait(); _s.Release(); _s.Release(); }");
        test.DisabledDiagnostics.Add("ZSDK4063");
        return test.RunAsync();
    }

    [Theory]
    [InlineData("class S { readonly SemaphoreSlim _s = new(1, 1); async Task M(CancellationToken t) { await _s.WaitAsync(t); try { {|ZSDK4063:await _s.WaitAsync(t)|}; _s.Release(); } finally { _s.Release(); } } }")]
    public Task Odd_types(string types) => RuleCheck.Types(types);
}
