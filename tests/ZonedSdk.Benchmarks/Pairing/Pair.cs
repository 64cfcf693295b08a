namespace ZonedSdk.Benchmarks.Pairing;

/// <summary>Two ways to do the same work.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Subject">The one that has to be good enough: does the work so many times.</param>
/// <param name="Reference">The one that it is measured by.</param>
/// <param name="Bar">The highest median ratio that is good enough.</param>
internal sealed record Pair(string Name, Action<int> Subject, Action<int> Reference, double Bar);
