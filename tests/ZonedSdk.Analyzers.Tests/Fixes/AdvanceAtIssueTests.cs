using ZonedSdk.CodeFixes.Protocol;

namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>The pointer moves where the I/O is issued.</summary>
public sealed class AdvanceAtIssueTests
{
    [Fact]
    public Task An_advance_in_a_later_region_moves_up_and_the_region_goes() => ZoneCase.Check<AdvanceAtIssueFix>(
        """
            async Task M(ReadOnlyMemory<byte> data)
            {
                Task write;
                lock (_gate)
                {
                    write = _drive.WriteAsync(_wp, data); // issued
                }

                await write;
                lock (_gate)
                {
                    {|ZSDK4020:_wp += data.Length|};
                }
            }
        """,
        """
            async Task M(ReadOnlyMemory<byte> data)
            {
                Task write;
                lock (_gate)
                {
                    write = _drive.WriteAsync(_wp, data); // issued
                    _wp += data.Length;
                }

                await write;
            }
        """,
        "Advance where 'WriteAsync' is issued");

    [Fact]
    public Task The_rest_of_the_later_region_stays() => ZoneCase.Check<AdvanceAtIssueFix>(
        """
            async Task M(ReadOnlyMemory<byte> data)
            {
                Task write;
                lock (_gate) { write = _drive.WriteAsync(_wp, data); }
                await write;
                lock (_gate)
                {
                    {|ZSDK4020:_wp += data.Length|};
                    _acknowledged += data.Length;
                }
            }
        """,
        """
            async Task M(ReadOnlyMemory<byte> data)
            {
                Task write;
                lock (_gate) { write = _drive.WriteAsync(_wp, data); _wp += data.Length; }
                await write;
                lock (_gate)
                {
                    _acknowledged += data.Length;
                }
            }
        """);

    [Fact]
    public Task An_await_between_them_is_parted_from_the_issue() => ZoneCase.CheckSemaphore<AdvanceAtIssueFix>(
        """
            async Task M(ReadOnlyMemory<byte> data)
            {
                await _gate.WaitAsync();
                try
                {
                    {|ZSDK4010:await _drive.WriteAsync(_wp, data)|};
                    {|ZSDK4020:_wp += data.Length|};
                }
                finally
                {
                    _gate.Release();
                }
            }
        """,
        """
            async Task M(ReadOnlyMemory<byte> data)
            {
                await _gate.WaitAsync();
                try
                {
                    Task write = _drive.WriteAsync(_wp, data);
                    _wp += data.Length;
                    {|ZSDK4010:await write|};
                }
                finally
                {
                    _gate.Release();
                }
            }
        """);

    [Fact]
    public Task A_semaphores_region_goes_whole() => ZoneCase.CheckSemaphore<AdvanceAtIssueFix>(
        """
            async Task M(ReadOnlyMemory<byte> data)
            {
                Task write;
                await _gate.WaitAsync();
                try { write = _drive.WriteAsync(_wp, data); } finally { _gate.Release(); }
                await write;
                await _gate.WaitAsync();
                try
                {
                    {|ZSDK4020:_wp += data.Length|};
                }
                finally
                {
                    _gate.Release();
                }
            }
        """,
        """
            async Task M(ReadOnlyMemory<byte> data)
            {
                Task write;
                await _gate.WaitAsync();
                try { write = _drive.WriteAsync(_wp, data); _wp += data.Length; } finally { _gate.Release(); }
                await write;
            }
        """);

    [Fact]
    public Task A_length_that_only_the_answer_tells_is_left() => ZoneCase.NotOffered<AdvanceAtIssueFix>(
        "async Task M(ReadOnlyMemory<byte> data) { ValueTask<IoResult> send; lock (_gate) { send = _drive.SendAsync(_wp, data); } IoResult result = await send; lock (_gate) { {|ZSDK4020:_wp += result.Bytes|}; } }");

    [Fact]
    public Task A_length_that_changes_in_between_is_left() => ZoneCase.NotOffered<AdvanceAtIssueFix>(
        "async Task M(ReadOnlyMemory<byte> data, int n) { Task write; lock (_gate) { write = _drive.WriteAsync(_wp, data); } await write; n++; lock (_gate) { {|ZSDK4020:_wp += n|}; } }");

    [Fact]
    public Task An_advance_on_condition_is_left() => ZoneCase.NotOffered<AdvanceAtIssueFix>(
        "async Task M(ReadOnlyMemory<byte> data, bool b) { Task write; lock (_gate) { write = _drive.WriteAsync(_wp, data); } await write; if (b) { lock (_gate) { {|ZSDK4020:_wp += data.Length|}; } } }");

    [Fact]
    public Task An_advance_in_a_continuation_is_left() => ZoneCase.NotOffered<AdvanceAtIssueFix>(
        "Task M(ReadOnlyMemory<byte> data) { Task write; lock (_gate) { write = _drive.WriteAsync(_wp, data); } return write.ContinueWith(_ => { lock (_gate) { {|ZSDK4020:_wp += data.Length|}; } }); }");

    [Fact]
    public Task An_error_path_without_recovery_has_to_be_mended_first() => ZoneCase.NotOffered<AdvanceAtIssueFix>(
        "async Task M(ReadOnlyMemory<byte> data) { Task write; lock (_gate) { write = _drive.WriteAsync(_wp, data); } try { await write; lock (_gate) { {|ZSDK4020:_wp += data.Length|}; } } catch (IOException) { } }");
}
