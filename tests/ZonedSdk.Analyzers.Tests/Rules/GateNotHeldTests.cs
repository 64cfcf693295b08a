using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4001. What all lock forms have in common stands in <see cref="LockFormTests"/>.</summary>
public sealed class GateNotHeldTests
{
    [Fact]
    public Task A_handler_of_an_awaited_task_is_reached() => RuleCheck.Members(
        "async Task M(Task t) { try { await t; } catch (InvalidOperationException) { {|ZSDK4001:_x|} = 0; } try { await t.ConfigureAwait(false); } catch { {|ZSDK4001:_x|} = 1; } }");

    [Fact]
    public Task The_message_names_member_and_gate() => RuleCheck.Message(
        "void M(C c) { {|#0:c._x|}++; }",
        new DiagnosticResult(GateNotHeldRule.Diagnosed).WithLocation(0).WithLocation(9).WithArguments("_x", "c._gate", "not held"));

    [Fact]
    public Task Reads_count_as_writes_do() => RuleCheck.Members("int M() => {|ZSDK4001:_x|};");

    [Fact]
    public Task A_constructor_may_touch_its_own_instance() => RuleCheck.Members("public C() { _x = 1; NeedLocked(); }");

    [Fact]
    public Task A_constructor_may_not_touch_another_instance() => RuleCheck.Members("public C(C other) { _x = {|ZSDK4001:other._x|}; }");

    [Fact]
    public Task A_lambda_in_a_constructor_runs_when_others_know_the_instance() => RuleCheck.Members("public C() { Action a = () => {|ZSDK4001:_x|} = 1; a(); }");

    [Fact]
    public Task A_static_constructor_may_touch_static_members() => RuleCheck.Types("""
        class S
        {
            private static readonly object s_gate = new();
            [GuardedBy("s_gate")] private static int s_count = 1;
            static S() { s_count = 2; }
            static void M() { {|ZSDK4001:s_count|}++; lock (s_gate) { s_count++; } }
            void N() { lock (S.s_gate) { S.s_count++; } {|ZSDK4001:S.s_count|}++; }
        }
        """);

    [Fact]
    public Task A_fresh_object_needs_no_gate() => RuleCheck.Members("static C M() { var c = new C { _x = 1 }; c._x++; c.NeedLocked(); return c; }");

    [Fact]
    public Task A_fresh_object_needs_the_gate_once_it_is_published() => RuleCheck.Members("void M() { var c = new C(); c._x = 1; _current = c; {|ZSDK4001:c._x|} = 2; }");

    [Fact]
    public Task A_fresh_object_needs_the_gate_once_a_lambda_has_it() => RuleCheck.Members("static void M() { var c = new C(); Task.Run(() => Console.WriteLine(c)); {|ZSDK4001:c._x|} = 2; }");

    [Fact]
    public Task Nameof_touches_nothing() => RuleCheck.Members("string M() => nameof(_x);");

    [Fact]
    public Task An_expression_tree_touches_nothing() => RuleCheck.Members("System.Linq.Expressions.Expression<Func<int>> M() => () => _x;");

    [Fact]
    public Task Unreachable_code_touches_nothing() => RuleCheck.Members("void M() { return; #pragma warning disable CS0162\n_x = 1; }".Replace("#", "\n#", StringComparison.Ordinal));

    [Fact]
    public Task Every_way_to_write_a_member_counts() => RuleCheck.Members("""
        void Out(out int i) => i = 0;
        void M((int, int) pair)
        {
            ({|ZSDK4001:_x|}, _) = pair;
            Out(out {|ZSDK4001:_x|});
            {|ZSDK4001:_x|} += 1;
            Interlocked.Increment(ref {|ZSDK4001:_x|});
            {|ZSDK4001:_list|} ??= new();
            {|ZSDK4001:_list|}[0] = 1;
            int[] copy = [.. {|ZSDK4001:_list|}];
            string text = $"{ {|ZSDK4001:_x|} }";
            bool is1 = this is { {|ZSDK4001:_x|}: 1 };
            foreach (int i in {|ZSDK4001:_list|}) { }
        }
        """);

    [Fact]
    public Task A_null_conditional_access_is_an_access() => RuleCheck.Members("int? M(C? c) => c?{|ZSDK4001:._x|};");

    [Fact]
    public Task A_conditional_value_is_written_under_the_lock() => RuleCheck.Members("void M(bool b) { lock (_gate) { _x = b ? 1 : 2; _list = b ? _list : new(); } }");

