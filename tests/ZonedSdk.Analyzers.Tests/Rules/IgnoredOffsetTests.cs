using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4050.</summary>
public sealed class IgnoredOffsetTests
{
    [Fact]
    public Task The_message_names_the_call() => ProtocolCheck.Message(
        "async Task M(byte[] b) { await {|#0:_drive.AppendAsync(b)|}; }",
        new DiagnosticResult(IgnoredOffsetRule.Diagnosed).WithLocation(0).WithArguments("AppendAsync"));

    [Theory]
    [InlineData("async Task M(byte[] b) { await {|ZSDK4050:_drive.AppendAsync(b)|}.ConfigureAwait(false); }")]
    [InlineData("void M(byte[] b) { {|ZSDK4050:_drive.AppendAsync(b)|}; }")]
    [InlineData("void M(byte[] b) { {|ZSDK4050:_drive.AppendAsync(b)|}.Wait(); }")]
    [InlineData("async Task M(byte[] b) { Task<long> t = {|ZSDK4050:_drive.AppendAsync(b)|}; await t; }")]
    [InlineData("async Task<long> M(byte[] b) { long before = _start; long offset = await {|ZSDK4050:_drive.AppendAsync(b)|}; return before; }")]
    [InlineData("async Task M(byte[] b) { long offset = await {|ZSDK4050:_drive.AppendAsync(b)|}; long same = offset; }")]
    [InlineData("async Task<long> M(byte[] b) { long offset = await {|ZSDK4050:_drive.AppendAsync(b)|}; offset = await _drive.AppendAsync(b); return offset; }")]
    [InlineData("async Task<long> M(byte[] b) { long offset = 0; foreach (byte x in b) { offset = x; await {|ZSDK4050:_drive.AppendAsync(b)|}; } return offset; }")]
    public Task Nobody_reads_it(string member) => ProtocolCheck.Members(member);

    [Theory]
    [InlineData("void M(byte[] b) { {|ZSDK4050:_drive.AppendAsync(b)|}.ContinueWith(t => { }); }")]
    [InlineData("void M(byte[] b) { {|ZSDK4050:_drive.AppendAsync(b)|}.ContinueWith(t => Trace.WriteLine(t.IsFaulted)); }")]
    [InlineData("Task M(byte[] b) => {|ZSDK4050:_drive.AppendAsync(b)|}.ContinueWith(_ => 1, TaskScheduler.Default);")]
    [InlineData("void M(byte[] b) { Task.Run(async () => { await {|ZSDK4050:_drive.AppendAsync(b)|}; }); }")]
    public Task Nor_in_a_continuation(string member) => ProtocolCheck.Members(member);

    [Theory]
    [InlineData("async Task M(byte[] b) { _ = await _drive.AppendAsync(b); }")]
    [InlineData("void M(byte[] b) { _ = _drive.AppendAsync(b); }")]
    [InlineData("async Task M(byte[] b) { Task<long> t = _drive.AppendAsync(b); _ = await t; }")]
    public Task A_discard_is_explicit(string member) => ProtocolCheck.Members(member);

    [Theory]
    [InlineData("Task<long> M(byte[] b) => _drive.AppendAsync(b);")]
    [InlineData("async Task<long> M(byte[] b) => await _drive.AppendAsync(b);")]
    [InlineData("async Task<long> M(byte[] b) { long offset = await _drive.AppendAsync(b); await _drive.FlushAsync(); return offset; }")]
    [InlineData("async Task<long> M(byte[] b, bool c) { long offset = await _drive.AppendAsync(b); return c ? offset : -1; }")]
    [InlineData("async Task M(byte[] b) { long offset = await _drive.AppendAsync(b); if (offset < 0) { throw new IOException(); } }")]
    [InlineData("async Task M(byte[] b, List<long> all) { all.Add(await _drive.AppendAsync(b)); }")]
    [InlineData("async Task M(byte[] b, long[] all) { all[0] = await _drive.AppendAsync(b); }")]
    [InlineData("private long _last; async Task M(byte[] b) { _last = await _drive.AppendAsync(b); }")]
    [InlineData("async Task M(byte[] b) { Task<long>[] all = [_drive.AppendAsync(b), _drive.AppendAsync(b)]; await Task.WhenAll(all); }")]
    [InlineData("async Task<long> M(byte[] b) { Task<long> t = _drive.AppendAsync(b); await t; return t.Result; }")]
    [InlineData("long M(byte[] b) => _drive.AppendAsync(b).GetAwaiter().GetResult();")]
    [InlineData("async Task<long> M(byte[] b) { long last = 0; foreach (byte x in b) { long offset = await _drive.AppendAsync(b); last = Math.Max(last, offset); } return last; }")]
    [InlineData("async Task<long> M(byte[] b) { long end = b.Length; end += await _drive.AppendAsync(b); return end; }")]
    [InlineData("async Task M(byte[] b, Action<long> tell) { tell(await _drive.AppendAsync(b)); }")]
    public Task Somebody_reads_it(string member) => ProtocolCheck.Members(member);

