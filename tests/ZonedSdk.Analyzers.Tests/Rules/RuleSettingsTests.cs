using ZonedSdk.Analyzers.Rules;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>Each rule obeys the severity that a user sets, a suppression at the place, and the property that turns generated code on.</summary>
public sealed class RuleSettingsTests
{
    // One finding of each rule, in a zone.
    private static readonly Dictionary<string, string> s_findings = new(StringComparer.Ordinal)
    {
        [GateNotHeldRule.Id] = "void M() { {|ZSDK4001:_acknowledged|} = 1; }",
        [GateHeldOnSomePathsRule.Id] = "void M(bool b) { if (b) { Monitor.Enter(_gate); } {|ZSDK4002:_acknowledged|} = 1; if (b) { Monitor.Exit(_gate); } }",
        [OtherInstanceRule.Id] = "void M(Zone z) { lock (z._gate) { {|ZSDK4003:_acknowledged|} = 1; } }",
        [RequiredGateRule.Id] = "[RequiresLock(nameof(_gate))] void N() { } void M() { {|ZSDK4004:N()|}; }",
        [ExcludedGateRule.Id] = "[ExcludesLock(nameof(_gate))] void N() { } void M() { lock (_gate) { {|ZSDK4005:N()|}; } }",
        [EscapingRefRule.Id] = "ref long M() { lock (_gate) { return ref {|ZSDK4006:_acknowledged|}; } }",
        [UnresolvedGateRule.Id] = "static Zone Find() => new(); void M() { lock (Find()._gate) { {|ZSDK4007:_acknowledged|} = 1; } }",
        [GatePathRule.Id] = "[{|ZSDK4008:GuardedBy(\"nothing\")|}] int _y;",
        [IoUnderGateRule.Id] = "void M(byte[] b) { lock (_gate) { {|ZSDK4010:_drive.Write(_wp, b)|}; } }",
        [LateAdvanceRule.Id] = "void M(byte[] b) { lock (_gate) { _ = _drive.WriteAsync(_wp, b); } lock (_gate) { {|ZSDK4020:_wp += b.Length|}; } }",
        [CheckThenActRule.Id] = "void M(byte[] b) { lock (_gate) { if (_wp == _end) { return; } } lock (_gate) { {|ZSDK4021:_wp += b.Length|}; } }",
        [UnsynchronizedErrorRule.Id] = "void M(int n) { lock (_gate) { {|ZSDK4030:_wp -= n|}; } }",
        [UndisposedRule.Id] = "[Reservation] sealed class R { public void Dispose() { } } void M() { var r = {|ZSDK4040:new R()|}; _ = r; }",
        [EndedTwiceRule.Id] = "[Reservation] sealed class R { public void Dispose() { } } void M() { var r = new R(); r.Dispose(); {|ZSDK4041:r.Dispose()|}; }",
        [UsedAfterReleaseRule.Id] = "[Reservation] sealed class R { public void Use() { } public void Dispose() { } } void M() { var r = new R(); r.Dispose(); {|ZSDK4042:r|}.Use(); }",
        [EscapingOwnerRule.Id] = "[Reservation] sealed class R : IDisposable { public void Dispose() { } } R M() { using var r = new R(); return {|ZSDK4043:r|}; }",
        [IgnoredOffsetRule.Id] = "async Task M(byte[] b) { await {|ZSDK4050:_drive.AppendAsync(b)|}; }",
        [TakenTwiceRule.Id] = "void M() { lock (_gate) { lock ({|ZSDK4060:_gate|}) { } } }",
        [LockOrderRule.Id] = "[AcquiredBefore(nameof(_second))] readonly object _first = new(); readonly object _second = new(); void M() { lock (_second) { lock ({|ZSDK4061:_first|}) { } } }",
        [UnbalancedLockRule.Id] = "void M() { {|ZSDK4062:Monitor.Exit(_gate)|}; }",
        [SelfDeadlockRule.Id] = "readonly SemaphoreSlim _s = new(1, 1); void M() { _s.Wait(); {|ZSDK4063:_s.Wait()|}; _s.Release(); _s.Release(); }",
        [StaleCopyRule.Id] = "private long _last; void M() { lock (_gate) { {|ZSDK4070:_last = _wp|}; } }",
    };

    public static TheoryData<string> Ids() => new(AllRules.Create().Select(static r => r.Descriptor.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public Task It_obeys(string id) => RuleSettings.Check(s_findings[id]);
}
