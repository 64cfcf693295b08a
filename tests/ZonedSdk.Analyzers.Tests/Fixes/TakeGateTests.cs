namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>The gate is taken around the least that needs it, in the form that its lock has.</summary>
public sealed class TakeGateTests
{
    [Fact]
    public Task A_statement_is_wrapped() => TakeGateCase.Check(
        """
            void M()
            {
                Work();
                {|ZSDK4001:_x|}++;
                Work();
            }
        """,
        """
            void M()
            {
                Work();
                lock (_gate)
                {
                    _x++;
                }

                Work();
            }
        """,
        "Take '_gate'");

    [Fact]
    public Task Comments_and_layout_are_kept() => TakeGateCase.Check(
        """
            void M()
            {
                // Counts.
                {|ZSDK4001:_x|}  +=  1 /* one */; // done

                /* next */ Work();
            }
        """,
        """
            void M()
            {
                // Counts.
                lock (_gate)
                {
                    _x  +=  1 /* one */; // done
                }

                /* next */ Work();
            }
        """);

    [Fact]
    public Task Directives_are_kept_where_they_are() => TakeGateCase.Check(
        """
            void M()
            {
        #if !NEVER
                {|ZSDK4001:_x|}++;
        #else
                Work();
        #endif
            }
        """,
        """
            void M()
            {
        #if !NEVER
                lock (_gate)
                {
                    _x++;
                }
        #else
                Work();
        #endif
            }
        """);

    [Fact]
    public Task A_directive_inside_stays_inside() => TakeGateCase.Check(
        """
            void M()
            {
                {|ZSDK4001:_x|} = Math.Max(
        #if NEVER
                    1,
        #endif
                    2, 3);
            }
        """,
        """
            void M()
            {
                lock (_gate)
                {
                    _x = Math.Max(
        #if NEVER
                        1,
        #endif
                        2, 3);
                }
            }
        """);

