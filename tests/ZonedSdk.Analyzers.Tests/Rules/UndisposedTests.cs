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

    [Theory]
    [InlineData("void M() { (Lease a, Lease b) = ({|ZSDK4040:Open()|}, Open()); try { Work(); } finally { a.Dispose(); b.Dispose(); } }")]
    [InlineData("(Lease, Lease) M() => ({|ZSDK4040:Open()|}, Open());")]
    [InlineData("async Task<(Lease, Lease)> M() => (await {|ZSDK4040:OpenAsync()|}, await OpenAsync());")]
    [InlineData("void M() => TakeBoth({|ZSDK4040:Open()|}, Open()); void TakeBoth([TakesOwnership] Lease a, [TakesOwnership] Lease b) { using (a) using (b) { } }")]
    [InlineData("Pair M() => new Pair({|ZSDK4040:Open()|}, Open()); sealed class Pair([TakesOwnership] Lease a, [TakesOwnership] Lease b) : IDisposable { Lease _a = a, _b = b; public void Dispose() { _a.Dispose(); _b.Dispose(); } }")]
    [InlineData("void M() => TakeAt({|ZSDK4040:Open()|}, Count()); int Count() => 1; void TakeAt([TakesOwnership] Lease a, int at) { a.Dispose(); }")]
    [InlineData("Lease[] M() => [{|ZSDK4040:Open()|}, Open()];")]
    public Task The_first_of_an_expression_is_lost_where_the_second_throws(string member) => OwnerCheck.Members(member);

    [Fact]
    public Task The_message_names_the_line_of_the_second() => OwnerCheck.Message(
        "(Lease, Lease) M() => ({|#0:Open()|},\nOpen());",
        new DiagnosticResult(UndisposedRule.Diagnosed).WithLocation(0).WithArguments("Lease", "when line 23 throws"));

    [Theory]
    [InlineData("void M() => TakeAt(Open(), 1); void TakeAt([TakesOwnership] Lease a, int at) { a.Dispose(); }")]
    [InlineData("void M() => TakeLast(Count(), Open()); int Count() => 1; void TakeLast(int at, [TakesOwnership] Lease a) { a.Dispose(); }")]
    [InlineData("(Lease, int) M() => (Open(), _state);")]
    [InlineData("async Task M() { Lease[] both = await Task.WhenAll(OpenAsync(), OpenAsync()); Array.ForEach(both, l => l.Dispose()); }")]
    [InlineData("void M(Lease one) => LookAtBoth(one, _kept!); void LookAtBoth(Lease a, Lease b) { }")]
    [InlineData("(Lease, Lease) M() { Lease a = Open(); try { return (a, Open()); } catch { a.Dispose(); throw; } }")]
    public Task Nothing_is_lost_where_nothing_can_throw_in_between(string member) => OwnerCheck.Members(member);

    [Fact]
    public Task Generated_code_is_left_alone_unless_asked_for() =>
        RuleSettings.Check("[Reservation] sealed class R { public void Dispose() { } } void M() { var r = {|ZSDK4040:new R()|}; _ = r; }");

    [Theory]
    [InlineData("int M() { using Guard g = Enter(); return g.State switch { 0 => 1, > 5 => 2, _ => g.State }; }")]
    [InlineData("int M(object o) { using Lease l = Open(); return o switch { int i when l.Zone == i => i, string => l.Zone, _ => 0 }; }")]
    [InlineData("void M(bool b) { using Lease? l = b ? Open() : null; l?.Use(); }")]
    [InlineData("void M() { using Lease l = TryOpen(true) ?? Open(); l.Use(); }")]
    [InlineData("Lease M() => TryOpen(true) ?? Open();")]
    [InlineData("void M() { Lease? l = TryOpen(true); l ??= Open(); l.Dispose(); }")]
    [InlineData("void M(int n) { for (int i = 0; i < n; i++) { Lease l = Open(); try { if (i == 1) continue; if (i == 2) break; l.Use(); } finally { l.Dispose(); } } }")]
    [InlineData("void M(int n) { for (int i = 0; i < n; i++) { Lease l = {|ZSDK4040:Open()|}; if (i == 1) continue; l.Dispose(); } }")]
    [InlineData("void M(int n) { again: Lease l = Open(); l.Dispose(); if (n-- > 0) goto again; }")]
    [InlineData("void M(int n) { Lease l = {|ZSDK4040:Open()|}; if (n > 0) goto end; l.Dispose(); end: return; }")]
    [InlineData("void M() { Lease l = Open(); try { Work(); } catch (Exception e) when (e is InvalidOperationException) { l.Dispose(); throw; } catch { l.Dispose(); throw; } l.Dispose(); }")]
    [InlineData("void M() { Lease l = {|ZSDK4040:Open()|}; try { Work(); } catch (Exception e) when (e is InvalidOperationException) { l.Dispose(); throw; } l.Dispose(); }")]
    [InlineData("void M() { Lease l = Open(); try { try { Work(); } finally { Work(); } } finally { l.Dispose(); } }")]
    [InlineData("async Task M() { await using Lease l = await OpenAsync(); await Task.Yield(); }")]
    [InlineData("async IAsyncEnumerable<int> M() { using Lease l = Open(); yield return l.Zone; await Task.Yield(); yield return 2; }")]
    [InlineData("IEnumerable<int> M() { Lease l = Open(); try { yield return l.Zone; } finally { l.Dispose(); } }")]
    [InlineData("void M() { F(); void F() { Lease l = {|ZSDK4040:Open()|}; Look(l); } }")]
    [InlineData("void M() { Action a = () => { Lease l = {|ZSDK4040:Open()|}; Look(l); }; a(); }")]
    [InlineData("void M() { Now(() => { using Lease l = Open(); l.Use(); }); } static void Now([RunsImmediately] Action a) => a();")]
    [InlineData("void M() { var pair = (Open(), 1); pair.Item1.Dispose(); }")]
    [InlineData("void M() { Lease[] all = [{|ZSDK4040:Open()|}, Open()]; foreach (Lease l in all) { l.Dispose(); } }")]
    [InlineData("void M() { List<Lease> all = [{|ZSDK4040:Open()|}, .. new[] { Open() }]; all.ForEach(l => l.Dispose()); }")]
    [InlineData("void M() { lock (_gate) { using Lease l = Open(); l.Use(); } }")]
    [InlineData("void M(bool b) { Guard g = b ? Enter() : Enter(); try { g.State++; } finally { g.Dispose(); } }")]
    [InlineData("void M() { Guard g = Enter(); try { g.State = 1; return; } finally { g.Dispose(); } }")]
    [InlineData("void M() { var l = new Lease { Zone = 2 }; l.Dispose(); }")]
    [InlineData("void M() { var l = {|ZSDK4040:new Lease { Zone = 2 }|}; Look(l); }")]
    [InlineData("bool M([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Lease? l) => TryOpen(out l);")]
    [InlineData("void M() { if (TryOpen(out Lease? l) && l.Zone > 2) { l.Dispose(); } else { l?.Dispose(); } }")]
    [InlineData("void M() { TryOpen(out Lease? l); l?.Dispose(); }")]
    [InlineData("void M() { while (TryOpen(out Lease? l)) { l.Dispose(); } }")]
    [InlineData("void M() { if (TryOpen({|ZSDK4040:out Lease? l|})) { Look(l); } }")]
    [InlineData("void M() { try { Lease l = Open(); Take(l); } catch (InvalidOperationException) { } }")]
    [InlineData("Lease Make() { Lease l = Open(); l.Zone = 3; return l; }")]
    [InlineData("Lease Make() { Lease l = {|ZSDK4040:Open()|}; Work(); return l; }")]
    [InlineData("Owner Make() { var o = new Owner(Open()); return o; }")]
    [InlineData("void M() { _ = Task.Run(async () => { await using Lease l = await OpenAsync(); await l.UseAsync(); }); }")]
    [InlineData("async Task M() { Lease l = await OpenAsync(); try { await l.UseAsync(); } finally { await l.DisposeAsync().ConfigureAwait(false); } }")]
    [InlineData("async Task M() { var l = await OpenAsync(); await using (l) { await l.UseAsync(); } }")]
    [InlineData("void M() { Lease? l = null; try { l = Open(); l.Use(); l.Complete(); l = null; } finally { l?.Dispose(); } }")]
    [InlineData("void M() { Lease l; using (l = Open()) { l.Use(); } }")]
    [InlineData("void M() { using (Open()) { Work(); } }")]
    [InlineData("void M() { using var a = Open(); using var b = Open(); Work(); }")]
    [InlineData("void M(bool b) { Lease l = Open(); switch (b) { case true: l.Dispose(); break; default: l.Complete(); break; } }")]
    [InlineData("void M(int i) { Lease l = {|ZSDK4040:Open()|}; switch (i) { case 1: l.Dispose(); break; case 2: break; } }")]
    [InlineData("void M() { Lease l = Open(); Interlocked.Exchange(ref _kept, l)?.Dispose(); }")]
    [InlineData("void M() { using Guard g = Enter(); g.State += 1; ref int s = ref g.State; s = 2; }")]
    public Task Odd_places(string member) => OwnerCheck.Members(member);

    [Theory]
    [InlineData("[Reservation] record Slot(int N) : IDisposable { public void Dispose() { } } class U { static Slot Get() => new(1); void M() { using var s = Get(); } void N() { var s = {|ZSDK4040:Get()|}; } }")]
    [InlineData("[Reservation] sealed class R : IDisposable { public void Dispose() { } } class H([TakesOwnership] R r) : IDisposable { private readonly R _r = r; public void Dispose() => _r.Dispose(); } class U { static R Get() => new(); H M() => new H(Get()); }")]
    [InlineData("interface IPool { [AcquiresLock(\"Gate\")] G Enter() => new G(Gate); object Gate { get; } } sealed class G : IDisposable { readonly object _o; [AcquiresLock(\"o\")] public G(object o) { Monitor.Enter(o); _o = o; } [ReleasesLock(\"_o\")] public void Dispose() => Monitor.Exit(_o); } class U { void M(IPool p) { using var g = p.Enter(); } void N(IPool p) { var g = {|ZSDK4040:p.Enter()|}; } }")]
    [InlineData("[Reservation] sealed class R : IDisposable { public void Dispose() { } } partial class U { private partial R Get(); private partial R Get() => new(); void M() { Get().Dispose(); } void N() { {|ZSDK4040:Get()|}; } }")]
    public Task Odd_types(string types) => RuleCheck.Types(types);
}
