using ZonedSdk.CodeFixes.Protocol;

namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>Issued under the lock, waited for behind it.</summary>
public sealed class WaitOutsideTests
{
    [Fact]
    public Task A_task_of_the_region_is_awaited_behind_it() => ZoneCase.CheckSemaphore<WaitOutsideFix>(
        """
            async Task M(ReadOnlyMemory<byte> data)
            {
                await _gate.WaitAsync();
                try
                {
                    Task write = _drive.WriteAsync(_wp, data);
                    _wp += data.Length;

                    // The drive's answer.
                    {|ZSDK4010:await write|}; // done
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
                try
                {
                    write = _drive.WriteAsync(_wp, data);
                    _wp += data.Length;
                }
                finally
                {
                    _gate.Release();
                }

                // The drive's answer.
                await write; // done
            }
        """,
        "Wait behind the lock");

    [Fact]
    public Task What_is_issued_and_awaited_at_once_is_parted() => ZoneCase.CheckSemaphore<WaitOutsideFix>(
        """
            async Task M()
            {
                await _gate.WaitAsync();
                try
                {
                    _acknowledged = _wp;
                    {|ZSDK4010:await _drive.FlushAsync().ConfigureAwait(false)|};
                }
                finally
                {
                    _gate.Release();
                }
            }
        """,
        """
            async Task M()
            {
                Task flush;
                await _gate.WaitAsync();
                try
                {
                    _acknowledged = _wp;
                    flush = _drive.FlushAsync();
                }
                finally
                {
                    _gate.Release();
                }

                await flush.ConfigureAwait(false);
            }
        """);

    [Fact]
    public Task What_is_returned_is_returned_behind() => ZoneCase.CheckSemaphore<WaitOutsideFix>(
        "async Task<Info> M() { await _gate.WaitAsync(); try { return {|ZSDK4010:await _drive.ReportAsync()|}; } finally { _gate.Release(); } }",
        "async Task<Info> M() { Task<Info> report; await _gate.WaitAsync(); try { report = _drive.ReportAsync(); } finally { _gate.Release(); } return await report; }");

    [Fact]
    public Task A_blocking_wait_moves_behind_a_lock_statement() => ZoneCase.Check<WaitOutsideFix>(
        """
            void M()
            {
                lock (_gate)
                {
                    _acknowledged++;
                    {|ZSDK4010:_drive.FlushAsync().Wait()|};
                }
            }
        """,
        """
            void M()
            {
                Task flush;
                lock (_gate)
                {
                    _acknowledged++;
                    flush = _drive.FlushAsync();
                }

                flush.Wait();
            }
        """);

    [Fact]
    public Task What_follows_the_wait_and_needs_no_lock_goes_along() => ZoneCase.Check<WaitOutsideFix>(
        """
            int M(Memory<byte> data)
            {
                lock (_gate)
                {
                    _acknowledged++;
                    int n = {|ZSDK4010:_drive.ReadAsync(0, data).GetAwaiter().GetResult()|};
                    return n + 1;
                }
            }
        """,
        """
            int M(Memory<byte> data)
            {
                ValueTask<int> read;
                lock (_gate)
                {
                    _acknowledged++;
                    read = _drive.ReadAsync(0, data);
                }

                int n = read.GetAwaiter().GetResult();
                return n + 1;
            }
        """);

    [Fact]
    public Task IO_that_is_complete_at_its_return_moves_whole() => ZoneCase.Check<WaitOutsideFix>(
        """
            void M(long offset, ReadOnlyMemory<byte> data)
            {
                lock (_gate)
                {
                    _acknowledged++;
                    {|ZSDK4010:_drive.Write(offset, data)|};
                }
            }
        """,
        """
            void M(long offset, ReadOnlyMemory<byte> data)
            {
                lock (_gate)
                {
                    _acknowledged++;
                }

                _drive.Write(offset, data);
            }
        """,
        "Do the I/O behind the lock");

    [Fact]
    public Task A_report_is_awaited_before_the_lock_that_applies_it() => ZoneCase.CheckSemaphore<WaitOutsideFix>(
        """
            async Task M()
            {
                await _gate.WaitAsync();
                try
                {
                    Info info = {|ZSDK4010:await _drive.ReportAsync()|};
                    _wp = info.WritePointer;
                }
                finally
                {
                    _gate.Release();
                }
            }
        """,
        """
            async Task M()
            {
                Info info = await _drive.ReportAsync();
                await _gate.WaitAsync();
                try
                {
                    _wp = info.WritePointer;
                }
                finally
                {
                    _gate.Release();
                }
            }
        """,
        "Wait before the lock");

    [Fact]
    public Task What_follows_the_wait_and_needs_the_lock_keeps_it() => ZoneCase.NotOfferedSemaphore<WaitOutsideFix>(
        "async Task M() { await _gate.WaitAsync(); try { {|ZSDK4010:await _drive.FlushAsync()|}; _acknowledged = _wp; } finally { _gate.Release(); } }");

    [Fact]
    public Task A_wait_in_a_branch_is_left() => ZoneCase.NotOfferedSemaphore<WaitOutsideFix>(
        "async Task M(bool b) { await _gate.WaitAsync(); try { _acknowledged++; if (b) { {|ZSDK4010:await _drive.FlushAsync()|}; } } finally { _gate.Release(); } }");

    [Fact]
    public Task Handlers_of_the_region_keep_what_they_handle() => ZoneCase.NotOfferedSemaphore<WaitOutsideFix>(
        "async Task M() { await _gate.WaitAsync(); try { _acknowledged++; {|ZSDK4010:await _drive.FlushAsync()|}; } catch (IOException) { } finally { _gate.Release(); } }");

    [Fact]
    public Task What_reads_the_pointer_is_not_done_outside() => ZoneCase.NotOffered<WaitOutsideFix>(
        "void M(ReadOnlyMemory<byte> data) { lock (_gate) { _acknowledged++; {|ZSDK4010:_drive.Write(_wp, data)|}; } }");
}
