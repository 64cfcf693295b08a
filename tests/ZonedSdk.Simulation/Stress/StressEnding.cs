namespace ZonedSdk.Simulation.Stress;

/// <summary>How a round ends, with everybody still at work but in the first case.</summary>
internal enum StressEnding
{
    /// <summary>Everybody stops, all is looked at, and the device is closed.</summary>
    CloseAtRest,

    /// <summary>The power goes.</summary>
    Crash,

    /// <summary>The device is closed.</summary>
    CloseUnderLoad,

    /// <summary>Every flush fails from now on, then the power goes.</summary>
    FlushesFail,
}
