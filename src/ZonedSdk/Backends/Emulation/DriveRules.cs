namespace ZonedSdk.Backends.Emulation;

/// <summary>
/// The state machine of a zone as one table (ZBC-2 4.5.3, NVMe ZNS 1.1 section 2.1.1.3): pure, without resources, offsets or time.
/// A write that reaches the capacity makes the zone Full when its data are on the medium; that step is the write pointer's and not a cell of this table.
/// </summary>
internal static class DriveRules
{
    /// <summary>The conditions that hold an open resource.</summary>
    public static bool IsOpen(ZoneCondition condition) =>
        condition is ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen;

    /// <summary>The conditions that hold an active resource.</summary>
    public static bool IsActive(ZoneCondition condition) =>
        IsOpen(condition) || condition == ZoneCondition.Closed;

    /// <summary>Conditions that only the drive sets and that no command leaves.</summary>
    public static bool IsDead(ZoneCondition condition) =>
        condition is ZoneCondition.ReadOnly or ZoneCondition.Offline;

    /// <summary>What a command does to a zone.</summary>
    /// <param name="flavour">Whose rules hold.</param>
    /// <param name="type">The zone's type.</param>
    /// <param name="condition">The zone's condition.</param>
    /// <param name="isWritten">Whether anything was written, or accepted to be, since the last reset.</param>
    /// <param name="operation">The command.</param>
    public static DriveTransition Apply(ZoneFlavour flavour, ZoneType type, ZoneCondition condition, bool isWritten, DriveOperation operation)
    {
        if (type == ZoneType.Conventional)
        {
            return OfConventional(condition, operation);
        }

        bool isZbc = flavour == ZoneFlavour.Zbc;
        return (condition, operation) switch
        {
            (ZoneCondition.Empty, DriveOperation.Write) => To(ZoneCondition.ImplicitlyOpen),
            (ZoneCondition.Empty, DriveOperation.Open) => To(ZoneCondition.ExplicitlyOpen),
            (ZoneCondition.Empty, DriveOperation.Close) => isZbc ? To(condition) : Refuse(ZoneError.InvalidTransition, condition),
            (ZoneCondition.Empty, DriveOperation.Finish) => To(ZoneCondition.Full, passesThroughOpen: isZbc),
            (ZoneCondition.Empty, DriveOperation.Reset) => To(condition),

            (ZoneCondition.ImplicitlyOpen, DriveOperation.Write) => To(condition),
            (ZoneCondition.ImplicitlyOpen, DriveOperation.Open) => To(ZoneCondition.ExplicitlyOpen),
            (ZoneCondition.ImplicitlyOpen, DriveOperation.Close) => To(AfterClose(isZbc, isWritten)),
            (ZoneCondition.ImplicitlyOpen, DriveOperation.Finish) => To(ZoneCondition.Full),
            (ZoneCondition.ImplicitlyOpen, DriveOperation.Reset) => To(ZoneCondition.Empty),

            (ZoneCondition.ExplicitlyOpen, DriveOperation.Write) => To(condition),
            (ZoneCondition.ExplicitlyOpen, DriveOperation.Open) => To(condition),
            (ZoneCondition.ExplicitlyOpen, DriveOperation.Close) => To(AfterClose(isZbc, isWritten)),
            (ZoneCondition.ExplicitlyOpen, DriveOperation.Finish) => To(ZoneCondition.Full),
            (ZoneCondition.ExplicitlyOpen, DriveOperation.Reset) => To(ZoneCondition.Empty),

            (ZoneCondition.Closed, DriveOperation.Write) => To(ZoneCondition.ImplicitlyOpen),
            (ZoneCondition.Closed, DriveOperation.Open) => To(ZoneCondition.ExplicitlyOpen),
            (ZoneCondition.Closed, DriveOperation.Close) => To(condition),
            (ZoneCondition.Closed, DriveOperation.Finish) => To(ZoneCondition.Full, passesThroughOpen: isZbc),
            (ZoneCondition.Closed, DriveOperation.Reset) => To(ZoneCondition.Empty),

            // A zone that prefers sequential writes takes them anywhere, also when its write pointer is at the end.
            (ZoneCondition.Full, DriveOperation.Write) => type == ZoneType.SequentialWritePreferred ? To(condition) : Refuse(ZoneError.ZoneFull, condition),
            (ZoneCondition.Full, DriveOperation.Open) => isZbc ? To(condition) : Refuse(ZoneError.InvalidTransition, condition),
            (ZoneCondition.Full, DriveOperation.Close) => isZbc ? To(condition) : Refuse(ZoneError.InvalidTransition, condition),
            (ZoneCondition.Full, DriveOperation.Finish) => To(condition),
            (ZoneCondition.Full, DriveOperation.Reset) => To(ZoneCondition.Empty),

            (ZoneCondition.ReadOnly, DriveOperation.Write) => Refuse(ZoneError.ZoneReadOnly, condition),
            (ZoneCondition.ReadOnly, _) => Refuse(ZoneError.InvalidTransition, condition),
            (ZoneCondition.Offline, DriveOperation.Write) => Refuse(ZoneError.ZoneOffline, condition),
            (ZoneCondition.Offline, _) => Refuse(ZoneError.InvalidTransition, condition),

            _ => Refuse(ZoneError.NotSupported, condition),
        };
    }

    /// <summary>Where CLOSE leads: a disk counts a zone without data as Empty again, an SSD keeps its resources.</summary>
    public static ZoneCondition AfterClose(bool isZbc, bool isWritten) =>
        isZbc && !isWritten ? ZoneCondition.Empty : ZoneCondition.Closed;

    private static DriveTransition OfConventional(ZoneCondition condition, DriveOperation operation) => (condition, operation) switch
    {
        (ZoneCondition.ReadOnly, DriveOperation.Write) => Refuse(ZoneError.ZoneReadOnly, condition),
        (ZoneCondition.Offline, DriveOperation.Write) => Refuse(ZoneError.ZoneOffline, condition),
        (_, DriveOperation.Write) => To(condition),
        _ => Refuse(ZoneError.NotSupported, condition),
    };

    private static DriveTransition To(ZoneCondition next, bool passesThroughOpen = false) => new(ZoneError.None, next, passesThroughOpen);

    private static DriveTransition Refuse(ZoneError error, ZoneCondition condition) => new(error, condition);
}
