namespace ZonedSdk.Zones;

/// <summary>What a caller asked of a zone. Everything that can wait for admission is a request, so that one FIFO orders all of it.</summary>
internal enum RequestOperation : byte
{
    Read,
    Write,
    Append,
    Open,
    Close,
    Finish,
    Reset,

    /// <summary>Drain, report and believe the report: the explicit recovery.</summary>
    Recover,

    /// <summary>A reader's lease: blocks resets, waits behind one that is under way.</summary>
    ReaderLease,
}
