using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ZonedSdk.Testing.Benches;

/// <summary>What a case expects, without any test framework. A failure names the expression, what was expected of it, and what it was.</summary>
internal static class Check
{
    public static void Equal<T>(T expected, T actual, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new CheckFailedException($"Expected of {what}: {expected}; found: {actual}.");
        }
    }

    public static void True([DoesNotReturnIf(false)] bool condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        if (!condition)
        {
            throw new CheckFailedException($"It does not hold: {what}.");
        }
    }

    public static void False(bool condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        if (condition)
        {
            throw new CheckFailedException($"It must not hold: {what}.");
        }
    }

    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        T[] wanted = [.. expected];
        T[] found = [.. actual];
        if (!wanted.AsSpan().SequenceEqual(found))
        {
            throw new CheckFailedException($"Expected of {what}: {string.Join(' ', wanted)}; found: {string.Join(' ', found)}.");
        }
    }

    /// <summary>Bytes are equal; where not, the first that differs is named, not all of them.</summary>
    public static void Bytes(ReadOnlyMemory<byte> wanted, ReadOnlyMemory<byte> found, [CallerArgumentExpression(nameof(found))] string what = "")
    {
        ReadOnlySpan<byte> expected = wanted.Span;
        ReadOnlySpan<byte> actual = found.Span;
        int same = expected.CommonPrefixLength(actual);
        if (same < expected.Length || same < actual.Length)
        {
            string here = same < actual.Length && same < expected.Length ? $"byte {same} is 0x{actual[same]:X2} instead of 0x{expected[same]:X2}" : $"{actual.Length} bytes instead of {expected.Length}";
            throw new CheckFailedException($"Expected of {what}: what was written; found: {here}.");
        }
    }

    /// <summary>All bytes have one value.</summary>
    public static void AllBytes(byte expected, ReadOnlyMemory<byte> actual, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        int at = actual.Span.IndexOfAnyExcept(expected);
        if (at >= 0)
        {
            throw new CheckFailedException($"Expected of {what}: 0x{expected:X2} everywhere; found: 0x{actual.Span[at]:X2} at byte {at}.");
        }
    }

    /// <summary>A task fails with this exception, or one derived from it.</summary>
    public static async Task<T> ThrowsAsync<T>(Task task, [CallerArgumentExpression(nameof(task))] string what = "")
        where T : Exception
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (T expected)
        {
            return expected;
        }
        catch (Exception e)
        {
            throw new CheckFailedException($"Expected of {what}: {typeof(T).Name}; found: {e.GetType().Name}, {e.Message}");
        }

        throw new CheckFailedException($"Expected of {what}: {typeof(T).Name}; found: it succeeded.");
    }
}
