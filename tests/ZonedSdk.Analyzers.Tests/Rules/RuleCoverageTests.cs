using System.Reflection;
using Xunit.Sdk;
using ZonedSdk.Analyzers.Rules;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>Counts: each rule has its tests, and each case about holding a gate is tried with every way to lock.</summary>
public sealed class RuleCoverageTests
{
    private const int EnoughTests = 15;

    public static TheoryData<string> RuleNames() => new(AllRules.Create().Select(static r => r.GetType().Name));

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void A_rule_has_at_least_fifteen_tests_of_its_own(string rule)
    {
        Type tests = typeof(RuleCoverageTests).Assembly.GetType($"ZonedSdk.Analyzers.Tests.Rules.{rule.Replace("Rule", "Tests", StringComparison.Ordinal)}", throwOnError: true)!;
        int count = tests.GetMethods().Sum(CountOf);
        Assert.True(count >= EnoughTests, $"{tests.Name} has {count} tests; a rule needs {EnoughTests}.");
    }

    [Fact]
    public void Each_case_about_holding_a_gate_is_tried_with_every_lock_form()
    {
        List<object?[]> cases = [.. LockFormTests.Cases().Select(static c => (object?[])c)];
        ILookup<object?, object?> forms = cases.ToLookup(static c => c[0], static c => c[1]);
        Assert.True(forms.Count >= 20, $"{forms.Count} cases");
        Assert.True(LockForm.All.Count >= 20, $"{LockForm.All.Count} forms");
        Assert.All(forms, static form => Assert.Equal(LockForm.All.Keys.Order(StringComparer.Ordinal), form.Select(static f => (string)f!).Order(StringComparer.Ordinal)));
        string[] gates = ["object", "Lock", "SemaphoreSlim", "SpinLock", "ReaderWriterLockSlim", "MyLock"];
        Assert.Equal(gates.Order(StringComparer.Ordinal), LockForm.All.Values.Select(static f => f.Gate).Distinct().Order(StringComparer.Ordinal));
    }

    private static int CountOf(MethodInfo method)
    {
        if (method.GetCustomAttribute<FactAttribute>() is not { } fact)
        {
            return 0;
        }

        return fact is TheoryAttribute ? method.GetCustomAttributes<DataAttribute>().Sum(d => d.GetData(method).Count()) : 1;
    }
}
