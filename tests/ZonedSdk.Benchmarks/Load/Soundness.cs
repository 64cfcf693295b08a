namespace ZonedSdk.Benchmarks.Load;

/// <summary>A benchmark that does less work than it says would be fast.</summary>
internal static class Soundness
{
    public static void Require(bool isSound)
    {
        if (!isSound)
        {
            throw new InvalidOperationException("An operation of the benchmark did not do its work.");
        }
    }
}
