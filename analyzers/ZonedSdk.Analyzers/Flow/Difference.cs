namespace ZonedSdk.Analyzers.Flow;

/// <summary>One key of which two maps say different things; null where a map has no such key.</summary>
internal readonly record struct Difference<TKey, TValue>(TKey Key, TValue? Left, TValue? Right)
    where TValue : class;
