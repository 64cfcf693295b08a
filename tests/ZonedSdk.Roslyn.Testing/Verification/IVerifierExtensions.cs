namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Checks that every verifier has, however it fails.</summary>
public static class IVerifierExtensions
{
    /// <summary>Fails with a line-by-line difference, where <paramref name="expected"/> is the base.</summary>
    public static void EqualOrDiff(this IVerifier verifier, string expected, string actual, string? message = null)
    {
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
            verifier.Fail($"{message ?? "The texts differ."}{Environment.NewLine}{LineDiff.Describe(expected, actual)}");
    }
}
