namespace ZonedSdk.Layouts;

/// <summary>ZONE TYPE of a zone descriptor (ZBC). Four bits.</summary>
public enum ZbcZoneType : byte
{
    /// <summary>Conventional.</summary>
    Conventional = 1,

    /// <summary>Sequential write required.</summary>
    SequentialWriteRequired = 2,

    /// <summary>Sequential write preferred.</summary>
    SequentialWritePreferred = 3,

    /// <summary>Sequential or before required (ZBC-2).</summary>
    SequentialOrBefore = 4,

    /// <summary>Gap (ZBC-2).</summary>
    Gap = 5,
}