    [Fact]
    public Task The_inside_of_a_string_is_not_indented() => TakeGateCase.Check(
        """"
            string M()
            {
                return {|ZSDK4001:_x|} + @"a
        b" + """
                    raw
                    """;
            }
        """",
        """"
            string M()
            {
                lock (_gate)
                {
                    return _x + @"a
        b" + """
                    raw
                    """;
                }
            }
        """");

    [Fact]
    public Task A_method_on_one_line_stays_on_it() => TakeGateCase.Check(
        "void M() { {|ZSDK4001:_x|}++; }",
        "void M() { lock (_gate) { _x++; } }");

    [Fact]
    public Task An_expression_body_becomes_a_block() => TakeGateCase.Check(
        """
            void M() => {|ZSDK4001:_x|}++; // counts

            int N() => {|ZSDK4001:_x|};
        """,
        """
            void M()
            {
                lock (_gate)
                {
                    _x++; // counts
                }
            }

            int N()
            {
                lock (_gate)
                {
                    return _x;
                }
            }
        """);

    [Fact]
    public Task An_expression_body_on_a_line_of_its_own_becomes_a_block() => TakeGateCase.Check(
        """
            int N()
                => {|ZSDK4001:_x|}
                    + 1;
        """,
        """
            int N()
            {
                lock (_gate)
                {
                    return _x
                        + 1;
                }
            }
        """);

    [Fact]
    public Task A_property_gets_a_getter() => TakeGateCase.Check(
        """
            public int P => {|ZSDK4001:_x|};
        """,
        """
            public int P
            {
                get
                {
                    lock (_gate)
                    {
                        return _x;
                    }
                }
            }
        """);

    [Fact]
    public Task Accessors_become_blocks() => TakeGateCase.Check(
        """
            public int P
            {
                get => {|ZSDK4001:_x|};
                set => {|ZSDK4001:_x|} = value;
            }

            public int Q { get => {|ZSDK4001:_y|}; }
        """,
        """
            public int P
            {
                get
                {
                    lock (_gate)
                    {
                        return _x;
                    }
                }
                set
                {
                    lock (_gate)
                    {
                        _x = value;
                    }
                }
            }

            public int Q { get { lock (_gate) { return _y; } } }
        """);

    [Fact]
    public Task A_lambda_becomes_a_block() => TakeGateCase.Check(
        "Action M() => () => {|ZSDK4001:_x|}++; Func<int> N() => () => {|ZSDK4001:_x|}; Func<Task> A() => async () => {|ZSDK4001:_x|}++;",
        "Action M() => () => { lock (_gate) { _x++; } }; Func<int> N() => () => { lock (_gate) { return _x; } }; Func<Task> A() => async () => { lock (_gate) { _x++; } };");

    [Fact]
    public Task A_local_function_becomes_a_block() => TakeGateCase.Check(
        """
            void M()
            {
                F();

                void F() => {|ZSDK4001:_x|}++;
            }
        """,
        """
            void M()
            {
                F();

                void F()
                {
                    lock (_gate)
                    {
                        _x++;
                    }
                }
            }
        """);

    [Fact]
    public Task The_body_of_an_if_without_braces_is_wrapped() => TakeGateCase.Check(
        """
            void M(bool b)
            {
                if (b)
                    {|ZSDK4001:_x|}++;
                else if (!b) {|ZSDK4001:_y|}++;
                else
                    Work();
            }
        """,
        """
            void M(bool b)
            {
                if (b)
                    lock (_gate)
                    {
                        _x++;
                    }
                else if (!b) lock (_gate) { _y++; }
                else
                    Work();
            }
        """);

    [Fact]
    public Task A_condition_takes_its_if_along() => TakeGateCase.Check(
        """
            void M()
            {
                if ({|ZSDK4001:_x|} > 0)
                {
                    Work();
                }
            }
        """,
        """
            void M()
            {
                lock (_gate)
                {
                    if (_x > 0)
                    {
                        Work();
                    }
                }
            }
        """);

    [Fact]
    public Task A_condition_of_an_else_if_gets_braces() => TakeGateCase.Check(
        """
            void M(bool b)
            {
                if (b)
                {
                    Work();
                }
                else if ({|ZSDK4001:_x|} > 0)
                {
                    Work();
                }
            }
        """,
        """
            void M(bool b)
            {
                if (b)
                {
                    Work();
                }
                else
                {
                    lock (_gate)
                    {
                        if (_x > 0)
                        {
                            Work();
                        }
                    }
                }
            }
        """);

    [Fact]
    public Task An_enumeration_is_held_to_its_end() => TakeGateCase.Check(
        """
            void M()
            {
                foreach (int n in {|ZSDK4001:_list|})
                {
                    Work();
                }
            }
        """,
        """
            void M()
            {
                lock (_gate)
                {
                    foreach (int n in _list)
                    {
                        Work();
                    }
                }
            }
        """);

    [Fact]
    public Task A_section_of_a_switch_is_wrapped() => TakeGateCase.Check(
        """
            void M(int n)
            {
                switch (n)
                {
                    case 1:
                        {|ZSDK4001:_x|}++;
                        break;
                }
            }
        """,
        """
            void M(int n)
            {
                switch (n)
                {
                    case 1:
                        lock (_gate)
                        {
                            _x++;
                        }

                        break;
                }
            }
        """);

    [Fact]
    public Task A_call_of_a_member_that_requires_the_gate_is_wrapped() => TakeGateCase.Check(
        """
            void M()
            {
                {|ZSDK4004:NeedLocked()|};
            }
        """,
        """
            void M()
            {
                lock (_gate)
                {
                    NeedLocked();
                }
            }
        """);

    [Fact]
    public Task Braces_stand_where_the_file_has_them() => TakeGateCase.Check(
        """
            void M() {
                {|ZSDK4001:_x|}++;
            }
        """,
        """
            void M() {
                lock (_gate) {
                    _x++;
                }
            }
        """);
}
