using ZonedSdk.Analyzers.Tests.Support;
using ZonedSdk.CodeFixes.Locks;

namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>The caller is made to hold the gate where every caller does, or where the name has promised it.</summary>
public sealed class RequireGateTests
{
    [Fact]
    public Task A_method_whose_callers_hold_the_gate_says_so() => Check(
        """
            private void Add()
            {
                {|ZSDK4001:_x|}++;
            }

            public void M()
            {
                lock (_gate) { Add(); }
            }
        """,
        """
            [RequiresLock(nameof(_gate))]
            private void Add()
            {
                _x++;
            }

            public void M()
            {
                lock (_gate) { Add(); }
            }
        """,
        "Require '_gate' of the callers of 'Add'");

    [Fact]
    public Task Comments_and_attributes_stay_above() => Check(
        """
            // Adds one.
            [Obsolete("no")]
            private void Add() => {|ZSDK4001:_x|}++; // here
        """,
        """
            // Adds one.
            [Obsolete("no")]
            [RequiresLock(nameof(_gate))]
            private void Add() => _x++; // here
        """);

    [Fact]
    public Task A_call_that_requires_the_gate_passes_the_duty_on() => Check(
        "private void Add() { {|ZSDK4004:NeedLocked()|}; } public void M() { lock (_gate) { Add(); } }",
        "[RequiresLock(nameof(_gate))]\nprivate void Add() { NeedLocked(); } public void M() { lock (_gate) { Add(); } }");

    [Fact]
    public Task A_chain_is_fixed_from_below() => Check(
        "private void Add() { {|ZSDK4001:_x|}++; } private void More() { lock (_gate) { Add(); } }",
        "[RequiresLock(nameof(_gate))]\nprivate void Add() { _x++; } private void More() { lock (_gate) { Add(); } }");

    [Fact]
    public Task The_gate_of_a_parameter_is_named_by_its_path() => Check(
        "private static void Add(C c) { {|ZSDK4001:c._x|}++; } public void M() { lock (_gate) { Add(this); } }",
        "[RequiresLock(\"c._gate\")]\nprivate static void Add(C c) { c._x++; } public void M() { lock (_gate) { Add(this); } }");

    [Fact]
    public Task A_property_says_so_as_a_whole() => Check(
        """
            private int P
            {
                get => {|ZSDK4001:_x|};
            }
        """,
        """
            [RequiresLock(nameof(_gate))]
            private int P
            {
                get => _x;
            }
        """);

    [Fact]
    public Task A_name_has_promised_it_to_callers_that_do_not_know() => Check(
        "public void M() { FLocked(); void FLocked() => {|ZSDK4001:_x|}++; }",
        "public void M() { {|ZSDK4004:FLocked()|}; [RequiresLock(nameof(_gate))] void FLocked() => _x++; }");

    [Fact]
    public Task A_missing_using_is_added_in_its_place()
    {
        const string Body = "class D { readonly object _gate = new(); [ZonedSdk.Annotations.GuardedBy(nameof(_gate))] int _x;\n    void Add() { § } void M() { lock (_gate) { Add(); } } }\n";
        FixTest<ConcurrencyAnalyzer, RequireGateFix> test = new()
        {
            TestCode = "// Head.\nusing System;\nusing System.Threading;\n\n" + Body.Replace("§", "{|ZSDK4001:_x|}++;", StringComparison.Ordinal),
            FixedCode = "// Head.\nusing System;\nusing System.Threading;\nusing ZonedSdk.Annotations;\n\n"
                + Body.Replace("§", "_x++;", StringComparison.Ordinal).Replace("    void Add()", "    [RequiresLock(nameof(_gate))]\n    void Add()", StringComparison.Ordinal),
        };
        return test.RunAsync();
    }