    [Fact]
    public Task Reading_a_shared_member_needs_the_read_lock_only() => RuleCheck.Types("""
        class S
        {
            private readonly ReaderWriterLockSlim _gate = new();
            [GuardedBy("_gate", Shared = true)] private int _x;
            [GuardedBy("_gate")] private int _y;
            [GuardedBy("_gate", Shared = true)] private int[] _all = [];
            void M()
            {
                _gate.EnterReadLock();
                try { int a = _x; {|ZSDK4001:_x|} = 1; int b = {|ZSDK4001:_y|}; int c = _all[0]; {|ZSDK4001:_all|}[0] = 1; } finally { _gate.ExitReadLock(); }
                _gate.EnterUpgradeableReadLock();
                try
                {
                    int a = _x;
                    _gate.EnterWriteLock();
                    try { _x = 1; _y = 1; } finally { _gate.ExitWriteLock(); }
                    {|ZSDK4001:_x|} = 2;
                }
                finally { _gate.ExitUpgradeableReadLock(); }
            }
        }
        """);

    [Fact]
    public Task A_monitor_on_a_lock_object_cast_to_object_is_another_lock() => RuleCheck.Types("""
        #pragma warning disable CS9216
        class S
        {
            private readonly Lock _gate = new();
            [GuardedBy("_gate")] private int _x;
            void M() { Monitor.Enter(_gate); try { {|ZSDK4001:_x|}++; } finally { Monitor.Exit(_gate); } }
        }
        """);

    [Fact]
    public Task A_property_gate_and_the_field_behind_it_are_one_lock() => RuleCheck.Types("""
        class S
        {
            private readonly object _gate = new();
            public object SyncRoot => _gate;
            [ReturnsLock("_gate")] public object Get() => _gate;
            [GuardedBy("SyncRoot")] private int _x;
            void M(S s) { lock (_gate) { _x++; } lock (s.SyncRoot) { s._x++; } lock (s.Get()) { s._x++; } }
        }
        """);

    [Fact]
    public Task A_primary_constructor_parameter_can_be_the_gate() => RuleCheck.Types("""
        class S(object gate)
        {
            [GuardedBy("gate")] private int _x = 1;
            void M() { lock (gate) { _x++; } {|ZSDK4001:_x|}++; }
        }
        """);

    [Fact]
    public Task A_path_leads_through_members() => RuleCheck.Types("""
        class Owner { public readonly object Gate = new(); }
        class S(Owner owner)
        {
            private readonly Owner _owner = owner;
            [GuardedBy("_owner.Gate")] private int _x;
            void M(S other) { lock (_owner.Gate) { _x++; } Owner o = other._owner; lock (o.Gate) { other._x++; } }
        }
        """);

    [Fact]
    public Task A_path_that_may_have_changed_is_not_judged() => RuleCheck.Members("void N() { } void M() { lock (_current._gate) { _current._x++; N(); _current._x++; } }");

    [Fact]
    public Task A_path_that_was_assigned_is_another_one() => RuleCheck.Members("void M(C c) { lock (_current._gate) { _current = c; {|ZSDK4003:_current._x|}++; } }");

    [Fact]
    public Task An_iterator_holds_what_it_locks() => RuleCheck.Members("IEnumerable<int> M() { lock (_gate) { _x++; } yield return {|ZSDK4001:_x|}; }");

    [Fact]
    public Task A_foreach_variable_names_its_own_gate() => RuleCheck.Members("static void M(List<C> all) { foreach (C c in all) { lock (c._gate) { c._x++; } {|ZSDK4001:c._x|}++; } }");

    [Fact]
    public Task A_struct_of_ones_own_is_nobody_elses() => RuleCheck.Types("""
        struct S
        {
            public readonly object Gate;
            [GuardedBy("Gate")] public int X;
            public S(object gate) { Gate = gate; X = 0; }
            static int M() { var s = new S(new object()); s.X = 1; return s.X; }
            static void N(ref S s) { {|ZSDK4001:s.X|} = 1; }
        }
        """);

    [Fact]
    public Task Query_operators_are_not_judged() => RuleCheck.Members("int M() { lock (_gate) { return _list.Where(i => i > _x).Count() + _list.FindIndex(i => i == _x); } }");

    [Fact]
    public Task A_severity_can_be_configured()
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test("void M() { _x++; }");
        test.DisabledDiagnostics.Add("ZSDK4001");
        return test.RunAsync();
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public Task Generated_code_is_looked_at_where_the_build_says_so(string value)
    {
        string code = value == "true" ? "{|ZSDK4001:_x|}" : "_x";
        var test = new RuleTest<ConcurrencyAnalyzer>
        {
            TestState =
            {
                Sources = { ("/0/Test.g.cs", $"// <auto-generated/>\nusing ZonedSdk.Annotations; class C {{ readonly object _gate = new(); [GuardedBy(\"_gate\")] int _x; void M() => {code}++; }}") },
                AnalyzerConfigFiles = { ("/.globalconfig", $"is_global = true\nbuild_property.ZonedSdkAnalyzeGenerated = {value}") },
            },
            TestBehaviors = TestBehaviors.SkipGeneratedCodeCheck,
        };
        return test.RunAsync();
    }