    [Theory]
    [InlineData("Task M(byte[] b, List<long> all) => _drive.AppendAsync(b).ContinueWith(t => all.Add(t.Result), TaskScheduler.Default);")]
    [InlineData("Task M(byte[] b, Action<Task<long>> then) => _drive.AppendAsync(b).ContinueWith(then, TaskScheduler.Default);")]
    [InlineData("async Task<Func<long>> M(byte[] b) { long offset = await _drive.AppendAsync(b); return () => offset; }")]
    [InlineData("async Task M(byte[] b) { long offset = await _drive.AppendAsync(b); Tell(); void Tell() => Trace.WriteLine(offset); }")]
    public Task Somebody_reads_it_later(string member) => ProtocolCheck.Members(member);

    [Fact]
    public Task An_offset_that_nothing_assigns_may_be_ignored() => ProtocolCheck.Members("async Task M(byte[] b) { await _drive.ReportAsync(); await _drive.FlushAsync(); }");

    [Fact]
    public Task Generated_code_is_left_alone_unless_asked_for() => RuleSettings.Check("async Task M(byte[] b) { await {|ZSDK4050:_drive.AppendAsync(b)|}; }");

    [Theory]
    [InlineData("async Task<long> M(byte[] b) { long o = await _drive.AppendAsync(b); return o switch { > 0 => o, _ => 0 }; }")]
    [InlineData("async Task M(byte[] b) { var (o, n) = (await _drive.AppendAsync(b), 1); Trace.WriteLine(o); }")]
    [InlineData("async Task M(byte[] b) { if (await _drive.AppendAsync(b) is var o && o > 0) { } }")]
    [InlineData("async Task M(byte[] b) { if (await {|ZSDK4050:_drive.AppendAsync(b)|} is var o) { } }")]
    [InlineData("async IAsyncEnumerable<long> M(byte[] b) { yield return await _drive.AppendAsync(b); }")]
    [InlineData("async Task M(byte[] b) { long o; o = await {|ZSDK4050:_drive.AppendAsync(b)|}; }")]
    [InlineData("async Task M(byte[] b) { try { long o = await _drive.AppendAsync(b); Trace.WriteLine(o); } finally { } }")]
    [InlineData("async Task M(byte[] b) { Task<long> t = {|ZSDK4050:_drive.AppendAsync(b)|}; await Task.WhenAll(t); }")]
    [InlineData("async Task<long[]> M(byte[] b) { Task<long> t = _drive.AppendAsync(b); return await Task.WhenAll(t); }")]
    [InlineData("async Task M(byte[] b, bool c) { long o = c ? await _drive.AppendAsync(b) : 0; Trace.WriteLine(o); }")]
    [InlineData("async Task M(byte[] b, List<Task<long>> all) { all.Add(_drive.AppendAsync(b)); await Task.WhenAll(all); }")]
    [InlineData("async Task M(byte[] b) { using var r = new MemoryStream(); r.Position = await _drive.AppendAsync(b); }")]
    [InlineData("async Task M(byte[] b) { object o = await _drive.AppendAsync(b); Trace.WriteLine(o); }")]
    [InlineData("async Task M(byte[] b) { long? last = null; last ??= await _drive.AppendAsync(b); Trace.WriteLine(last); }")]
    [InlineData("async Task M(byte[] b) { await Task.WhenAll({|ZSDK4050:_drive.AppendAsync(b)|}, {|ZSDK4050:_drive.AppendAsync(b)|}); }")]
    [InlineData("async Task<long> M(byte[] b) { long[] o = await Task.WhenAll(_drive.AppendAsync(b), _drive.AppendAsync(b)); return o[0]; }")]
    public Task Odd_places(string member) => ProtocolCheck.Members(member);
}
