using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZonedSdk.Analyzers.Tests.Support;
using ZonedSdk.CodeFixes.Locks;

namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>Each sort of lock is taken as its users take it.</summary>
public sealed class TakeGateFormTests
{
    [Fact]
    public Task A_Lock_is_locked() => TakeGateCase.Check("void M() { {|ZSDK4001:_l|}++; }", "void M() { lock (_lock) { _l++; } }");

    [Fact]
    public Task A_Lock_is_entered_by_a_scope_where_the_type_does_so() => TakeGateCase.Check(
        "void M() { {|ZSDK4001:_l|}++; } void N() { using (_lock.EnterScope()) { _l++; } }",
        "void M() { using (_lock.EnterScope()) { _l++; } } void N() { using (_lock.EnterScope()) { _l++; } }");

    [Fact]
    public Task Before_CSharp_13_a_Lock_is_entered_by_a_scope() => new OlderTest
    {
        TestCode = FixCheck.Usings + TakeGateCase.In("void M() { {|ZSDK4001:_l|}++; }"),
        FixedCode = FixCheck.Usings + TakeGateCase.In("void M() { using (_lock.EnterScope()) { _l++; } }"),
    }.RunAsync();

    [Fact]
    public Task Tabs_and_carriage_returns_are_kept() => new FixTest<ConcurrencyAnalyzer, TakeGateFix>
    {
        TestCode = Foreign("    void M()\n    {\n        {|ZSDK4001:_s|}++;\n        Work();\n    }\n"),
        FixedCode = Foreign("    void M()\n    {\n        _one.Wait();\n        try\n        {\n            _s++;\n        }\n        finally\n        {\n            _one.Release();\n        }\n\n        Work();\n    }\n"),
    }.RunAsync();

    [Fact]
    public Task A_semaphore_is_waited_for() => TakeGateCase.Check(
        """
            void M()
            {
                {|ZSDK4001:_s|}++;
            }
        """,
        """
            void M()
            {
                _one.Wait();
                try
                {
                    _s++;
                }
                finally
                {
                    _one.Release();
                }
            }
        """,
        "Take '_one'");

    [Fact]
    public Task A_semaphore_is_awaited_in_an_asynchronous_method() => TakeGateCase.Check(
        """
            async Task M(CancellationToken token)
            {
                await Task.Delay(1, token).ConfigureAwait(false);
                {|ZSDK4001:_s|}++;
            }
        """,
        """
            async Task M(CancellationToken token)
            {
                await Task.Delay(1, token).ConfigureAwait(false);
                await _one.WaitAsync(token).ConfigureAwait(false);
                try
                {
                    _s++;
                }
                finally
                {
                    _one.Release();
                }
            }
        """);

    [Fact]
    public Task A_semaphore_is_not_taken_where_a_caller_may_hold_it() => TakeGateCase.NotOffered(
        "private void M() { {|ZSDK4001:_s|}++; } public void N() { _one.Wait(); try { M(); } finally { _one.Release(); } }");

    [Fact]
    public Task A_shared_member_is_read_under_the_read_lock() => TakeGateCase.Check(
        """
            int M()
            {
                return {|ZSDK4001:_r|};
            }
        """,
        """
            int M()
            {
                _many.EnterReadLock();
                try
                {
                    return _r;
                }
                finally
                {
                    _many.ExitReadLock();
                }
            }
        """,
        "Take '_many' for reading");

    [Fact]
    public Task A_shared_member_is_written_under_the_write_lock() => TakeGateCase.Check(
        "void M() { {|ZSDK4001:_r|} = 1; }",
        "void M() { _many.EnterWriteLock(); try { _r = 1; } finally { _many.ExitWriteLock(); } }",
        "Take '_many'");

    [Fact]
    public Task Who_reads_already_is_not_sent_to_write() => TakeGateCase.NotOffered(
        "void M() { _many.EnterReadLock(); try { {|ZSDK4001:_r|} = 1; } finally { _many.ExitReadLock(); } }");

