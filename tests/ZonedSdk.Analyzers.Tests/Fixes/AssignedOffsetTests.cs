using ZonedSdk.CodeFixes.Protocol;

namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>The offset that was assigned takes the place of one that was guessed.</summary>
public sealed class AssignedOffsetTests
{
    private const string Pointer = "public long WritePointer { get; } private void Keep(long offset) { }\n";

    [Fact]
    public Task A_guess_from_the_pointer_behind_the_append_gives_place() => Check(
        """
            async Task<long> M(byte[] data)
            {
                await {|ZSDK4050:_drive.AppendAsync(data)|};
                return WritePointer - data.Length; // guessed
            }
        """,
        """
            async Task<long> M(byte[] data)
            {
                long offset = await _drive.AppendAsync(data);
                return offset; // guessed
            }
        """,
        "Use the offset that 'AppendAsync' was assigned");

    [Fact]
    public Task A_guess_among_others_gives_place() => Check(
        "async Task M(byte[] data, long offset) { await {|ZSDK4050:_drive.AppendAsync(data)|}.ConfigureAwait(false); Keep((WritePointer - data.Length) / 512); }",
        "async Task M(byte[] data, long offset) { long offset2 = await _drive.AppendAsync(data).ConfigureAwait(false); Keep(offset2 / 512); }");

    [Fact]
    public Task A_guess_from_the_pointer_before_the_append_gives_place() => Check(
        """
            async Task M(byte[] data)
            {
                long offset = WritePointer;
                await {|ZSDK4050:_drive.AppendAsync(data)|};
                Keep(offset);
            }
        """,
        """
            async Task M(byte[] data)
            {
                long offset = await _drive.AppendAsync(data);
                Keep(offset);
            }
        """);

    [Fact]
    public Task A_guess_that_is_used_before_the_append_too_is_left() => NotOffered(
        "async Task M(byte[] data) { long offset = WritePointer; Keep(offset); await {|ZSDK4050:_drive.AppendAsync(data)|}; Keep(offset); }");

    [Fact]
    public Task An_offset_that_nobody_wants_is_not_kept() => NotOffered("async Task M(byte[] data) { await {|ZSDK4050:_drive.AppendAsync(data)|}; }");

    [Fact]
    public Task The_pointer_itself_is_no_offset_of_the_append() => NotOffered("async Task M(byte[] data) { await {|ZSDK4050:_drive.AppendAsync(data)|}; Keep(WritePointer); }");

    private static Task Check(string before, string after, string? title = null) => ZoneCase.Check<AssignedOffsetFix>(Pointer + before, Pointer + after, title);

    private static Task NotOffered(string members) => ZoneCase.NotOffered<AssignedOffsetFix>(Pointer + members);
}
