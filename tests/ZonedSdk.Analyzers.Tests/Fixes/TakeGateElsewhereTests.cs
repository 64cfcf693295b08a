using ZonedSdk.Analyzers.Tests.Support;
using ZonedSdk.CodeFixes.Locks;

namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>Gates that are held on some paths only, or by another instance.</summary>
public sealed class TakeGateElsewhereTests
{
    [Fact]
    public Task A_gate_that_some_paths_hold_is_taken_again_where_that_is_allowed() => TakeGateCase.Check(
        """
            void M(bool b)
            {
                if (b) Monitor.Enter(_gate);
                {|ZSDK4002:_x|}++;
                if (b) Monitor.Exit(_gate);
            }
        """,
        """
            void M(bool b)
            {
                if (b) Monitor.Enter(_gate);
                lock (_gate)
                {
                    _x++;
                }

                if (b) Monitor.Exit(_gate);
            }
        """);

    [Fact]
    public Task A_semaphore_that_some_paths_hold_is_not_taken_again() => TakeGateCase.NotOffered(
        "void M(bool b) { if (b) _one.Wait(); {|ZSDK4002:_s|}++; if (b) _one.Release(); }");

    [Fact]
    public Task A_local_function_that_is_called_with_and_without_takes_the_gate() => TakeGateCase.Check(
        "void M() { lock (_gate) { F(); } F(); void F() { {|ZSDK4002:_x|}++; } }",
        "void M() { lock (_gate) { F(); } F(); void F() { lock (_gate) { _x++; } } }");

    [Fact]
    public Task The_wrong_gate_gives_place_to_the_right_one() => TakeGateCase.Check(
        "void M(C c) { lock (_gate) { {|ZSDK4003:c._x|}++; } }",
        "void M(C c) { lock (c._gate) { c._x++; } }",
        "Take 'c._gate' instead of '_gate'");

    [Fact]
    public Task The_wrong_scope_gives_place_to_the_right_one() => TakeGateCase.Check(
        "void M(C c) { using (c._lock.EnterScope()) { {|ZSDK4003:_l|}++; } } void N(C c) { using var s = c._lock.EnterScope(); {|ZSDK4003:_l|}++; }",
        "void M(C c) { using (_lock.EnterScope()) { _l++; } } void N(C c) { using var s = _lock.EnterScope(); _l++; }");

    [Fact]
    public Task A_gate_that_is_needed_itself_is_kept() => TakeGateCase.Check(
        """
            void M(C c)
            {
                lock (_gate)
                {
                    {|ZSDK4003:c._x|}--;
                    _x++;
                }
            }
        """,
        """
            void M(C c)
            {
                lock (_gate)
                {
                    lock (c._gate)
                    {
                        c._x--;
                    }

                    _x++;
                }
            }
        """,
        "Take 'c._gate' as well");

    [Fact]
    public Task Files_and_projects_are_fixed_at_once()
    {
        FixTest<ConcurrencyAnalyzer, TakeGateFix> test = FixCheck.Test<TakeGateFix>(
            TakeGateCase.In("void M() { {|ZSDK4001:_x|}++; }"), TakeGateCase.In("void M() { lock (_gate) { _x++; } }"));
        string other = FixCheck.Usings + TakeGateCase.In("void N() { §; } void K() { {|ZSDK4001:_y|}--; }").Replace("class C", "class E", StringComparison.Ordinal);
        test.TestState.Sources.Add(other.Replace("§", "{|ZSDK4001:_l|}++", StringComparison.Ordinal));
        test.FixedState.Sources.Add(other.Replace("§;", "lock (_lock) { _l++; }", StringComparison.Ordinal).Replace("{|ZSDK4001:_y|}--;", "lock (_gate) { _y--; }", StringComparison.Ordinal));
        return test.RunAsync();
    }
}
