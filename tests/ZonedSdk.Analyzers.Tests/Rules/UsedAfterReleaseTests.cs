using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4042.</summary>
public sealed class UsedAfterReleaseTests
{
    [Fact]
    public Task The_message_names_the_type_and_shows_the_end() => OwnerCheck.Message(
        "void M() { Lease l = Open(); {|#1:l.Dispose()|}; {|#0:l|}.Use(); }",
        new DiagnosticResult(UsedAfterReleaseRule.Diagnosed).WithLocation(0).WithLocation(1).WithArguments("Lease"));

    [Theory]
    [InlineData("int M() { Guard g = Enter(); g.Dispose(); return {|ZSDK4042:g|}.State; }")]
    [InlineData("void M() { Guard g = Enter(); g.Dispose(); {|ZSDK4042:g|}.State = 0; }")]
    [InlineData("int M() { Lease l = Open(); l.Dispose(); return {|ZSDK4042:l|}.Zone; }")]
    [InlineData("void M() { Lease l = Open(); l.Dispose(); Look({|ZSDK4042:l|}); }")]
    [InlineData("Lease M() { Lease l = Open(); l.Dispose(); return {|ZSDK4042:l|}; }")]
    [InlineData("async Task M() { Lease l = await OpenAsync(); await l.DisposeAsync(); await {|ZSDK4042:l|}.UseAsync(); }")]
    [InlineData("void M() { Lease l = Open(); l.Complete(); {|ZSDK4042:l|}.Use(); }")]
    [InlineData("void M(bool b) { Lease l = Open(); if (b) { l.Dispose(); } else { l.Complete(); } {|ZSDK4042:l|}.Use(); }")]
    [InlineData("void M(Lease l) { l.Dispose(); {|ZSDK4042:l|}.Use(); }")]
    [InlineData("void M() { Lease l = Open(); Lease same = l; l.Dispose(); {|ZSDK4042:same|}.Use(); }")]
    [InlineData("void M() { Lease l = Open(); using (l) { l.Use(); } {|ZSDK4042:l|}.Use(); }")]
    [InlineData("void M() { Lease l = Open(); l.Dispose(); {|ZSDK4042:l.Complete()|}; }")]
    [InlineData("void M() { Lease l = Open(); l.Dispose(); _kept = {|ZSDK4042:l|}; }")]
    [InlineData("Action M() { Lease l = Open(); l.Dispose(); return {|ZSDK4042:() => l.Use()|}; }")]
    public Task It_is_used_after_its_end(string member) => OwnerCheck.Members(member);

    [Theory]
    [InlineData("int M() { Guard g = Enter(); int s = g.State; g.Dispose(); return s; }")]
    [InlineData("void M(bool b) { Lease l = Open(); if (b) { l.Dispose(); l = Open(); } l.Dispose(); }")]
    [InlineData("void M() { Lease? l = Open(); l.Dispose(); l = null; if (l is not null) { l.Use(); } }")]
    [InlineData("bool M() { Lease? l = Open(); l.Dispose(); return l is null; }")]
    [InlineData("string M() { Lease l = Open(); l.Dispose(); return nameof(l); }")]
    [InlineData("void M() { for (int i = 0; i < 3; i++) { using Lease l = Open(); l.Use(); } }")]
    [InlineData("void M() { Lease l; do { l = Open(); int z = l.Zone; l.Dispose(); if (z > 0) { break; } } while (true); }")]
    [InlineData("void M(Lease l) { Take(l); l.Use(); }")]
    [InlineData("void M(bool b) { Lease l = Open(); if (b) { l.Dispose(); } if (!b) { try { l.Use(); } finally { l.Dispose(); } } }")]
    [InlineData("void M() { Lease l = Open(); try { l.Use(); } finally { l.Dispose(); } }")]
    [InlineData("void M() { using (Open()) { Work(); } }")]
    [InlineData("void M(Owner o) { o.Dispose(); Work(); }")]
    public Task It_is_not(string member) => OwnerCheck.Members(member);

    [Fact]
    public Task Generated_code_is_left_alone_unless_asked_for() =>
        RuleSettings.Check("[Reservation] sealed class R { public void Use() { } public void Dispose() { } } void M() { var r = new R(); r.Dispose(); {|ZSDK4042:r|}.Use(); }");

    [Theory]
    [InlineData("int M(bool b) { Lease l = Open(); l.Dispose(); return b ? {|ZSDK4042:l|}.Zone : 0; }")]
    [InlineData("int? M() { Lease? l = Open(); l.Dispose(); return {|ZSDK4042:l|}?.Zone; }")]
    [InlineData("int M() { Lease l = Open(); l.Dispose(); return {|ZSDK4042:l|} switch { { Zone: 1 } => 1, _ => 0 }; }")]
    [InlineData("bool M() { Lease l = Open(); l.Dispose(); return {|ZSDK4042:l|} is { Zone: 1 }; }")]
    [InlineData("string M() { Lease l = Open(); l.Dispose(); return \"\" + {|ZSDK4042:l|}.Zone; }")]
    [InlineData("void M() { Lease l = Open(); l.Dispose(); foreach (int i in new[] { {|ZSDK4042:l|}.Zone }) { } }")]
    [InlineData("void M() { Guard g = Enter(); ref int s = ref g.State; g.Dispose(); {|ZSDK4006:s|} = 1; }")]
    public Task Odd_places(string member) => OwnerCheck.Members(member);
}
