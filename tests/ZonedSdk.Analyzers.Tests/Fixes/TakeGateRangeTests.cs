namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>How far the scope reaches: what lives on behind it, what cannot be in it, and what belongs together.</summary>
public sealed class TakeGateRangeTests
{
    [Fact]
    public Task A_variable_that_lives_on_is_declared_before() => TakeGateCase.Check(
        """
            int M()
            {
                var n = {|ZSDK4001:_x|};
                Work();
                return n;
            }
        """,
        """
            int M()
            {
                int n;
                lock (_gate)
                {
                    n = _x;
                }

                Work();
                return n;
            }
        """);

    [Fact]
    public Task A_variable_that_nobody_needs_any_more_goes_along() => TakeGateCase.Check(
        "void M() { int n = {|ZSDK4001:_x|}; }",
        "void M() { lock (_gate) { int n = _x; } }");

    [Fact]
    public Task A_nullable_variable_keeps_its_type() => TakeGateCase.Check(
        """
            [GuardedBy(nameof(_gate))] private string? _name;
            int M()
            {
                var name = {|ZSDK4001:_name|};
                return name?.Length ?? 0;
            }
        """,
        """
            [GuardedBy(nameof(_gate))] private string? _name;
            int M()
            {
                string? name;
                lock (_gate)
                {
                    name = _name;
                }

                return name?.Length ?? 0;
            }
        """);

    [Fact]
    public Task An_out_variable_is_declared_before() => TakeGateCase.Check(
        """
            [GuardedBy(nameof(_gate))] private Dictionary<int, string> _map = new();
            bool M()
            {
                bool isThere = {|ZSDK4001:_map|}.TryGetValue(1, out var name);
                return isThere && name == "";
            }
        """,
        """
            [GuardedBy(nameof(_gate))] private Dictionary<int, string> _map = new();
            bool M()
            {
                bool isThere;
                string? name;
                lock (_gate)
                {
                    isThere = _map.TryGetValue(1, out name);
                }

                return isThere && name == "";
            }
        """);

    [Fact]
    public Task A_variable_that_cannot_be_declared_before_takes_its_uses_along() => TakeGateCase.Check(
        """
            void M()
            {
                var pair = new { {|ZSDK4001:_x|} };
                Work();
                Console.WriteLine(pair);
                Work();
            }
        """,
        """
            void M()
            {
                lock (_gate)
                {
                    var pair = new { _x };
                    Work();
                    Console.WriteLine(pair);
                }

                Work();
            }
        """);

    [Fact]
    public Task A_using_declaration_takes_its_block_along() => TakeGateCase.Check(
        """
            void M()
            {
                using var stream = new MemoryStream({|ZSDK4001:_x|});
                Work();
            }
        """,
        """
            void M()
            {
                lock (_gate)
                {
                    using var stream = new MemoryStream(_x);
                    Work();
                }
            }
        """);

    [Fact]
    public Task A_statement_that_awaits_gets_a_copy() => TakeGateCase.Check(
        """
            async Task M()
            {
                await WorkAsync({|ZSDK4001:_x|});
            }
        """,
        """
            async Task M()
            {
                int x;
                lock (_gate)
                {
                    x = _x;
                }

                await WorkAsync(x);
            }
        """);

    [Fact]
    public Task A_statement_that_yields_gets_a_copy() => TakeGateCase.Check(
        """
            IEnumerable<int> M(int x)
            {
                yield return {|ZSDK4001:_x|} + x;
            }
        """,
        """
            IEnumerable<int> M(int x)
            {
                int x2;
                lock (_gate)
                {
                    x2 = _x;
                }

                yield return x2 + x;
            }
        """);

    [Fact]
    public Task A_call_that_excludes_the_gate_gets_a_copy() => TakeGateCase.Check(
        """
            void M()
            {
                Callback({|ZSDK4001:_x|});
            }
        """,
        """
            void M()
            {
                int x;
                lock (_gate)
                {
                    x = _x;
                }

                Callback(x);
            }
        """);

    [Fact]
    public Task A_reference_is_not_copied_out_of_its_lock() => TakeGateCase.NotOffered("async Task M() { await WorkAsync({|ZSDK4001:_list|}[0]); }");

    [Fact]
    public Task A_condition_over_an_await_is_not_split() => TakeGateCase.NotOffered("async Task M() { while ({|ZSDK4001:_x|} > 0) { await WorkAsync(1); } }");

    [Fact]
    public Task A_loop_that_waits_for_others_is_not_held() => TakeGateCase.NotOffered("void M() { while ({|ZSDK4001:_x|} == 0) Thread.Yield(); }");

    [Fact]
    public Task A_loop_over_what_the_gate_guards_is_held() => TakeGateCase.Check(
        "void M() { while ({|ZSDK4001:_x|} > 0) {|ZSDK4001:_x|}--; }",
        "void M() { lock (_gate) { while (_x > 0) _x--; } }");

    [Fact]
    public Task Initializers_have_no_place_for_a_lock() => TakeGateCase.NotOffered("static readonly C s_c = new(); int _z = {|ZSDK4001:s_c._x|};");

    [Fact]
    public Task A_reference_that_outlives_every_scope_is_not_fixed() => TakeGateCase.NotOffered("ref int M() => ref {|ZSDK4001:_x|};");

    [Fact]
    public Task Findings_of_one_statement_are_one_scope() => TakeGateCase.Check(
        "int M() { return {|ZSDK4001:_x|} + {|ZSDK4001:_y|}; }",
        "int M() { lock (_gate) { return _x + _y; } }");

    [Fact]
    public Task Findings_of_one_block_are_one_scope_when_all_are_fixed() => TakeGateCase.CheckAtOnce(
        """
            void M()
            {
                {|ZSDK4001:_x|}++;
                Work();
                {|ZSDK4001:_y|}++;
                Work();
            }
        """,
        """
            void M()
            {
                lock (_gate)
                {
                    _x++;
                }

                Work();
                lock (_gate)
                {
                    _y++;
                }

                Work();
            }
        """,
        """
            void M()
            {
                lock (_gate)
                {
                    _x++;
                    Work();
                    _y++;
                }

                Work();
            }
        """);

    [Fact]
    public Task What_cannot_be_under_the_gate_parts_the_scopes() => TakeGateCase.CheckAtOnce(
        """
            void M()
            {
                {|ZSDK4001:_x|}++;
                {|ZSDK4001:_y|}++;
                Callback(0);
                {|ZSDK4001:_x|}++;
            }
        """,
        """
            void M()
            {
                lock (_gate)
                {
                    _x++;
                }

                lock (_gate)
                {
                    _y++;
                }

                Callback(0);
                lock (_gate)
                {
                    _x++;
                }
            }
        """,
        """
            void M()
            {
                lock (_gate)
                {
                    _x++;
                    _y++;
                }

                Callback(0);
                lock (_gate)
                {
                    _x++;
                }
            }
        """);

    [Fact]
    public Task Findings_of_two_gates_are_two_scopes() => TakeGateCase.CheckAtOnce(
        """
            void M()
            {
                {|ZSDK4001:_x|}++;
                {|ZSDK4001:_l|}++;
            }
        """,
        """
            void M()
            {
                lock (_gate)
                {
                    _x++;
                }

                lock (_lock)
                {
                    _l++;
                }
            }
        """,
        """
            void M()
            {
                lock (_gate)
                {
                    _x++;
                }

                lock (_lock)
                {
                    _l++;
                }
            }
        """);
}