    [Fact]
    public Task The_handler_of_a_wait_that_was_cancelled_is_code_like_any_other() => RuleCheck.Members("""
        private readonly SemaphoreSlim _turn = new(1, 1);
        void M(CancellationToken token)
        {
            try { _turn.Wait(token); } catch (OperationCanceledException) { {|ZSDK4001:_x|}--; lock (_gate) { _x--; } throw; }
            _turn.Release();
        }
        async Task N(CancellationToken token)
        {
            try { await _turn.WaitAsync(token); } catch (OperationCanceledException) { {|ZSDK4001:_x|}--; return; }
            try { lock (_gate) { _x++; } } finally { _turn.Release(); }
        }
        """);

    [Theory]
    [InlineData("void M(bool b) { bool taken = false; if (b) { Monitor.Enter(_gate); taken = true; } if (taken) { Monitor.Exit(_gate); } if (taken) { {|ZSDK4001:_x|}++; } }")]
    [InlineData("void M() { if (Monitor.IsEntered(_gate)) { _x++; } else { {|ZSDK4001:_x|}++; } }")]
    [InlineData("void M() { if (!Monitor.IsEntered(_gate)) { return; } _x++; }")]
    [InlineData("int M() => Monitor.IsEntered(_gate) ? _x : 0;")]
    [InlineData("void M() { if (!Monitor.IsEntered(_gate)) throw new InvalidOperationException(); NeedLocked(); }")]
    [InlineData("void M() { System.Diagnostics.Debug.Assert(!Monitor.IsEntered(_gate)); Callback(); }")]
    [InlineData("void M() { lock (_gate) { System.Diagnostics.Debug.Assert(Monitor.IsEntered(_gate)); _x++; } {|ZSDK4001:_x|}++; }")]
    public Task Odd_places(string member) => RuleCheck.Members(member);

