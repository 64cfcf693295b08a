namespace ZonedSdk.Analyzers.Flow;

internal enum GatePathRoot
{
    Instance,
    Parameter,
    Static,
}
