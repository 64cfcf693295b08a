namespace ZonedSdk.Backends.Faults;

/// <summary>What goes wrong with a command.</summary>
public enum FaultEffect : byte
{
    /// <summary>The command fails. A write has <see cref="FaultRule.LandedBlocks"/> on the medium by then: none, some, or all of them ("EIO but written"). A management command or flush does nothing.</summary>
    Fail = 0,

    /// <summary>The command does all it should, and then fails (management and flush).</summary>
    FailAfter = 1,

    /// <summary>Only <see cref="FaultRule.LandedBlocks"/> are transferred, without an error; of a report, so many zones (at least one).</summary>
    ShortTransfer = 2,

    /// <summary>The command does not execute until <see cref="FaultPlan.ReleaseHung"/> (or the memory drive's); then it does.</summary>
    Hang = 3,

    /// <summary>The command executes <see cref="FaultRule.Delay"/> later.</summary>
    Delay = 4,

    /// <summary>The command executes, and its completion does not arrive until <c>ReleaseHung</c>.</summary>
    LoseCompletion = 5,

    /// <summary>The command executes, and its completion arrives <see cref="FaultRule.Delay"/> later.</summary>
    DelayCompletion = 6,

    /// <summary>The completion of a read or write arrives twice.</summary>
    DuplicateCompletion = 7,

    /// <summary>A read or write goes <see cref="FaultRule.ShiftBytes"/> off its address, within the zone, and succeeds.</summary>
    WrongAddress = 8,

    /// <summary>One bit, chosen by the seed, of what is written or read is wrong; the command succeeds.</summary>
    FlipBit = 9,

    /// <summary>A write succeeds and the write pointer moves, yet nothing is written. A flush fails, and each zone loses some of what was not flushed.</summary>
    DropData = 10,

    /// <summary>A report says <see cref="FaultRule.Lie"/>. A flush says that all is well and does nothing.</summary>
    Lie = 11,

    /// <summary>The zone turns read-only before the command executes.</summary>
    ZoneReadOnly = 12,

    /// <summary>The zone turns offline before the command executes.</summary>
    ZoneOffline = 13,

    /// <summary>The device finishes the zone before the command executes.</summary>
    ZoneFull = 14,

    /// <summary>The device is gone: this command and all others fail.</summary>
    DeviceGone = 15,
}
