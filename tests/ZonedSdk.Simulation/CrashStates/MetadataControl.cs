namespace ZonedSdk.Simulation.CrashStates;

/// <summary>Mistakes of a drive towards its metadata store, each as a switch: the checker must notice them.</summary>
internal enum MetadataControl
{
    None,

    /// <summary>A flush is answered while it is still under way.</summary>
    FlushAnswersEarly,

    /// <summary>A reset goes on while its record is still under way.</summary>
    RecordAnswersEarly,

    /// <summary>Space is given back before the reset is durable.</summary>
    DiscardsFirst,

    /// <summary>What has changed is not noted for the next flush.</summary>
    ForgetsDirty,
}
