using ZonedSdk.CodeFixes.Protocol;

namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>The error path calls the one recovery.</summary>
public sealed class ResynchronizeTests
{
    private const string Issue = "Task write; lock (_gate) { write = _drive.WriteAsync(_wp, data); _wp += data.Length; }";

    [Fact]
    public Task A_handler_recovers_first() => ZoneCase.Check<ResynchronizeFix>(
        $$"""
            async Task M(ReadOnlyMemory<byte> data)
            {
                {{Issue}}
                try
                {
                    await write;
                }
                {|ZSDK4030:catch|} (IOException) // sorry
                {
                    // Nobody hears of it.
                    Console.WriteLine();
                }
            }
        """,
        $$"""
            async Task M(ReadOnlyMemory<byte> data)
            {
                {{Issue}}
                try
                {
                    await write;
                }
                catch (IOException) // sorry
                {
                    await RecoverAsync();
                    // Nobody hears of it.
                    Console.WriteLine();
                }
            }
        """,
        "Resynchronize by 'RecoverAsync'");

    [Fact]
    public Task An_empty_handler_recovers() => ZoneCase.Check<ResynchronizeFix>(
        $$"""async Task M(ReadOnlyMemory<byte> data) { {{Issue}} try { await write; } {|ZSDK4030:catch|} { } }""",
        $$"""async Task M(ReadOnlyMemory<byte> data) { {{Issue}} try { await write; } catch { await RecoverAsync(); } }""");

    [Fact]
    public Task Each_handler_recovers() => ZoneCase.Check<ResynchronizeFix>(
        $$"""async Task M(ReadOnlyMemory<byte> data) { {{Issue}} try { await write; } {|ZSDK4030:catch|} (IOException) { } {|ZSDK4030:catch|} (TimeoutException) { } }""",
        $$"""async Task M(ReadOnlyMemory<byte> data) { {{Issue}} try { await write; } catch (IOException) { await RecoverAsync(); } catch (TimeoutException) { await RecoverAsync(); } }""");

    [Fact]
    public Task The_wait_is_configured_as_the_others_are() => ZoneCase.Check<ResynchronizeFix>(
        $$"""async Task M(ReadOnlyMemory<byte> data) { {{Issue}} try { await write.ConfigureAwait(false); } {|ZSDK4030:catch|} { throw; } }""",
        $$"""async Task M(ReadOnlyMemory<byte> data) { {{Issue}} try { await write.ConfigureAwait(false); } catch { await RecoverAsync().ConfigureAwait(false); throw; } }""");

    [Fact]
    public Task Winding_back_gives_place_to_the_recovery() => ZoneCase.Check<ResynchronizeFix>(
        $$"""
            async Task M(ReadOnlyMemory<byte> data)
            {
                {{Issue}}
                try
                {
                    await write;
                }
                {|ZSDK4030:catch|} (IOException)
                {
                    lock (_gate)
                    {
                        {|ZSDK4030:_wp -= data.Length|};
                    }

                    throw;
                }
            }
        """,
        $$"""
            async Task M(ReadOnlyMemory<byte> data)
            {
                {{Issue}}
                try
                {
                    await write;
                }
                catch (IOException)
                {
                    await RecoverAsync();
                    throw;
                }
            }
        """);

    [Fact]
    public Task A_branch_on_the_error_recovers() => ZoneCase.Check<ResynchronizeFix>(
        """
            async Task<int> M(ReadOnlyMemory<byte> data)
            {
                ValueTask<IoResult> send;
                lock (_gate) { send = _drive.SendAsync(_wp, data); _wp += data.Length; }
                IoResult result = await send;
                if (!{|ZSDK4030:result.IsSuccess|})
                {
                    return -1;
                }

                return 0;
            }
        """,
        """
            async Task<int> M(ReadOnlyMemory<byte> data)
            {
                ValueTask<IoResult> send;
                lock (_gate) { send = _drive.SendAsync(_wp, data); _wp += data.Length; }
                IoResult result = await send;
                if (!result.IsSuccess)
                {
                    await RecoverAsync();
                    return -1;
                }

                return 0;
            }
        """);

