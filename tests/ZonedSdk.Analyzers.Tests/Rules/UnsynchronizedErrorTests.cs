using Microsoft.CodeAnalysis.Testing;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>ZSDK4030.</summary>
public sealed class UnsynchronizedErrorTests
{
    private const string Recovery = """

        [Resynchronizes] async Task RecoverAsync() { Info info = await _drive.ReportAsync(); lock (_gate) { _wp = info.WritePointer; } }
        [Resynchronizes] void Recover() { Info info = _drive.Report(); lock (_gate) { _wp = info.WritePointer; } }
        void Log(Exception e) { }
        long Reserve(int n) { lock (_gate) { long offset = _wp; _wp += n; return offset; } }
        """;

    [Fact]
    public Task The_message_names_pointer_and_io() => ProtocolCheck.Message(
        """
        async Task M(byte[] b)
        {
            Task t;
            lock (_gate) { t = {|#1:_drive.WriteAsync(_wp, b)|}; _wp += b.Length; }
            try { await t; } {|#0:catch|} (IOException) { }
        }
        """,
        new DiagnosticResult(UnsynchronizedErrorRule.Diagnosed).WithLocation(0).WithLocation(1)
            .WithArguments("_wp", "was moved past what 'WriteAsync' failed to write, and this path does not resynchronize it: call its recovery, and wait for it"));

    [Fact]
    public Task The_command_failed_and_nobody_asks_the_drive_as_in_spdk() => Check("""
        int Write(long offset, byte[] b)
        {
            lock (_gate)
            {
                if (offset != _wp) { return -22; }
                _wp += b.Length;
            }

            int rc = _drive.Put(offset, b);
            if ({|ZSDK4030:rc != 0|}) { return rc; }
            return 0;
        }
        """);

    [Fact]
    public Task An_exception_is_told_and_the_pointer_stays_as_in_zenfs() => Check("""
        async Task<bool> AppendAsync(byte[] b)
        {
            long offset;
            lock (_gate) { offset = _wp; _wp += b.Length; }
            try { await _drive.WriteAsync(offset, b); return true; }
            {|ZSDK4030:catch|} (IOException e) { Log(e); return false; }
        }
        """);

    [Theory]
    [InlineData("{|ZSDK4030:_drive.Put(o, b) != 0|}")]
    [InlineData("{|ZSDK4030:_drive.Put(o, b) is not 0|}")]
    [InlineData("{|ZSDK4030:_drive.Put(o, b) is -5|}")]
    [InlineData("{|ZSDK4030:_drive.PutSome(o, b) < 0|}")]
    [InlineData("!{|ZSDK4030:_drive.TryPut(o, b)|}")]
    [InlineData("{|ZSDK4030:_drive.PutOrTell(o, b) != IoError.None|}")]
    [InlineData("{|ZSDK4030:_drive.PutOrTell(o, b) == IoError.Gone|}")]
    [InlineData("!{|ZSDK4030:_drive.SendAsync(o, b).Result.IsSuccess|}")]
    [InlineData("{|ZSDK4030:_drive.SendAsync(o, b).Result.Error != IoError.None|}")]
    [InlineData("{|ZSDK4030:_drive.SendAsync(o, b).Result is { IsSuccess: false }|}")]
    public Task A_branch_on_a_returned_error_is_an_error_path(string condition) => Check($$"""
        bool M(byte[] b)
        {
            long o;
            lock (_gate) { o = _wp; _wp += b.Length; }
            if ({{condition}}) { return false; }
            return true;
        }
        """);

    [Theory]
    [InlineData("_drive.Put(o, b) == 0")]
    [InlineData("_drive.PutSome(o, b) > 512")]
    [InlineData("_drive.PutSome(o, b) >= 0")]
    [InlineData("_drive.TryPut(o, b)")]
    [InlineData("_drive.PutOrTell(o, b) == IoError.None")]
    [InlineData("_drive.SendAsync(o, b).Result is { IsSuccess: true }")]
    public Task Both_ways_of_a_condition_that_recovers_on_the_error_are_clean(string condition) => Check($$"""
        bool M(byte[] b)
        {
            long o;
            lock (_gate) { o = _wp; _wp += b.Length; }
            if ({{condition}}) { return true; }
            Recover();
            return false;
        }
        """);

    [Fact]
    public Task A_result_that_nobody_looks_at_is_an_error_path() => Check("""
        async Task M(byte[] b)
        {
            long o = Reserve(b.Length);
            {|ZSDK4030:_drive.Put(o, b)|};
            o = Reserve(b.Length);
            _ = {|ZSDK4030:await _drive.SendAsync(o, b)|};
            o = Reserve(b.Length);
            await _drive.WriteAsync(o, b);
        }
        """);

    [Fact]
    public Task A_callee_that_advances_makes_the_obligation() => Check("""
        async Task M(byte[] b)
        {
            long offset = Reserve(b.Length);
            try { await _drive.WriteAsync(offset, b); } {|ZSDK4030:catch|} { throw; }
        }
        """);

    [Fact]
    public Task The_recovery_must_be_awaited() => Check("""
        async Task M(byte[] b)
        {
            long offset = Reserve(b.Length);
            try { await _drive.WriteAsync(offset, b); } {|ZSDK4030:catch|} (IOException) { _ = RecoverAsync(); throw; }
        }
        """);

