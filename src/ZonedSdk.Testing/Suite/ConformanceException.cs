using System.Diagnostics.CodeAnalysis;

namespace ZonedSdk.Testing;

/// <summary>A case failed. The message says what was expected, what came, and everything that was done up to there.</summary>
[SuppressMessage("Design", "CA1032", Justification = "A failure without its result says nothing.")]
public sealed class ConformanceException : Exception
{
    internal ConformanceException(ConformanceResult result, Exception? innerException)
        : base(result.ToString(), innerException) => Result = result;

    /// <summary>What became of the case.</summary>
    public ConformanceResult Result { get; }
}
