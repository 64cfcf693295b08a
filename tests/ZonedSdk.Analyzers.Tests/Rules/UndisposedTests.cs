using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4040.</summary>
public sealed class UndisposedTests
{
    [Fact]
    public Task The_message_names_the_type() => OwnerCheck.Message(
        "int M() { Guard g = {|#0:Enter()|}; return g.State; }",
        new DiagnosticResult(UndisposedRule.Diagnosed).WithLocation(0).WithArguments("Guard", "on every way out"));

    [Fact]
    public Task The_message_names_the_line_that_throws() => OwnerCheck.Message(
        "void M() { Lease l = {|#0:Open()|};\nWork();\nl.Dispose(); }",
        new DiagnosticResult(UndisposedRule.Diagnosed).WithLocation(0).WithArguments("Lease", "when line 23 throws"));

    [Theory]
    [InlineData("int M() { using Guard g = Enter(); return g.State; }")]
    [InlineData("int M() { using (Guard g = Enter()) { return g.State; } }")]
    [InlineData("int M() { Guard g = Enter(); try { return g.State; } finally { g.Dispose(); } }")]
    [InlineData("int M() { Guard g = Enter(); int s = g.State; g.Dispose(); return s; }")]
    [InlineData("int M(bool b) { Guard g = Enter(); if (b) { g.Dispose(); return 1; } g.Dispose(); return 2; }")]
    [InlineData("void M() { Guard g = Enter(); Work(); g.Dispose(); }")]
    [InlineData("[AcquiresLock(nameof(_gate))] Guard M() { Guard g = Enter(); g.State = 1; return g; }")]
    public Task A_guard_that_is_disposed_or_returned(string member) => OwnerCheck.Members(member);

    [Theory]
    [InlineData("int M() { Guard g = {|ZSDK4040:Enter()|}; return g.State; }")]
    [InlineData("int M() => {|ZSDK4040:Enter()|}.State;")]
    [InlineData("void M() { {|ZSDK4040:Enter()|}; }")]
    [InlineData("int M(bool b) { Guard g = {|ZSDK4040:Enter()|}; if (b) { return 1; } g.Dispose(); return 2; }")]
    [InlineData("void M(bool b) { Guard g = {|ZSDK4040:Enter()|}; if (b) { g.Dispose(); } }")]
    [InlineData("void M(int[] all) { foreach (int i in all) { Guard g = {|ZSDK4040:Enter()|}; if (i == 0) { continue; } g.Dispose(); } }")]
    [InlineData("void M() { var scope = {|ZSDK4040:_gate.EnterScope()|}; _state++; }")]
    public Task A_guard_that_is_not(string member) => OwnerCheck.Members(member);

    [Theory]
    [InlineData("void M() { using Lease l = Open(); l.Use(); }")]
    [InlineData("async Task M() { await using Lease l = await OpenAsync(); await l.UseAsync(); }")]
    [InlineData("async Task M() { Lease l = await OpenAsync().ConfigureAwait(false); await using (l.ConfigureAwait(false)) { await l.UseAsync(); } }")]
    [InlineData("async Task M() { Task<Lease> t = OpenAsync(); using Lease l = await t; l.Use(); }")]
    [InlineData("void M() { Lease l = Open(); try { l.Use(); l.Complete(); } catch { l.Dispose(); throw; } }")]
    [InlineData("void M() { Lease l = Open(); try { Work(); } finally { l.Dispose(); } }")]
    [InlineData("void M() { Open().Dispose(); }")]
    [InlineData("void M() { Lease l = Open(); l.Complete(); }")]
    public Task A_reservation_that_is_ended_on_every_way_out(string member) => OwnerCheck.Members(member);

    [Theory]
    [InlineData("void M() { Lease l = {|ZSDK4040:Open()|}; l.Use(); l.Dispose(); }")]
    [InlineData("void M(bool b) { Lease l = {|ZSDK4040:Open()|}; if (b) { throw new InvalidOperationException(); } l.Dispose(); }")]
    [InlineData("void M() { Lease l = {|ZSDK4040:Open()|}; try { Work(); } catch (InvalidOperationException) { } l.Dispose(); }")]
    [InlineData("void M() { Lease l = {|ZSDK4040:new Lease()|}; Look(l); }")]
    [InlineData("void M() { _ = {|ZSDK4040:Open()|}; }")]
    [InlineData("void M() { Look({|ZSDK4040:Open()|}); }")]
    [InlineData("async Task M() { Lease l = await {|ZSDK4040:OpenAsync()|}; await l.UseAsync(); await l.DisposeAsync(); }")]
    [InlineData("void M() { _ = {|ZSDK4040:OpenAsync()|}; }")]
    [InlineData("void M() { Lease l = {|ZSDK4040:Open()|}; l = Open(); l.Dispose(); }")]
    [InlineData("void M([TakesOwnership] Lease {|ZSDK4040:lease|}) { lease.Use(); }")]
    public Task A_reservation_that_is_not(string member) => OwnerCheck.Members(member);

