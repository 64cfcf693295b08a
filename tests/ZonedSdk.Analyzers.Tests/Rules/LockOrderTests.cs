using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4061.</summary>
public sealed class LockOrderTests
{
    [Fact]
    public Task The_message_names_both_gates_and_the_other_place()
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test("void A() { lock (_gate) { lock ({|#0:_other|}) { } } } void B() { lock (_other) { lock ({|#1:_gate|}) { } } }");
        test.ExpectedDiagnostics.Add(new DiagnosticResult(LockOrderRule.Diagnosed).WithLocation(0).WithLocation(1).WithArguments("_other", "_gate", "'C.B'"));
        test.ExpectedDiagnostics.Add(new DiagnosticResult(LockOrderRule.Diagnosed).WithLocation(1).WithLocation(0).WithArguments("_gate", "_other", "'C.A'"));
        return test.RunAsync();
    }

    [Theory]
    [InlineData("void A() { lock (_gate) { lock (_other) { } } } void B() { lock (_gate) { lock (_other) { } } }")]
    [InlineData("void A() { lock (_gate) { } lock (_other) { } } void B() { lock (_other) { } lock (_gate) { } }")]
    [InlineData("void A() { lock (_gate) { lock (_other) { } } } void B() { lock (_other) { } }")]
    [InlineData("void A() { lock (_gate) { if (Monitor.TryEnter(_other)) { Monitor.Exit(_other); } } } void B() { lock (_other) { lock (_gate) { } } }")]
    [InlineData("void A() { lock (_gate) { Task.Run(() => { lock (_other) { } }); } } void B() { lock (_other) { lock (_gate) { } } }")]
    public Task One_order(string members) => RuleCheck.Members(members);

    [Theory]
    [InlineData("void A() { lock (_gate) { lock ({|ZSDK4061:_other|}) { } } } void B() { Monitor.Enter(_other); {|ZSDK4061:Monitor.Enter(_gate)|}; Monitor.Exit(_gate); Monitor.Exit(_other); }")]
    [InlineData("[RequiresLock(nameof(_gate))] void A() { lock ({|ZSDK4061:_other|}) { } } void B() { lock (_other) { lock ({|ZSDK4061:_gate|}) { } } }")]
    [InlineData("void A(bool b) { if (b) { lock (_gate) { lock ({|ZSDK4061:_other|}) { } } } else { lock (_other) { lock ({|ZSDK4061:_gate|}) { } } } }")]
    [InlineData("int A { get { lock (_gate) { lock ({|ZSDK4061:_other|}) { return _x; } } } } void B() { lock (_other) { F(); void F() { lock ({|ZSDK4061:_gate|}) { } } } }")]
    [InlineData("static readonly object s_a = new(), s_b = new(); static void A() { lock (s_a) { lock ({|ZSDK4061:s_b|}) { } } } void B() { lock (s_b) { lock ({|ZSDK4061:s_a|}) { } } }")]
    [InlineData("void A() { lock (_gate) { lock ({|ZSDK4061:_next._gate|}) { } } } void B() { lock (_next._gate) { lock ({|ZSDK4061:_gate|}) { } } }")]
    [InlineData("void A() { object a = _gate; lock (a) { lock ({|ZSDK4061:_other|}) { } } } void B() { lock (_other) { lock ({|ZSDK4061:_gate|}) { } } }")]
    public Task Both_orders(string members) => RuleCheck.Members(members);

    [Theory]
    [InlineData("void A(C c) { lock (_gate) { lock (c._gate) { } } } void B(C c) { lock (c._gate) { lock (_gate) { } } }")]
    [InlineData("void A(C a, C b) { lock (a._gate) { lock (b._gate) { } } }")]
    [InlineData("void A(C c) { lock (_gate) { lock (c._other) { } } } void B(C c) { lock (c._other) { lock (_gate) { } } }")]
    [InlineData("void A() { lock (_gate) { lock (_current._other) { } } } void B() { lock (_current._other) { lock (_gate) { } } }")]
    [InlineData("void A(object[] all) { lock (all[0]) { lock (all[1]) { } } } void B(object[] all) { lock (all[1]) { lock (all[0]) { } } }")]
    public Task Whose_they_are_is_not_known(string members) => RuleCheck.Members(members);

    [Fact]
    public Task A_semaphore_and_a_lock() => RuleCheck.Types("""
        class S
        {
            readonly SemaphoreSlim _a = new(1, 1), _b = new(1, 1);
            async Task M() { await _a.WaitAsync(); await {|ZSDK4061:_b.WaitAsync()|}; _b.Release(); _a.Release(); }
            void N() { _b.Wait(); {|ZSDK4061:_a.Wait()|}; _a.Release(); _b.Release(); }
        }
        """.Replace("await {|ZSDK4061:_b.WaitAsync()|}", "{|ZSDK4061:await _b.WaitAsync()|}", StringComparison.Ordinal));

    [Fact]
    public Task Across_two_classes() => RuleCheck.Types("""
        static class Gates { public static readonly Lock A = new(), B = new(); }
        class S { void M() { lock (Gates.A) { lock ({|ZSDK4061:Gates.B|}) { } } } }
        class T { void M() { lock (Gates.B) { lock ({|ZSDK4061:Gates.A|}) { } } } }
        """);

    [Fact]
    public Task A_declared_order_is_enough() => RuleCheck.Types("""
        class S
        {
            [AcquiredBefore(nameof(_b))] readonly Lock _a = new();
            readonly Lock _b = new();
            void M() { lock (_b) { lock ({|ZSDK4061:_a|}) { } } }
            void N() { lock (_a) { lock (_b) { } } }
        }
        """.Replace("lock (_a) { lock (_b) { } } }", "lock (_a) { } }", StringComparison.Ordinal));

    [Fact]
    public Task A_declared_order_that_is_kept() => RuleCheck.Types("""
        class S { [AcquiredBefore(nameof(_b))] readonly Lock _a = new(); readonly Lock _b = new(); void M() { lock (_a) { lock (_b) { } } } }
        """);

    [Fact]
    public Task It_can_be_switched_off()
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test("void A() { lock (_gate) { lock (_other) { } } } void B() { lock (_other) { lock (_gate) { } } }");
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.ZSDK4061.severity = none\n"));
        return test.RunAsync();
    }

    [Fact]
    public Task It_can_be_suppressed_at_the_place()
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.Test("""
            void A()
            {
                lock (_gate)
                {
            #pragma warning disable ZSDK4061
                    lock (_other) { }
            #pragma warning restore ZSDK4061
                }
            }
            void B() { lock (_other) { lock ({|ZSDK4061:_gate|}) { } } }
            """);
        test.TestBehaviors |= TestBehaviors.SkipSuppressionCheck;
        return test.RunAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Generated_code_is_left_alone_unless_asked_for(bool isAnalysed)
    {
        string inner = isAnalysed ? "{|ZSDK4061:_other|}" : "_other";
        string outer = isAnalysed ? "{|ZSDK4061:_gate|}" : "_gate";
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.TypesTest(
            $"class S {{ readonly object _gate = new(), _other = new(); void A() {{ lock (_gate) {{ lock ({inner}) {{ }} }} }} void B() {{ lock (_other) {{ lock ({outer}) {{ }} }} }} }}",
            "// <auto-generated/>\n");
        test.TestBehaviors |= TestBehaviors.SkipGeneratedCodeCheck;
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", $"is_global = true\nbuild_property.ZonedSdkAnalyzeGenerated = {isAnalysed}\n"));
        return test.RunAsync();
    }

    [Theory]
    [InlineData("class S { static readonly object s_a = new(), s_b = new(), s_c = new(); void A() { lock (s_a) { lock ({|ZSDK4061:s_b|}) { } } } void B() { lock (s_b) { lock ({|ZSDK4061:s_c|}) { } } } void C() { lock (s_c) { lock ({|ZSDK4061:s_a|}) { } } } }")]
    public Task Odd_types(string types) => RuleCheck.Types(types);
}
