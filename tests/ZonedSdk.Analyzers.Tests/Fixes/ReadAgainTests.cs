using ZonedSdk.CodeFixes.Protocol;

namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>The region that acts reads the pointer itself.</summary>
public sealed class ReadAgainTests
{
    [Fact]
    public Task A_decision_reads_again() => ZoneCase.Check<ReadAgainFix>(
        """
            void M(long n)
            {
                long end;
                lock (_gate)
                {
                    end = _wp + n;
                }

                lock (_gate)
                {
                    // Still room?
                    if ({|ZSDK4070:end < _end|})
                    {
                        _acknowledged++;
                    }
                }
            }
        """,
        """
            void M(long n)
            {
                long end;
                lock (_gate)
                {
                    end = _wp + n;
                }

                lock (_gate)
                {
                    end = _wp + n;
                    // Still room?
                    if (end < _end)
                    {
                        _acknowledged++;
                    }
                }
            }
        """,
        "Read '_wp' again inside the lock");

    [Fact]
    public Task An_address_reads_again() => ZoneCase.Check<ReadAgainFix>(
        "async Task M(ReadOnlyMemory<byte> data) { long offset; lock (_gate) { offset = _wp; } Task write; lock (_gate) { write = {|ZSDK4070:_drive.WriteAsync(offset, data)|}; _wp += data.Length; } await write; }",
        "async Task M(ReadOnlyMemory<byte> data) { long offset; lock (_gate) { offset = _wp; } Task write; lock (_gate) { offset = _wp; write = _drive.WriteAsync(offset, data); _wp += data.Length; } await write; }");

    [Fact]
    public Task A_use_outside_every_lock_is_left() => ZoneCase.NotOffered<ReadAgainFix>(
        "async Task M(ReadOnlyMemory<byte> data) { long offset; lock (_gate) { offset = _wp; } await {|ZSDK4070:_drive.WriteAsync(offset, data)|}; }");

    [Fact]
    public Task A_use_under_another_lock_is_left() => ZoneCase.NotOffered<ReadAgainFix>(
        "void M() { long end; lock (_gate) { end = _wp; } lock (_other) { if ({|ZSDK4070:end < _end|}) Console.WriteLine(); } }");

    [Fact]
    public Task A_copy_in_a_field_is_left() => ZoneCase.NotOffered<ReadAgainFix>(
        "long _cached; void M() { lock (_gate) { {|ZSDK4070:_cached = _wp|}; } }");

    [Fact]
    public Task A_copy_that_was_reckoned_with_is_left() => ZoneCase.NotOffered<ReadAgainFix>(
        "void M(long n) { long end; lock (_gate) { end = _wp; } end += n; lock (_gate) { if ({|ZSDK4070:end < _end|}) _acknowledged++; } }");
}
