namespace ZonedSdk.Backends.Emulation;

/// <summary>A command, as far as a zone's condition is concerned: the columns of the transition table.</summary>
internal enum DriveOperation : byte
{
    /// <summary>A write, or an append that has its offset.</summary>
    Write,

    /// <summary>OPEN ZONE.</summary>
    Open,

    /// <summary>CLOSE ZONE.</summary>
    Close,

    /// <summary>FINISH ZONE.</summary>
    Finish,

    /// <summary>RESET WRITE POINTER.</summary>
    Reset,
}
