namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How often a fix is applied: an exact number, or at most as many times.</summary>
internal readonly record struct IterationLimit(int Count, bool IsExact)
{
    public static IterationLimit Exactly(int count) => new(count, IsExact: true);

    /// <summary>At most once means once: a state that changes needs it.</summary>
    public static IterationLimit AtMost(int count) => new(count, IsExact: count <= 1);

    /// <summary>Fails unless the fix was applied as often as it may be.</summary>
    public void Verify(int iterations, IVerifier verifier)
    {
        if (Count == 0 && iterations > 0)
            verifier.Fail($"No fix is expected to be offered, and one was applied {iterations} times.");

        if (iterations > Count)
            verifier.Fail($"The limit of {Count} iterations is exceeded.");

        if (IsExact && iterations < Count)
            verifier.Fail($"Expected {Count} iterations, and there were {iterations}.");
    }
}