    [Theory]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] int _x; int P { get { lock (_g) { return _x; } } set { lock (_g) { _x = value; } } } int Q => {|ZSDK4001:_x|}; }")]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] public int P { get; set => field = value < 0 ? 0 : value; } void M() { {|ZSDK4001:P|} = 1; lock (_g) { P = 2; } } }")]
    [InlineData("record S(int N) { readonly object _g = new(); [GuardedBy(\"_g\")] int _x; void M() { lock (_g) { _x = N; } } S With() => this with { N = 2 }; }")]
    [InlineData("class S(object gate) { [GuardedBy(\"gate\")] int _x; void M() { lock (gate) { _x++; } } int N() => {|ZSDK4001:_x|}; }")]
    [InlineData("interface I { object Gate { get; } [GuardedBy(\"Gate\")] int X { get; set; } void M() { lock (Gate) { X++; } {|ZSDK4001:X|}++; } }")]
    [InlineData("static class E { extension(S s) { public int Twice() { lock (s.Gate) { return s.X * 2; } } public int Bad() => {|ZSDK4001:s.X|}; } } class S { public readonly object Gate = new(); [GuardedBy(\"Gate\")] public int X; }")]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] readonly List<int> _l = []; int[] Copy() { lock (_g) { return [.. _l]; } } int[] Bad() => [.. {|ZSDK4001:_l|}]; }")]
    [InlineData("struct S { readonly object _g; [GuardedBy(\"_g\")] int _x; public S(object g) { _g = g; _x = 1; } void M() { lock (_g) { _x++; } {|ZSDK4001:_x|}--; } }")]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] int _x; async IAsyncEnumerable<int> M() { int y; lock (_g) { y = _x; } yield return y; await Task.Yield(); yield return {|ZSDK4001:_x|}; } }")]
    [InlineData("partial class S { readonly object _g = new(); [GuardedBy(\"_g\")] int _x; [RequiresLock(\"_g\")] private partial void N(); private partial void N() { _x++; } void M() { {|ZSDK4004:N()|}; lock (_g) { N(); } } }")]
    [InlineData("partial class S { readonly object _g = new(); [GuardedBy(\"_g\")] int _x; private partial int P { get; } private partial int P { get { lock (_g) { return _x; } } } }")]
    [InlineData("class S<T> where T : S<T> { public readonly object Gate = new(); [GuardedBy(\"Gate\")] public int X; static void M(T t) { lock (t.Gate) { t.X++; } {|ZSDK4001:t.X|}++; } }")]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] int _x; S? _n; void M(S? s) { lock (_g) { _x = s?._n is null ? 1 : 2; } s?{|ZSDK4001:._x|} = 3; }  }")]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] int _x; int M(object o) { lock (_g) { return o switch { int i when i > _x => _x, S { _n: 1 } => 2, _ => _x }; } } readonly int _n; }")]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] int _x; void M(int n) { switch (n) { case 0: lock (_g) { goto case 1; } case 1: {|ZSDK4001:_x|}++; break; } } }")]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] int _x; void M(int n) { Monitor.Enter(_g); switch (n) { case 0: _x = 1; goto case 1; case 1: _x++; break; default: _x--; break; } Monitor.Exit(_g); } }")]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] int _x; void M() { try { lock (_g) { _x++; throw new Exception(); } } catch (Exception) when ({|ZSDK4001:_x|} > 0) { } } }")]
    [InlineData("class S { readonly Lock _g = new(); [GuardedBy(\"_g\")] int _x; ref struct R { Lock.Scope _s; public R(Lock l) { _s = l.EnterScope(); } public void Dispose() => _s.Dispose(); } void M() { using (_g.EnterScope()) { _x++; } } }")]
    [InlineData("class S { readonly Lock _g = new(); [GuardedBy(\"_g\")] int _x; [AcquiresLock(\"_g\")] Lock.Scope Enter() => _g.EnterScope(); void M() { using (Enter()) { _x++; } using var s = Enter(); _x++; } }")]
    [InlineData("class S { readonly Lock _g = new(); [GuardedBy(\"_g\")] int _x; void M() { lock (_g) { F(); } void F() { G(); void G() { _x++; } } } }")]
    [InlineData("class S { readonly Lock _g = new(); [GuardedBy(\"_g\")] int _x; void M() { lock (_g) { var q = from i in new[] { 1, 2 } where i > _x select i; foreach (int i in q) { } } } }")]
    [InlineData("class S { readonly Lock _g = new(); [GuardedBy(\"_g\")] int _x; Lazy<int> _l; public S() { _l = new Lazy<int>(() => { lock (_g) { return _x; } }); } }")]
    [InlineData("class S { readonly SemaphoreSlim _s = new(1, 1); [GuardedBy(\"_s\")] int _x; async Task M() { if (!await _s.WaitAsync(0)) return; try { _x++; } finally { _s.Release(); } {|ZSDK4001:_x|}++; } }")]
    [InlineData("class S { readonly SemaphoreSlim _s = new(1, 1); [GuardedBy(\"_s\")] int _x; async Task M() { bool ok = await _s.WaitAsync(5).ConfigureAwait(false); if (ok) { try { _x++; } finally { _s.Release(); } } } }")]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] int _x; void M() { bool t = false; try { Monitor.Enter(_g, ref t); _x++; } finally { if (t) Monitor.Exit(_g); } } void N() { bool t = false; try { Monitor.TryEnter(_g, ref t); if (!t) return; _x++; } finally { if (t) Monitor.Exit(_g); } } }")]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] int? _x; int M() { lock (_g) { return _x ??= 3; } } int N() => {|ZSDK4001:_x|} ?? 4; }")]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] (int A, int B) _x; void M() { lock (_g) { (_x.A, _x.B) = (_x.B, _x.A); } var (a, b) = {|ZSDK4001:_x|}; } }")]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] int _x; event Action? E { add { lock (_g) { _x++; } } remove { lock (_g) { _x--; } } } }")]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] int _x; public static bool operator ==(S a, S b) { lock (a._g) { return a._x == {|ZSDK4003:b._x|}; } } public static bool operator !=(S a, S b) => !(a == b); public override bool Equals(object? o) => o is S s && s == this; public override int GetHashCode() { lock (_g) { return _x; } } }")]
    [InlineData("class S { readonly object _g = new(); [GuardedBy(\"_g\")] int _x; void M() { Parallel.For(0, 3, i => { lock (_g) { _x += i; } }); } }")]
    [InlineData("class S { readonly ReaderWriterLockSlim _g = new(); [GuardedBy(\"_g\", Shared = true)] int _x; int M() { if (_g.TryEnterReadLock(5)) { try { return _x; } finally { _g.ExitReadLock(); } } return 0; } void N() { _g.EnterWriteLock(); try { if (_g.IsWriteLockHeld) _x++; } finally { _g.ExitWriteLock(); } } }")]
    public Task All_of_the_language(string types) => RuleCheck.Types(types);
}
