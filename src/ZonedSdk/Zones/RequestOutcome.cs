namespace ZonedSdk.Zones;

/// <summary>How a request ended, as the transitions leave it; the shell turns it into a result or an exception outside the lock.</summary>
internal struct RequestOutcome
{
    /// <summary>Stands for a number of landed bytes that nobody knows.</summary>
    public const long UnknownLanded = -1;

    public ZoneError Error;
    public int Errno;

    /// <summary>Bytes of a failed write that are on the medium, 0 to its length, or <see cref="UnknownLanded"/>.</summary>
    public long LandedBytes;

    /// <summary>The zone's submitted write pointer when the outcome became final.</summary>
    public long WritePointer;

    public ZoneCondition Condition;
    public uint Epoch;

    /// <summary>What failed first in this episode; its error is None where this request is itself the cause.</summary>
    public FailureCause Cause;

    /// <summary>Failed with others in one command that gave no count: only the report tells which member is the cause.</summary>
    public bool OfUncountedBatch;

    /// <summary>Admitted and never handed to the drive: nothing of it can be on the medium, wherever the pointer stands.</summary>
    public bool WasNeverIssued;

    /// <summary>Its wait for admission ended without it, or it was refused at once: no offset was ever promised.</summary>
    public bool WasNeverAdmitted;

    /// <summary>The drive refused it as off its write pointer: beyond <see cref="LandedBytes"/> nothing of it was written, so what stands in its range is somebody else's.</summary>
    public bool WasRefused;

    /// <summary>What the recovery found besides the error: a foreign writer, lost data; None where all was as expected.</summary>
    public ZoneError Finding;

    public long FindingStart;
    public long FindingEnd;
}