    [Theory]
    [InlineData("Lease M() => Open();")]
    [InlineData("Lease M() { Lease l = Open(); return l; }")]
    [InlineData("async Task<Lease> M() { Lease l = await OpenAsync(); return l; }")]
    [InlineData("Task<Lease> M() => OpenAsync();")]
    [InlineData("(Lease, int) M() { Lease l = Open(); return (l, 1); }")]
    [InlineData("void M() { Lease l = Open(); Take(l); }")]
    [InlineData("Owner M() => new Owner(Open());")]
    [InlineData("void M() { using var o = new Owner(Open()); Work(); }")]
    [InlineData("void M() { _kept = Open(); }")]
    [InlineData("async Task M() { _kept = await OpenAsync(); Work(); }")]
    [InlineData("void M(List<Lease> all) { all.Add(Open()); }")]
    [InlineData("Lease[] M() { Lease l = Open(); return [l]; }")]
    [InlineData("void M(out Lease l) { l = Open(); }")]
    [InlineData("IEnumerable<Lease> M() { yield return Open(); }")]
    [InlineData("void M() { Interlocked.Exchange(ref _kept, Open())?.Dispose(); }")]
    public Task Ownership_moves(string member) => OwnerCheck.Members(member);

    [Theory]
    [InlineData("void M(bool b) { Lease? l = TryOpen(b); if (l is null) { return; } l.Dispose(); }")]
    [InlineData("void M([TakesOwnership] Lease l) { ArgumentNullException.ThrowIfNull(l); _kept = l; }")]
    [InlineData("void M(bool b) { Lease? l = TryOpen(b); if (l == null) { return; } l.Dispose(); }")]
    [InlineData("void M(bool b) { if (TryOpen(b) is { } l) { l.Dispose(); } }")]
    [InlineData("void M(bool b) { if (TryOpen(b) is not { } l) { return; } l.Dispose(); }")]
    [InlineData("void M(bool b) { TryOpen(b)?.Dispose(); }")]
    [InlineData("void M() { if (TryOpen(out Lease? l)) { l.Dispose(); } }")]
    [InlineData("void M() { if (!TryOpen(out Lease? l)) { return; } l.Dispose(); }")]
    [InlineData("void M(bool b) { Lease? l = null; if (b) { l = Open(); } l?.Dispose(); }")]
    [InlineData("void M(bool b) { Lease? l = null; if (b) { l = Open(); } if (b) { l!.Dispose(); } }")]
    [InlineData("void M(bool b) { Lease l = Open(); if (b) { l.Dispose(); } if (!b) { l.Dispose(); } }")]
    [InlineData("void M(bool b) { using Lease l = b ? Open() : Open(); }")]
    [InlineData("void M() { Lease? l = null; try { l = Open(); Work(); } finally { l?.Dispose(); } }")]
    [InlineData("Owner M() { Lease? l = Open(); try { Work(); var o = new Owner(l); l = null; return o; } finally { l?.Dispose(); } }")]
    public Task Conditions_and_null_checks(string member) => OwnerCheck.Members(member);

    [Theory]
    [InlineData("void M(bool b) { Lease? l = {|ZSDK4040:TryOpen(b)|}; if (l is null) { return; } l.Use(); }")]
    [InlineData("void M() { if (TryOpen({|ZSDK4040:out Lease? l|})) { l.Use(); } }")]
    [InlineData("void M(bool b) { if (b) { Lease l = {|ZSDK4040:Open()|}; Look(l); } Work(); }")]
    [InlineData("void M() { Lease? l = {|ZSDK4040:Open()|}; l = null; }")]
    public Task A_null_check_ends_nothing(string member) => OwnerCheck.Members(member);

    [Theory]
    [InlineData("void M() { Lease l = Open(); void Close() => l.Dispose(); Close(); }")]
    [InlineData("IDisposable M() { Lease l = Open(); return new Undo(() => l.Dispose()); } sealed class Undo(Action a) : IDisposable { public void Dispose() => a(); }")]
    [InlineData("void M(CancellationToken t) { Lease l = Open(); t.Register(l.Dispose); }")]
    [InlineData("void M(Lease borrowed) { borrowed.Use(); Work(); }")]
    [InlineData("void M(Dictionary<int, Lease> all) { Lease l = all[1]; l.Use(); if (all.TryGetValue(2, out Lease? m)) { m.Use(); } all.Values.First().Use(); }")]
    [InlineData("void M(Owner o) { Lease l = o.Lease; l.Use(); }")]
    [InlineData("void M() { Lease l = Open(); _kept = l; l.Use(); }")]
    [InlineData("void M() { while (true) { using Lease l = Open(); if (l.Zone > 0) { break; } } }")]
    [InlineData("void M() { Lease? before = null; for (int i = 0; i < 3; i++) { before?.Dispose(); before = Open(); } before?.Dispose(); }")]
    public Task What_is_somebody_elses(string member) => OwnerCheck.Members(member);

    [Fact]
    public Task Generated_code_is_left_alone_unless_asked_for() =>
        RuleSettings.Check("[Reservation] sealed class R { public void Dispose() { } } void M() { var r = {|ZSDK4040:new R()|}; _ = r; }");
}
