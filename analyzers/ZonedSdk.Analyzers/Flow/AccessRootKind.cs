namespace ZonedSdk.Analyzers.Flow;

internal enum AccessRootKind
{
    This,
    Static,
    Variable,
    Capture,
    Constant,
    Created,
    Result,
    Merged,
    Previous,
}