    [Fact]
    public Task A_spin_lock_keeps_its_flag() => TakeGateCase.Check(
        "void M() { {|ZSDK4001:_p|}++; }",
        "void M() { bool isTaken = false; try { _spin.Enter(ref isTaken); _p++; } finally { if (isTaken) _spin.Exit(); } }");

    [Fact]
    public Task A_spin_lock_on_lines_of_its_own() => TakeGateCase.Check(
        """
            void M(bool isTaken)
            {
                {|ZSDK4001:_p|}++;
            }
        """,
        """
            void M(bool isTaken)
            {
                bool isTaken2 = false;
                try
                {
                    _spin.Enter(ref isTaken2);
                    _p++;
                }
                finally
                {
                    if (isTaken2) _spin.Exit();
                }
            }
        """);

    [Fact]
    public Task A_guard_of_the_users_own_is_disposed() => Own(
        "[AcquiresLock(\"this\")] public Guard Enter() { Monitor.Enter(this); return new(this); }",
        "using (_own.Enter()) { _x++; }");

    [Fact]
    public Task Two_annotated_methods_stand_around_a_try() => Own(
        "[AcquiresLock(\"this\")] public void Take() => Monitor.Enter(this); [ReleasesLock(\"this\")] public void Give() => Monitor.Exit(this);",
        "_own.Take(); try { _x++; } finally { _own.Give(); }");

    [Fact]
    public Task An_own_lock_that_nobody_knows_how_to_take_is_not_taken() => FixCheck.NotOffered<TakeGateFix>(OwnType(
        "[AcquiresLock(\"this\")] public void Take(int level) => Monitor.Enter(this); [ReleasesLock(\"this\")] public void Give() => Monitor.Exit(this);", "{|ZSDK4001:_x|}++;"));

    [Fact]
    public Task The_gate_of_the_instance_that_is_touched_is_taken() => TakeGateCase.Check(
        "static void M(C c) { {|ZSDK4001:c._x|}++; }",
        "static void M(C c) { lock (c._gate) { c._x++; } }",
        "Take 'c._gate'");

    [Fact]
    public Task A_gate_that_is_named_by_a_call_is_not_taken() => TakeGateCase.NotOffered("C F() => this; void M() { {|ZSDK4001:F()._x|}++; }");

    [Fact]
    public Task A_static_gate_is_named_with_its_type() => FixCheck.Types<TakeGateFix>(
        "static class S { internal static readonly object s_gate = new(); [GuardedBy(nameof(s_gate))] internal static int s_n; } class E { void M() { {|ZSDK4001:S.s_n|}++; } }",
        "static class S { internal static readonly object s_gate = new(); [GuardedBy(nameof(s_gate))] internal static int s_n; } class E { void M() { lock (S.s_gate) { S.s_n++; } } }",
        "Take 'S.s_gate'");

    [Fact]
    public Task What_may_be_null_is_not_locked() => TakeGateCase.NotOffered("void M(C? c) { c?{|ZSDK4001:._list|}.Clear(); }");

    private static string Foreign(string members) => (FixCheck.Usings + TakeGateCase.In(members)).Replace("    ", "\t", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);

    private static Task Own(string lockMembers, string after) => FixCheck.Types<TakeGateFix>(OwnType(lockMembers, "{|ZSDK4001:_x|}++;"), OwnType(lockMembers, after));

    private static string OwnType(string lockMembers, string body) => $$"""
        sealed class OwnLock
        {
            {{lockMembers}}
        }

        sealed class Guard(OwnLock owner) : IDisposable
        {
            private readonly OwnLock _owner = owner;
            [ReleasesLock("_owner")] public void Dispose() => Monitor.Exit(_owner);
        }

        class D
        {
            private readonly OwnLock _own = new();
            [GuardedBy(nameof(_own))] private int _x;
            void M() { {{body}} }
        }

        """;

    private sealed class OlderTest : FixTest<ConcurrencyAnalyzer, TakeGateFix>
    {
        protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.CSharp12, DocumentationMode.Diagnose);
    }
}
