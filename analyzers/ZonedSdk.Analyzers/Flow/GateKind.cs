namespace ZonedSdk.Analyzers.Flow;

/// <summary>What sort of lock a gate is.</summary>
internal enum GateKind
{
    Monitor,
    Lock,
    Semaphore,
    Spin,
    ReaderWriter,

    /// <summary>Annotated, or held by contract: the kind is its author's.</summary>
    Custom,
}
