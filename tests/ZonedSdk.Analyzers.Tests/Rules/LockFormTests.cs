using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>Every way to write a lock region means the same to the rules: each case over each form.</summary>
public sealed class LockFormTests
{
    private static readonly Dictionary<string, string> s_cases = new(StringComparer.Ordinal)
    {
        ["held inside"] = "VOID M() { LOCK(_gate) _x++; UNLOCK(_gate) }",
        ["not held before"] = "VOID M() { {|ZSDK4001:_x|}++; LOCK(_gate) UNLOCK(_gate) }",
        ["not held after"] = "VOID M() { LOCK(_gate) _x = 1; UNLOCK(_gate) {|ZSDK4001:_x|} = 2; }",
        ["not held between"] = "VOID M() { LOCK(_gate) _x = 1; UNLOCK(_gate) {|ZSDK4001:_x|} = 2; LOCK(_gate) _x = 3; UNLOCK(_gate) }",
        ["held in branches"] = "VOID M(bool b) { LOCK(_gate) if (b) { _x = 1; } else { _x = 2; } _x = b ? 3 : _x; UNLOCK(_gate) }",
        ["held in a loop"] = "VOID M(int n) { LOCK(_gate) for (int i = 0; i < n; i++) { if (i == _x) continue; if (i > _x) break; _x += i; } UNLOCK(_gate) }",
        ["taken in a loop"] = "VOID M(int n) { for (int i = 0; i < n; i++) { LOCK(_gate) if (_x == i) continue; _x++; UNLOCK(_gate) {|ZSDK4001:_x|}--; } }",
        ["left by an exception"] = "VOID M() { try { LOCK(_gate) _x++; N(); UNLOCK(_gate) } catch (InvalidOperationException) { {|ZSDK4001:_x|} = 0; } }",
        ["held in an inner handler"] = "VOID M() { LOCK(_gate) try { N(); } catch (InvalidOperationException) { _x = 0; } finally { _x = 1; } UNLOCK(_gate) }",
        ["another instance's gate"] = "VOID M(C c) { LOCK(c._gate) c._x++; {|ZSDK4003:_x|}++; UNLOCK(c._gate) }",
        ["another gate"] = "VOID M() { LOCK(_second) {|ZSDK4001:_x|}++; UNLOCK(_second) }",
        ["nested in another gate"] = "VOID M() { LOCK(_gate) LOCK(_second) _x++; _y++; UNLOCK(_second) _x++; {|ZSDK4001:_y|}++; UNLOCK(_gate) }",
        ["under a copy of the owner"] = "VOID M(C c) { C d = c; LOCK(d._gate) c._x++; d._x++; UNLOCK(d._gate) }",
        ["after the owner changed"] = "VOID M(C c, C e) { C d = c; LOCK(d._gate) d._x++; {|ZSDK4003:e._x|}++; UNLOCK(d._gate) }",
        ["of a member"] = "VOID M() { LOCK(_next._gate) _next._x++; _next.P++; UNLOCK(_next._gate) }",
        ["of an element"] = "VOID M(int i, int j) { LOCK(_all[i]._gate) _all[i]._x++; {|ZSDK4003:_all[j]._x|}++; UNLOCK(_all[i]._gate) }",
        ["a property"] = "VOID M() { {|ZSDK4001:P|} = 1; LOCK(_gate) P = 2; UNLOCK(_gate) }",
        ["a lambda runs later"] = "VOID M() { LOCK(_gate) Action a = () => {|ZSDK4001:_x|}++; _x++; UNLOCK(_gate) }",
        ["a lambda runs at once"] = "VOID M() { LOCK(_gate) Now(() => _x++); UNLOCK(_gate) }",
        ["a local function is called inside"] = "VOID M() { LOCK(_gate) F(); UNLOCK(_gate) void F() { _x++; } }",
        ["a local function is called outside too"] = "VOID M() { LOCK(_gate) F(); UNLOCK(_gate) F(); void F() { {|ZSDK4002:_x|}++; } }",
        ["a call that requires the gate"] = "VOID M() { {|ZSDK4004:Need()|}; LOCK(_gate) Need(); UNLOCK(_gate) }",
        ["a call that excludes the gate"] = "VOID M() { Callback(); LOCK(_gate) {|ZSDK4005:Callback()|}; UNLOCK(_gate) }",
    };

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (string name in s_cases.Keys)
        {
            foreach (string form in LockForm.All.Keys)
            {
                data.Add(name, form);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_region_is_a_region(string name, string form) => RuleCheck.Types(LockForm.All[form].Write($$"""
        class C
        {
            private readonly GATE _gate = NEWGATE;
            private readonly GATE _second = NEWGATE;
            [GuardedBy("_gate")] private int _x;
            [GuardedBy("_second")] private int _y;
            private readonly C _next = null!;
            private readonly C[] _all = new C[4];
            [GuardedBy("_gate")] public int P { get; set; }
            [RequiresLock("_gate")] void Need() { _x++; }
            [ExcludesLock("_gate")] void Callback() { }
            void N() { }
            void Now([RunsImmediately] Action action) => action();
            {{s_cases[name]}}
        }

        """));
}