    [Fact]
    public Task A_recovery_in_every_shape_is_one() => Check("""
        async Task M(byte[] b)
        {
            long offset = Reserve(b.Length);
            try { await _drive.WriteAsync(offset, b); } catch (IOException) { await RecoverAsync().ConfigureAwait(false); throw; }
            offset = Reserve(b.Length);
            try { await _drive.WriteAsync(offset, b); } catch (IOException) { Recover(); }
            offset = Reserve(b.Length);
            try { await _drive.WriteAsync(offset, b); } catch (IOException e) { await FailedAsync(e); }
        }
        Task N(byte[] b)
        {
            long offset = Reserve(b.Length);
            try { _drive.WriteAsync(offset, b).Wait(); return Task.CompletedTask; } catch (AggregateException) { return RecoverAsync(); }
        }
        private async Task FailedAsync(Exception e) { Log(e); await RecoverAsync(); }
        """);

    [Fact]
    public Task A_flag_that_is_set_in_the_handler_leads_to_the_recovery() => Check("""
        async Task M(byte[] b)
        {
            long offset = Reserve(b.Length);
            bool failed = false;
            try { await _drive.WriteAsync(offset, b); } catch (IOException) { failed = true; }
            if (failed) { await RecoverAsync(); }
        }
        async Task N(byte[] b)
        {
            long offset = Reserve(b.Length);
            Exception? error = null;
            try { await _drive.WriteAsync(offset, b); } catch (IOException e) { error = e; }
            if (error is not null) { await RecoverAsync(); throw error; }
        }
        async Task O(byte[] b, bool other)
        {
            long offset = Reserve(b.Length);
            bool failed = false;
            try { await _drive.WriteAsync(offset, b); } {|ZSDK4030:catch|} (IOException) { failed = true; }
            if (!failed && other) { await RecoverAsync(); }
        }
        """);

    [Fact]
    public Task An_exception_that_passes_through_is_the_callers() => Check("""
        async Task M(byte[] b)
        {
            long offset = Reserve(b.Length);
            try { await _drive.WriteAsync(offset, b); } finally { Log(new Exception()); }
        }
        """);

    [Fact]
    public Task The_obligation_moves_with_the_task() => Check("""
        private Task? _last;
        Task M(byte[] b) { lock (_gate) { Task t = _drive.WriteAsync(_wp, b); _wp += b.Length; return t; } }
        void N(byte[] b) { lock (_gate) { _last = _drive.WriteAsync(_wp, b); _wp += b.Length; } }
        void O(byte[] b, List<Task> all) { lock (_gate) { all.Add(_drive.WriteAsync(_wp, b)); _wp += b.Length; } }
        ValueTask<IoResult> P(byte[] b) { lock (_gate) { long o = _wp; _wp += b.Length; return _drive.SendAsync(o, b); } }
        """);

    [Fact]
    public Task A_handler_of_something_else_owes_nothing() => Check("""
        async Task M(byte[] b, string text)
        {
            Task t;
            lock (_gate) { t = _drive.WriteAsync(_wp, b); _wp += b.Length; }
            try { int.Parse(text); } catch (FormatException) { }
            try { await t; int.Parse(text); } catch (FormatException e) { Log(e); }
        }
        """);

    [Fact]
    public Task An_assigned_offset_owes_nothing() => Check("""
        async Task M(byte[] b)
        {
            Task<long> t;
            lock (_gate) { _wp += b.Length; t = {|ZSDK4050:_drive.AppendAsync(b)|}; }
            try { await t; } catch (IOException) { }
        }
        """);

    [Fact]
    public Task Io_that_moved_no_pointer_owes_nothing() => Check("""
        async Task M(byte[] b)
        {
            try { await _drive.ReadAsync(_start, b); await _drive.FlushAsync(); } catch (IOException e) { Log(e); }
        }
        """);

    [Fact]
    public Task A_length_is_never_taken_back() => Check("""
        async Task M(byte[] b)
        {
            long offset;
            lock (_gate) { offset = _wp; _wp += b.Length; }
            try { await _drive.WriteAsync(offset, b); }
            catch (IOException) { lock (_gate) { {|ZSDK4030:_wp -= b.Length|}; } await RecoverAsync(); throw; }
            lock (_gate) { {|ZSDK4030:_wp = _wp - 1|}; {|ZSDK4030:_wp--|}; {|ZSDK4030:Interlocked.Add(ref _wp, -b.Length)|}; {|ZSDK4030:Interlocked.Decrement(ref _wp)|}; }
            lock (_gate) { {|ZSDK4030:_wp = offset|}; }
        }
        """);

    [Fact]
    public Task Leaving_between_advance_and_issue_leaves_a_hole() => Check("""
        void M(byte[] b, CancellationToken token, bool late)
        {
            lock (_gate)
            {
                long offset = _wp;
                _wp += b.Length;
                {|ZSDK4030:token.ThrowIfCancellationRequested()|};
                if ({|ZSDK4030:late|}) { return; }
                if (b.Length > 4096) { throw {|ZSDK4030:new InvalidOperationException()|}; }
                _ = _drive.WriteAsync(offset, b);
            }
        }
        """);

    [Fact]
    public Task Leaving_before_the_advance_or_after_the_issue_is_right() => Check("""
        void M(byte[] b, CancellationToken token, bool late)
        {
            lock (_gate)
            {
                token.ThrowIfCancellationRequested();
                if (late || _wp + b.Length > _end) { return; }
                long offset = _wp;
                _wp += b.Length;
                _ = _drive.WriteAsync(offset, b);
                token.ThrowIfCancellationRequested();
                if (offset == _start) { return; }
            }
        }
        """);

    [Fact]
    public Task A_method_that_only_reserves_leaves_nothing_open() => Check("""
        long M(int n) { lock (_gate) { long offset = _wp; _wp += n; if (n == 0) { return -1; } return offset; } }
        """);

    [Fact]
    public Task Generated_code_is_left_alone_unless_asked_for() => RuleSettings.Check("void M(int n) { lock (_gate) { {|ZSDK4030:_wp -= n|}; } }");

    private static Task Check(string members) => ProtocolCheck.Members(members + Recovery);
}
