using ZonedSdk.Testing;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>Where real devices do otherwise than the kit says, and why they may. A case on a list must really differ.</summary>
/// <param name="Outcomes">Cases that fail.</param>
/// <param name="Traces">Cases that pass with another word in their trace than a drive in memory has.</param>
internal sealed record PermittedDifferences(IReadOnlyList<PermittedDifference> Outcomes, IReadOnlyList<PermittedDifference> Traces)
{
    private const string OnlyEio = "Linux answers EIO, whatever a drive refuses a write for.";
    private const string DiesWithEio = "Linux answers EIO to the first who meets a zone that has died. The zone may have died of that command, so it counts as failed; the report says what the zone is, and who comes later is told so.";
    private const string ClosesToEmpty = "null_blk closes an open zone without data to Empty, as a disk does, although it refuses what an SSD refuses.";
    private const string FinishOpens = "null_blk opens a zone before it finishes it, and finds no open resource for that, as a disk does.";
    private const string FinishOpensByChance = "null_blk opens a closed zone before it finishes it, and whether it has a place for that depends on what the other jobs have open just then: seen in up to half of the runs, by a ring and by threads.";
    private const string ClosedByRuntime = "On Linux the runtime closes zones before the disk has to, for the disk may take any: the one that was written least recently.";

    private static readonly PermittedDifference[] s_wordsOfLinux = [new("boundaries: a write that the drive finds off its pointer is refused by the drive", OnlyEio)];

    private static readonly PermittedDifference[] s_mortal =
    [
        new("state machine: zns R1 write *", DiesWithEio),
        new("state machine: zns R1 append *", DiesWithEio),
        new("state machine: zns R1 * !InvalidTransition", DiesWithEio),
        new("state machine: zns O1 write *", DiesWithEio),
        new("state machine: zns O1 append *", DiesWithEio),
        new("state machine: zns O1 * !InvalidTransition", DiesWithEio),
        new("commands: a write to a zone that turned read-only fails", DiesWithEio),
        new("commands: a write to a zone that went offline fails", DiesWithEio),
        new("commands: a read of a zone that went offline fails", DiesWithEio),
        new("commands: a zone that turned read-only cannot be *", DiesWithEio),
        new("commands: a zone that went offline cannot be *", DiesWithEio),
        new("commands: a zone found read-only stays so", DiesWithEio),
        new("commands: a zone found offline stays so", DiesWithEio),
    ];

    private static readonly PermittedDifference[] s_wordsOfMortal =
    [
        new("dying zones: a write to a zone that turned read-only fails and * one", DiesWithEio),
        new("dying zones: a write to a zone that went offline fails and * one", DiesWithEio),
    ];

    /// <summary>Cases that are not run, because now and then the device may do otherwise.</summary>
    public IReadOnlyList<PermittedDifference> LeftOut { get; init; } = [];

    /// <summary>QEMU's NVMe drives.</summary>
    public static PermittedDifferences OfNvme { get; } = new([], s_wordsOfLinux);

    /// <summary>The same past the block layer: they say themselves what they refuse.</summary>
    public static PermittedDifferences OfNvmePassThrough { get; } = new([], []);

    /// <summary>A null_blk as it is, also through others.</summary>
    public static PermittedDifferences OfNullBlock { get; } = new(
        [
            new("state machine: zns X0 close C", ClosesToEmpty),
            new("state machine: zns C0 *", ClosesToEmpty),
            new("commands: an explicitly open empty zone is closed to closed on an SSD", ClosesToEmpty),
            new("commands: a finish of a closed zone needs no open resource on an SSD", FinishOpens),
            new("commands: a finish of an empty zone needs no open resource on an SSD", FinishOpens),
        ],
        s_wordsOfLinux);

    /// <summary>A null_blk behind an NVMe target.</summary>
    public static PermittedDifferences OfNullBlockOverTcp { get; } = OfNullBlock with { LeftOut = [new("load: jobs that share few open zones all come to their end", FinishOpensByChance)] };

    /// <summary>A null_blk that is made to lose zones.</summary>
    public static PermittedDifferences OfMortalNullBlock { get; } = new([.. OfNullBlock.Outcomes, .. s_mortal], [.. s_wordsOfLinux, .. s_wordsOfMortal]);

    /// <summary>A disk of scsi_debug.</summary>
    public static PermittedDifferences OfScsiDebug { get; } = new([new("commands: a write makes a disk close what was opened first", ClosedByRuntime)], s_wordsOfLinux);

    /// <summary>A mount of zonefs, which says EINVAL where a write is off its pointer.</summary>
    public static PermittedDifferences OfZoneFs { get; } = new([], []);
}
