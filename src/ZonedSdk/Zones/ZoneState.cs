using System.Runtime.InteropServices;
using ZonedSdk.Annotations;
using ZonedSdk.Backends;

namespace ZonedSdk.Zones;

/// <summary>Everything that changes about a zone. Only <see cref="ZoneTransitions"/> changes it, under the zone's lock.</summary>
/// <remarks>
/// Three pointers, <c>Submitted &gt;= Acknowledged &gt;= Durable</c>, all absolute byte offsets: what was handed to the drive, the contiguous completed prefix, what the last flush covered.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal struct ZoneState
{
    /// <summary>The next write goes here: it moves when a write is admitted, in the hope that the write succeeds. Of appends whose places the drive assigns it counts the bytes.</summary>
    [WritePointer]
    public long Submitted;

    /// <summary>All below has completed: the offset of the oldest write that has not, or <see cref="Submitted"/>; while the drive assigns offsets, the end of the prefix that it has filled.</summary>
    public long Acknowledged;

    /// <summary>The highest end of a write whose caller was told "done". Above <see cref="Acknowledged"/> where completions overtake each other.</summary>
    public long ToldEnd;

    public long Durable;

    public uint Epoch;

    /// <summary>Counts resets, so that a read never mixes two lives of the zone.</summary>
    public ulong Incarnation;

    /// <summary>Counts how often a recovery took acknowledged bytes away, so that a flush from before never vouches for what was written there since.</summary>
    public uint Rewinds;

    public ZoneMode Mode;

    public ZoneCondition Condition;

    /// <summary>The zone is read-only, and where its data end was reported.</summary>
    public bool KeepsPointer;

    /// <summary>The resources that the zone occupies, as the pool counts them.</summary>
    public CreditHold Held;

    /// <summary>Resources that were granted to the zone's claim and are not yet used.</summary>
    public CreditHold Granted;

    /// <summary>The claim stands in the pool's queue.</summary>
    public bool AwaitsCredit;

    /// <summary>A management command that timed out may still execute.</summary>
    public bool ManageOutstanding;

    /// <summary>Whether the last reset took effect, or still will, is unknown: nobody reads, for nobody knows which life of the zone he would see. The next report tells, and an empty zone is then no loss.</summary>
    public bool IsResetUnsettled;

    /// <summary>Not admitted, first come first served; management commands wait here too.</summary>
    public RequestList Waiting;

    /// <summary>Admitted, waiting for the one command that an order-enforcing drive may have.</summary>
    public RequestList Queued;

    /// <summary>Handed over and not known dead, in the order of submission.</summary>
    public RequestList InFlight;

    /// <summary>Known dead; their callers hear after the report.</summary>
    public RequestList HeldBack;

    /// <summary>Where the drive assigns offsets: what has completed above <see cref="Acknowledged"/>. Null where it does not.</summary>
    public CompletedRanges? Completed;

    /// <summary>The management command that has the zone to itself.</summary>
    public ZoneRequest? Running;

    /// <summary>Reads at the drive.</summary>
    public int Reads;

    /// <summary>Those of them that were there at the watchdog's last look already, and not at the one before.</summary>
    public int AgingReads;

    /// <summary>Those of them that were there for a whole round of the watchdog. Whether they will ever come back is unknown, so the zone is not reset.</summary>
    public int OverdueReads;

    /// <summary>Counts the watchdog's looks: a read remembers in which round it was admitted.</summary>
    public uint ReadRound;

    public int ReaderLeases;

    /// <summary>The first failure of the present episode.</summary>
    public FailureCause Cause;

    /// <summary>When the zone was last written, in the device's loose clock: the runtime closes the least recently written zone first.</summary>
    public long LastUse;

    /// <summary>Nothing of the zone is at the drive or on its way there.</summary>
    public readonly bool IsQuiet => InFlight.IsEmpty && Queued.IsEmpty;
}
