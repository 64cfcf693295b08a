namespace ZonedSdk.Simulation.Simulator;

internal enum ClientKind
{
    Appender,
    Gatherer,
    OffsetWriter,
    Reader,
    Flusher,
    DurabilityWaiter,
    Manager,
    Recoverer,
    Lister,
}
