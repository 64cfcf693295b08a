using ZonedSdk.Buffers;
using ZonedSdk.Zones;

namespace ZonedSdk.Backends;

/// <content>What the zone keeps of a request. Guarded by the lock of the zone that owns it, from admission to completion.</content>
public sealed partial class ZoneRequest
{
    private RequestOutcome _outcome;
    private bool _isOutcomeUsed;

    // The device's buffer that the caller's memory is part of, until the request is over.
    private DeviceBuffer? _heldBuffer;

    /// <summary>The zone that rented the request, and that is told at completion; null while it is in the pool.</summary>
    internal IRequestOwner? Owner { get; set; }

    internal RequestOperation Operation { get; set; }

    internal RequestStage Stage { get; set; }

    /// <summary>Of a read the memory that the caller gave: one that is clipped at the write pointer submits less of it.</summary>
    internal Memory<byte> CallerBuffer { get; set; }

    /// <summary>Where an explicit recovery leaves what it found.</summary>
    internal RecoveryBox? Recovery { get; set; }

    /// <summary>A close with which a lease ends: where the drive has closed or finished the zone by itself, all it was for is done.</summary>
    internal bool EndsLease { get; set; }

    /// <summary>Where the drive says that it has put an append; -1 where it said nothing.</summary>
    internal long AssignedOffset { get; private set; }

    /// <summary>The zone's epoch at admission: a completion of an older one moves no pointer.</summary>
    internal uint Epoch { get; set; }

    /// <summary>The only epoch in which a resumed write may be admitted; null for all others.</summary>
    internal uint? ExpectedEpoch { get; set; }

    /// <summary>The zone's incarnation at admission: a read that spans a reset is issued again.</summary>
    internal ulong Incarnation { get; set; }

    /// <summary>A read's age: in which round of the zone's watchdog it was admitted.</summary>
    internal uint ReadRound { get; set; }

    /// <summary>A request stands in one list at a time: waiting, queued, in flight, held for the report, or to be finished.</summary>
    internal ZoneRequest? Previous { get; set; }

    internal ZoneRequest? Next { get; set; }

    /// <summary>How it ended, or what is known of that so far.</summary>
    internal ref RequestOutcome Outcome
    {
        get
        {
            _isOutcomeUsed = true;
            return ref _outcome;
        }
    }

    /// <summary>When its wait for admission ends, in the time provider's timestamps; <see cref="long.MaxValue"/> = never.</summary>
    internal long Deadline { get; set; } = long.MaxValue;

    /// <summary>A reset that fails waiting writes instead of waiting for them.</summary>
    internal bool Force { get; set; }

    /// <summary>Absolute offset behind the last byte.</summary>
    internal long End => Offset + LengthBytes;

    internal bool IsWrite => Operation is RequestOperation.Write or RequestOperation.Append;

    /// <summary>Operations that need the zone to themselves.</summary>
    internal bool IsExclusive => Operation is RequestOperation.Open or RequestOperation.Close or RequestOperation.Finish or RequestOperation.Reset or RequestOperation.Recover;

    /// <summary>What a device that takes no more writes refuses: all but reads, leases, and the recoveries that may bring it back.</summary>
    internal bool NeedsWritableDevice => IsWrite || (IsExclusive && Operation != RequestOperation.Recover);

    /// <summary>Takes over a hold of the buffer that the caller's memory is part of; null where it is memory of another kind.</summary>
    internal void Hold(DeviceBuffer? buffer)
    {
        // Storing a reference costs more than looking at it, and nearly always there is none.
        if (buffer is not null)
        {
            _heldBuffer = buffer;
        }
    }

    /// <summary>Makes the ticket odd: from here on exactly one completion counts.</summary>
    internal void Arm(IRequestOwner owner)
    {
        // Storing a reference costs more than looking at it.
        if (!ReferenceEquals(Owner, owner))
        {
            Owner = owner;
        }

        Volatile.Write(ref _ticket, _ticket + 1);
    }
}
