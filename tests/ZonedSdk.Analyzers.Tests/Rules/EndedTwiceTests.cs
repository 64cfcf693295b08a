using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4041.</summary>
public sealed class EndedTwiceTests
{
    [Fact]
    public Task The_message_names_the_type_and_shows_the_first_time() => OwnerCheck.Message(
        "void M() { Lease l = Open(); {|#1:l.Dispose()|}; {|#0:l.Dispose()|}; }",
        new DiagnosticResult(EndedTwiceRule.Diagnosed).WithLocation(0).WithLocation(1).WithArguments("Lease", "was disposed, completed or given away before"));

    [Theory]
    [InlineData("void M() { using Guard g = Enter(); using Guard same = {|ZSDK4041:g|}; same.State = 1; }")]
    [InlineData("void M() { Guard g = Enter(); Guard same = {|ZSDK4041:g|}; g.Dispose(); }")]
    [InlineData("void M() { using var t = new Ticket(1); Ticket same = {|ZSDK4041:t|}; }")]
    [InlineData("void M(Ticket t) { Ticket same = {|ZSDK4041:t|}; }")]
    public Task A_struct_is_copied(string member) => OwnerCheck.Members(member);

    [Theory]
    [InlineData("void M() { using Guard g = Enter(); g.State = 1; {|ZSDK4041:g.Dispose()|}; }")]
    [InlineData("void M() { using Lease l = Open(); {|ZSDK4041:l.Dispose()|}; }")]
    [InlineData("async Task M() { await using Lease l = await OpenAsync(); await {|ZSDK4041:l.DisposeAsync()|}; }")]
    [InlineData("void M() { Guard g = Enter(); try { g.Dispose(); } catch (Exception) { } {|ZSDK4041:g.Dispose()|}; }")]
    [InlineData("void M() { Lease l = Open(); Lease same = l; l.Dispose(); {|ZSDK4041:same.Dispose()|}; }")]
    [InlineData("void M() { Lease l = Open(); l.Complete(); {|ZSDK4041:l.Complete()|}; }")]
    [InlineData("void M() { Lease l = Open(); Take(l); {|ZSDK4041:l.Dispose()|}; }")]
    [InlineData("void M() { using Lease l = Open(); {|ZSDK4041:Take(l)|}; }")]
    [InlineData("void M(Lease l) { l.Dispose(); {|ZSDK4041:l.Dispose()|}; }")]
    [InlineData("void M(bool b) { Lease l = Open(); if (b) { l.Dispose(); } else { l.Dispose(); } {|ZSDK4041:l.Dispose()|}; }")]
    public Task It_is_ended_twice(string member) => OwnerCheck.Members(member.Replace("{|ZSDK4041:Take(l)|}", "Take({|ZSDK4041:l|})", StringComparison.Ordinal));

    [Theory]
    [InlineData("void M() { using Lease l = Open(); l.Use(); l.Complete(); }")]
    [InlineData("void M(bool b) { Lease l = Open(); if (b) { l.Dispose(); } else { l.Dispose(); } }")]
    [InlineData("void M(bool b) { Lease l = Open(); bool done = false; if (b) { l.Dispose(); done = true; } if (!done) { l.Dispose(); } }")]
    [InlineData("void M() { Lease l = Open(); l.Dispose(); l = Open(); l.Dispose(); }")]
    [InlineData("void M() { for (int i = 0; i < 3; i++) { Lease l = Open(); l.Dispose(); } }")]
    [InlineData("void M() { Lease? before = null; for (int i = 0; i < 3; i++) { before?.Dispose(); before = Open(); } before?.Dispose(); }")]
    [InlineData("void M() { Lease l = Open(); try { Work(); l.Dispose(); } catch { l.Dispose(); throw; } }")]
    [InlineData("void M() { Lease? l = Open(); try { Work(); l.Dispose(); l = null; } finally { l?.Dispose(); } }")]
    [InlineData("void M() { using Lease l = Open(); Lease same = l; same.Use(); }")]
    [InlineData("void M() { using Lease a = Open(); using Lease b = Open(); }")]
    [InlineData("int M() { using Guard g = Enter(); return Read(in g); } int Read(in Guard g) => g.State;")]
    [InlineData("[AcquiresLock(nameof(_gate))] Guard M() { Guard g = Enter(); return g; }")]
    [InlineData("void M() { Dispose(); Dispose(); }")]
    public Task It_is_ended_once(string member) => OwnerCheck.Members(member);

    [Fact]
    public Task Generated_code_is_left_alone_unless_asked_for() =>
        RuleSettings.Check("[Reservation] sealed class R { public void Dispose() { } } void M() { var r = new R(); r.Dispose(); {|ZSDK4041:r.Dispose()|}; }");

    [Theory]
    [InlineData("void M() { Lease l = Open(); try { l.Use(); } catch { if (l is not null) { l.Dispose(); } throw; } l.Dispose(); }")]
    [InlineData("void M() { Lease? l = Open(); try { Work(); l.Dispose(); } finally { if (l != null) { {|ZSDK4041:l.Dispose()|}; } } }")]
    [InlineData("void M() { Lease? l = Open(); try { Work(); } finally { if (l != null) { l.Dispose(); } } l?{|ZSDK4041:.Dispose()|}; }")]
    [InlineData("void M() { Lease? l = Open(); try { Work(); l.Dispose(); l = null; } finally { l?.Dispose(); } }")]
    [InlineData("void M() { Lease l = Open(); l.Dispose(); try { Work(); } finally { l?{|ZSDK4041:.Dispose()|}; } }")]
    [InlineData("void M() { Lease? l = Open(); l.Dispose(); if (l is not null) { {|ZSDK4041:l.Dispose()|}; } }")]
    [InlineData("void M(int n) { Lease l = {|ZSDK4040:Open()|}; for (int i = 0; i < n; i++) { Work(); } l.Dispose(); }")]
    [InlineData("void M() { Lease l = Open(); do { l.Dispose(); } while (false); }")]
    [InlineData("void M() { Lease l = Open(); F(); void F() => l.Dispose(); }")]
    [InlineData("void M() { Lease l = Open(); using (l) { } {|ZSDK4041:l.Dispose()|}; }")]
    [InlineData("void M() { Ticket t = new(1); using (t) { t.Use(); } }")]
    [InlineData("void M() { Guard a = Enter(); Guard b = default; b = {|ZSDK4041:a|}; b.Dispose(); }")]
    [InlineData("void M(Ticket t) { Use(t); } static void Use(Ticket t) { }")]
    [InlineData("void M() { var pair = ({|ZSDK4040:Open()|}, Open()); pair.Item1.Dispose(); pair.Item2.Dispose(); }")]
    [InlineData("void M() { (Lease a, Lease b) = ({|ZSDK4040:Open()|}, {|ZSDK4040:Open()|}); a.Dispose(); b.Dispose(); }")]
    [InlineData("void M() { var (a, n) = (Open(), 1); a.Dispose(); {|ZSDK4041:a.Dispose()|}; }")]
    [InlineData("void M() { Lease? l = TryOpen(true); if (l != null) { l.Dispose(); } l?{|ZSDK4041:.Dispose()|}; }")]
    [InlineData("void M(bool done) { Lease? l = Open(); try { Work(); l.Dispose(); } finally { if (!done) { l.Dispose(); } } }")]
    [InlineData("void M() { Lease? l = Open(); try { Work(); Take(l); } catch { l?.Dispose(); throw; } }")]
    public Task Odd_places(string member) => OwnerCheck.Members(member);
}