    [Fact]
    public Task A_branch_without_braces_gets_them() => ZoneCase.Check<ResynchronizeFix>(
        """
            async Task<int> M(ReadOnlyMemory<byte> data)
            {
                ValueTask<IoResult> send;
                lock (_gate) { send = _drive.SendAsync(_wp, data); _wp += data.Length; }
                IoResult result = await send;
                if (!{|ZSDK4030:result.IsSuccess|})
                    return -1;

                return 0;
            }
        """,
        """
            async Task<int> M(ReadOnlyMemory<byte> data)
            {
                ValueTask<IoResult> send;
                lock (_gate) { send = _drive.SendAsync(_wp, data); _wp += data.Length; }
                IoResult result = await send;
                if (!result.IsSuccess)
                {
                    await RecoverAsync();
                    return -1;
                }

                return 0;
            }
        """);

    [Fact]
    public Task The_other_branch_recovers_where_success_is_asked_for() => ZoneCase.Check<ResynchronizeFix>(
        "async Task M(ReadOnlyMemory<byte> data) { ValueTask<IoResult> send; lock (_gate) { send = _drive.SendAsync(_wp, data); _wp += data.Length; } IoResult result = await send; if ({|ZSDK4030:result.IsSuccess|}) { Console.WriteLine(); } else { Console.Error.WriteLine(); } }",
        "async Task M(ReadOnlyMemory<byte> data) { ValueTask<IoResult> send; lock (_gate) { send = _drive.SendAsync(_wp, data); _wp += data.Length; } IoResult result = await send; if (result.IsSuccess) { Console.WriteLine(); } else { await RecoverAsync(); Console.Error.WriteLine(); } }");

    [Fact]
    public Task A_missing_branch_is_added() => ZoneCase.Check<ResynchronizeFix>(
        """
            async Task M(ReadOnlyMemory<byte> data)
            {
                ValueTask<IoResult> send;
                lock (_gate) { send = _drive.SendAsync(_wp, data); _wp += data.Length; }
                IoResult result = await send;
                if ({|ZSDK4030:result.IsSuccess|})
                {
                    Console.WriteLine();
                }
            }
        """,
        """
            async Task M(ReadOnlyMemory<byte> data)
            {
                ValueTask<IoResult> send;
                lock (_gate) { send = _drive.SendAsync(_wp, data); _wp += data.Length; }
                IoResult result = await send;
                if (result.IsSuccess)
                {
                    Console.WriteLine();
                }
                else
                {
                    await RecoverAsync();
                }
            }
        """);

    [Fact]
    public Task A_result_that_nobody_looks_at_is_asked() => ZoneCase.Check<ResynchronizeFix>(
        """
            async Task M(ReadOnlyMemory<byte> data)
            {
                ValueTask<IoResult> send;
                lock (_gate) { send = _drive.SendAsync(_wp, data); _wp += data.Length; }
                {|ZSDK4030:await send|};
            }
        """,
        """
            async Task M(ReadOnlyMemory<byte> data)
            {
                ValueTask<IoResult> send;
                lock (_gate) { send = _drive.SendAsync(_wp, data); _wp += data.Length; }
                if (!(await send).IsSuccess)
                {
                    await RecoverAsync();
                }
            }
        """);

    [Fact]
    public Task A_recovery_that_is_awaited_needs_an_asynchronous_method() => ZoneCase.NotOffered<ResynchronizeFix>(
        $$"""void M(ReadOnlyMemory<byte> data) { {{Issue}} try { write.Wait(); } {|ZSDK4030:catch|} { } }""");

    [Fact]
    public Task Of_two_recoveries_none_is_chosen() => ZoneCase.NotOffered<ResynchronizeFix>(
        $$"""
            [Resynchronizes] private Task OtherAsync() => Task.CompletedTask;
            async Task M(ReadOnlyMemory<byte> data) { {{Issue}} try { await write; } {|ZSDK4030:catch|} { } }
        """);

    [Fact]
    public Task Without_a_recovery_nothing_is_offered() => ZoneCase.CheckAlone<ResynchronizeFix>(
        $$"""async Task M(ReadOnlyMemory<byte> data) { {{Issue}} try { await write; } {|ZSDK4030:catch|} { } }""",
        $$"""async Task M(ReadOnlyMemory<byte> data) { {{Issue}} try { await write; } {|ZSDK4030:catch|} { } }""");

    [Fact]
    public Task Leaving_between_advance_and_issue_is_not_recovered_from() => ZoneCase.NotOffered<ResynchronizeFix>(
        "Task M(ReadOnlyMemory<byte> data, bool b) { lock (_gate) { long offset = _wp; _wp += data.Length; if (b) return {|ZSDK4030:Task.CompletedTask|}; return _drive.WriteAsync(offset, data); } }");
}
