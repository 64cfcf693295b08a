namespace ZonedSdk.Analyzers.Flow;

internal enum LockEffectKind
{
    Acquire,

    /// <summary>May fail; the result decides.</summary>
    Try,

    Release,
}
