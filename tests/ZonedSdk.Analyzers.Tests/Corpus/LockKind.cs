namespace ZonedSdk.Analyzers.Tests.Corpus;

/// <summary>How a piece of source is locked.</summary>
internal enum LockKind
{
    Object,
    Lock,
    Semaphore,
    Spin,
    Read,
    Upgradeable,
    Write,
}
