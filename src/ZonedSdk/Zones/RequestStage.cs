namespace ZonedSdk.Zones;

/// <summary>How far a request has come.</summary>
internal enum RequestStage : byte
{
    /// <summary>Not yet seen by the zone.</summary>
    New,

    /// <summary>In the zone's FIFO; nothing was promised yet.</summary>
    Waiting,

    /// <summary>Admitted (an offset is promised) and waiting for its turn at a drive that enforces order.</summary>
    Queued,

    /// <summary>Handed over to the drive.</summary>
    InFlight,

    /// <summary>Known dead at the drive; its caller hears after the zone's report.</summary>
    Held,

    /// <summary>Its outcome is final.</summary>
    Finished,
}