    [Fact]
    public Task A_using_is_added_to_a_file_without_any()
    {
        const string Body = "class D { readonly object _gate = new(); [ZonedSdk.Annotations.GuardedBy(nameof(_gate))] int _x; void AddLocked() { § } }\n";
        FixTest<ConcurrencyAnalyzer, RequireGateFix> test = new()
        {
            TestCode = "// Head.\n" + Body.Replace("§", "{|ZSDK4001:_x|}++;", StringComparison.Ordinal),
            FixedCode = "// Head.\nusing ZonedSdk.Annotations;\n\n" + Body.Replace("§", "_x++;", StringComparison.Ordinal).Replace("void AddLocked", "[RequiresLock(nameof(_gate))] void AddLocked", StringComparison.Ordinal),
        };
        return test.RunAsync();
    }

    [Fact]
    public Task A_caller_that_does_not_hold_it_is_no_reason() => NotOffered("private void Add() { {|ZSDK4001:_x|}++; } public void M() { Add(); }");

    [Fact]
    public Task Callers_of_whom_one_does_not_hold_it_are_no_reason() => NotOffered(
        "private void Add() { {|ZSDK4001:_x|}++; } public void M() { Add(); } public void N() { lock (_gate) { Add(); } }");

    [Fact]
    public Task A_gate_that_callers_cannot_name_is_not_required() => NotOffered("public void Add() { {|ZSDK4001:_x|}++; }");

    [Fact]
    public Task A_delegate_of_it_can_be_called_without() => NotOffered("private void Add() { {|ZSDK4001:_x|}++; } public Action M() => Add;");

    [Fact]
    public Task What_an_interface_promises_asks_for_no_gate() => NotOffered("void Run() { } class E : IDisposable { readonly object _g = new(); [GuardedBy(nameof(_g))] int _n; public void Dispose() { {|ZSDK4001:_n|}++; } }");

    [Fact]
    public Task An_override_asks_for_no_more_than_its_base() => NotOffered("public override string ToString() { return $\"{{|ZSDK4001:_x|}}\"; }");

    [Fact]
    public Task A_lambda_has_no_callers_to_ask() => NotOffered("private Action M() => () => {|ZSDK4001:_x|}++;");

    [Fact]
    public Task After_an_await_the_caller_holds_nothing() => NotOffered("private async Task AddLocked() { await Task.Yield(); {|ZSDK4001:_x|}++; }");

    [Fact]
    public Task Callers_in_other_files_are_asked_too()
    {
        string code = TakeGateCase.In("internal readonly object _open = new(); [GuardedBy(nameof(_open))] internal int _o;\n internal void Add() { {|ZSDK4001:_o|}++; }");
        FixTest<ConcurrencyAnalyzer, RequireGateFix> test = FixCheck.Test<RequireGateFix>(code, code);
        const string Caller = "class Caller { void M(C c) { c.Add(); } }";
        test.TestState.Sources.Add(Caller);
        test.FixedState.Sources.Add(Caller);
        return test.RunAsync();
    }

    [Fact]
    public Task Callers_in_other_files_that_hold_it_are_a_reason()
    {
        const string Open = "internal readonly object _open = new(); [GuardedBy(nameof(_open))] internal int _o;\n";
        FixTest<ConcurrencyAnalyzer, RequireGateFix> test = FixCheck.Test<RequireGateFix>(
            TakeGateCase.In(Open + "internal void Add() { {|ZSDK4001:_o|}++; }"), TakeGateCase.In(Open + "[RequiresLock(nameof(_open))]\ninternal void Add() { _o++; }"));
        const string Caller = "class Caller { void M(C c) { lock (c._open) { c.Add(); } } }";
        test.TestState.Sources.Add(Caller);
        test.FixedState.Sources.Add(Caller);
        return test.RunAsync();
    }

    private static Task Check(string before, string after, string? title = null) => FixCheck.Types<RequireGateFix>(TakeGateCase.In(before), TakeGateCase.In(after), title);

    private static Task NotOffered(string members) => FixCheck.NotOffered<RequireGateFix>(TakeGateCase.In(members));
}
