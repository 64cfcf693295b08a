using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4043.</summary>
public sealed class EscapingOwnerTests
{
    [Fact]
    public Task The_message_says_how_and_shows_the_end() => OwnerCheck.Message(
        "Lease M() { Lease l = Open(); try { return {|#0:l|}; } finally { {|#1:l.Dispose()|}; } }",
        new DiagnosticResult(EscapingOwnerRule.Diagnosed).WithLocation(0).WithLocation(1).WithArguments("Lease", "returned, and disposed where this method leaves it"));

    [Fact]
    public Task The_message_names_the_member_that_nobody_ends() => OwnerCheck.Message(
        "void M(Note n) { n.Lease = {|#0:Open()|}; }",
        new DiagnosticResult(EscapingOwnerRule.Diagnosed).WithLocation(0).WithLocation(0).WithArguments("Lease", "stored in 'Lease' of 'Note', which has no Dispose to end it"));

    [Theory]
    [InlineData("[AcquiresLock(nameof(_gate))] Guard M() { using Guard g = Enter(); return {|ZSDK4043:g|}; }")]
    [InlineData("Lease M() { using Lease l = Open(); return {|ZSDK4043:l|}; }")]
    [InlineData("async Task<Lease> M() { await using Lease l = await OpenAsync(); return {|ZSDK4043:l|}; }")]
    [InlineData("Lease M(bool b) { using Lease l = Open(); if (b) { return {|ZSDK4043:l|}; } return Open(); }")]
    public Task Returned_out_of_its_using(string member) => OwnerCheck.Members(member);

    [Theory]
    [InlineData("void M() { using Lease l = Open(); _kept = {|ZSDK4043:l|}; }")]
    [InlineData("void M(Owner o) { using Lease l = Open(); o.Lease = {|ZSDK4043:l|}; }")]
    [InlineData("void M(Note n) { n.Last = {|ZSDK4043:Open()|}; }")]
    [InlineData("Note M() => new Note { Lease = {|ZSDK4043:Open()|} };")]
    [InlineData("void M(Note n, [TakesOwnership] Lease l) { n.Lease = {|ZSDK4043:l|}; }")]
    public Task Stored(string member) => OwnerCheck.Members(member);

    [Theory]
    [InlineData("void M(List<Action> later) { using Lease l = Open(); later.Add({|ZSDK4043:() => l.Use()|}); }")]
    [InlineData("async Task M(List<Func<Task>> later) { await using Lease l = await OpenAsync(); later.Add({|ZSDK4043:async () => await l.UseAsync()|}); }")]
    [InlineData("Action M() { using Lease l = Open(); return {|ZSDK4043:() => l.Use()|}; }")]
    [InlineData("private Action? _later; void M() { using Lease l = Open(); _later = {|ZSDK4043:() => l.Use()|}; }")]
    [InlineData("void M() { using Lease l = Open(); Task.Run({|ZSDK4043:() => l.Use()|}); }")]
    [InlineData("void M() { using Lease l = Open(); _ = Task.Run({|ZSDK4043:() => l.Use()|}); }")]
    [InlineData("void M() { using Lease l = Open(); ThreadPool.QueueUserWorkItem({|ZSDK4043:_ => l.Use()|}); }")]
    public Task Captured(string member) => OwnerCheck.Members(member);

    [Theory]
    [InlineData("[AcquiresLock(nameof(_gate))] Guard M() { Guard g = Enter(); return g; }")]
    [InlineData("Lease M() { Lease l = Open(); try { Work(); return l; } catch { l.Dispose(); throw; } }")]
    [InlineData("int M() { using Lease l = Open(); return l.Zone; }")]
    [InlineData("void M() { _kept = Open(); }")]
    [InlineData("void M() { Lease l = Open(); _kept = l; try { Work(); } finally { _kept = null; l.Dispose(); } }")]
    [InlineData("void M(Owner o) { o.Lease = Open(); }")]
    [InlineData("void M(Note n, Lease borrowed) { n.Lease = borrowed; }")]
    [InlineData("async Task M() { using Lease l = Open(); await Task.Run(() => l.Use()); }")]
    [InlineData("async Task M() { using Lease l = Open(); Task t = Task.Run(() => l.Use()); await t; }")]
    [InlineData("void M(List<int> all) { using Lease l = Open(); all.ForEach(_ => l.Use()); }")]
    [InlineData("void M() { using Lease l = Open(); Action a = () => l.Use(); a(); }")]
    [InlineData("void M() { using Lease l = Open(); Now(() => l.Use()); } void Now([RunsImmediately] Action a) => a();")]
    [InlineData("Action M() { Lease l = Open(); return () => l.Dispose(); }")]
    [InlineData("Task M() { Lease l = Open(); return Task.Run(() => { using (l) { l.Use(); } }); }")]
    [InlineData("void M(List<Action> later) { using Lease l = Open(); later.Add(() => Work()); }")]
    public Task It_does_not_escape(string member) => OwnerCheck.Members(member);

    [Fact]
    public Task Generated_code_is_left_alone_unless_asked_for() =>
        RuleSettings.Check("[Reservation] sealed class R : IDisposable { public void Dispose() { } } R M() { using var r = new R(); return {|ZSDK4043:r|}; }");

    [Theory]
    [InlineData("IEnumerable<int> M() { using Lease l = Open(); yield return l.Zone; }")]
    [InlineData("Lease? M(bool b) { using Lease l = Open(); return {|ZSDK4043:b ? l : null|}; }")]
    [InlineData("(Lease, int) M() { using Lease l = Open(); return ({|ZSDK4043:l|}, 1); }")]
    [InlineData("Lease[] M() { using Lease l = Open(); return [l]; }")]
    [InlineData("event Action? E; void M() { using Lease l = Open(); E += {|ZSDK4043:() => l.Use()|}; }")]
    [InlineData("Func<int> M() { using Lease l = Open(); return F; int F() => l.Zone; }")]
    public Task Odd_places(string member) => OwnerCheck.Members(member);
}
