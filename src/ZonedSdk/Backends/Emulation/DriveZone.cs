using System.Diagnostics;
using ZonedSdk.Annotations;

namespace ZonedSdk.Backends.Emulation;

/// <summary>What an emulated drive keeps of one zone; made at the zone's first use.</summary>
internal sealed class DriveZone
{
    // Beyond this many, finished commands are left to the collector.
    private const int MaxFreeCommands = 4096;

    // Written under the resources' gate, read under that or the zone's: see DriveResources.
    private volatile ZoneCondition _condition;

    [GuardedBy(nameof(Gate))]
    private DriveCommand? _free;

    [GuardedBy(nameof(Gate))]
    private int _freeCount;

    [GuardedBy(nameof(Gate))]
    private DriveHop? _waiters;

    public DriveZone(int index, ZoneType type, long start, long lengthBytes, long capacityBytes, in StoredZone stored)
    {
        Index = index;
        Type = type;
        Start = start;
        LengthBytes = lengthBytes;
        CapacityBytes = capacityBytes;
        _condition = stored.Condition;
        Incarnation = stored.Incarnation;
        WritePointer = new DeviceWritePointer(stored.DataEndBytes);
        PreferredAcceptedBytes = stored.DataEndBytes;
        OpenNode = new LinkedListNode<DriveZone>(this);
    }

    /// <summary>Comes before the resources' gate and after every lock of the runtime.</summary>
    public Lock Gate { get; } = new();

    public int Index { get; }

    public ZoneType Type { get; }

    public long Start { get; }

    public long LengthBytes { get; }

    public long CapacityBytes { get; }

    /// <summary>Only this type's write pointer is enforced, and only it takes part in the limits.</summary>
    public bool IsSequentialRequired => Type == ZoneType.SequentialWriteRequired;

    public ZoneCondition Condition
    {
        get => _condition;
        set => _condition = value;
    }

    /// <summary>The zone's place among the implicitly open ones; the resources' gate guards it.</summary>
    public LinkedListNode<DriveZone> OpenNode { get; }

    [GuardedBy(nameof(Gate))]
    public DeviceWritePointer WritePointer { get; }

    [GuardedBy(nameof(Gate))]
    public uint Incarnation { get; set; }

    /// <summary>Commands submitted and not ended, reads included.</summary>
    [GuardedBy(nameof(Gate))]
    public int InFlight { get; set; }

    /// <summary>A management command has the zone to itself.</summary>
    [GuardedBy(nameof(Gate))]
    public bool IsManaged { get; private set; }

    /// <summary>The zone is between two lives: its reset is on its way to the medium.</summary>
    [GuardedBy(nameof(Gate))]
    public bool IsResetting { get; set; }

    /// <summary>What the device wanted of the zone while it was reset: a zone that died on the way would be neither in its old life nor in the new one.</summary>
    [GuardedBy(nameof(Gate))]
    public ZoneCondition? ConditionAfterReset { get; set; }

    /// <summary>Some thread delivers completions in order; others leave theirs to it.</summary>
    [GuardedBy(nameof(Gate))]
    public bool IsDelivering { get; set; }

    /// <summary>A drive that enforces order executes a command of this zone right now.</summary>
    [GuardedBy(nameof(Gate))]
    public bool IsBusy { get; set; }

    /// <summary>Writes that reached a drive that enforces order while it executed another one of this zone.</summary>
    [GuardedBy(nameof(Gate))]
    public CommandList Deferred { get; } = new();

    /// <summary>Reads that met a management command.</summary>
    [GuardedBy(nameof(Gate))]
    public CommandList Parked { get; } = new();

    /// <summary>Where the next write is sequential in a zone that prefers it so; such a zone has no order to keep.</summary>
    [GuardedBy(nameof(Gate))]
    public long PreferredAcceptedBytes { get; set; }

    [GuardedBy(nameof(Gate))]
    public bool NonSequential { get; set; }

    [GuardedBy(nameof(Gate))]
    public bool ResetRecommended { get; set; }

    [GuardedBy(nameof(Gate))]
    public bool FinishRecommended { get; set; }

    /// <summary>The zone descriptor extension (ZNS); null where none is set.</summary>
    [GuardedBy(nameof(Gate))]
    public byte[]? Extension { get; set; }

    /// <summary>Where the bytes end that reads can see.</summary>
    [RequiresLock(nameof(Gate))]
    public long DataEndLocked() => Type == ZoneType.Conventional ? CapacityBytes : WritePointer.CompletedBytes;

    /// <summary>The state as it may be stored: open conditions do not outlive the drive's power.</summary>
    [RequiresLock(nameof(Gate))]
    public StoredZone StoreLocked()
    {
        long dataEnd = WritePointer.CompletedBytes;
        ZoneCondition condition = Condition;
        if (DriveRules.IsActive(condition))
        {
            condition = dataEnd > 0 || Extension is not null ? ZoneCondition.Closed : ZoneCondition.Empty;
        }

        return new StoredZone(dataEnd, condition, Incarnation);
    }

    [RequiresLock(nameof(Gate))]
    public DriveCommand RentLocked(EmulatedDrive drive)
    {
        DriveCommand? command = _free;
        if (command is null)
        {
            return new DriveCommand(drive, this);
        }

        _free = command.NextInZone;
        _freeCount--;
        command.NextInZone = null;
        return command;
    }

    [RequiresLock(nameof(Gate))]
    public void ReturnLocked(DriveCommand command)
    {
        command.Clear();
        if (_freeCount < MaxFreeCommands)
        {
            command.NextInZone = _free;
            _free = command;
            _freeCount++;
        }
    }

    /// <summary>Gives a management command the zone to itself, or lets it wait until the zone is at rest.</summary>
    public bool TryEnter(DriveHop hop)
    {
        lock (Gate)
        {
            if (InFlight == 0 && !IsManaged)
            {
                IsManaged = true;
                return true;
            }

            DriveHop? last = _waiters;
            while (last?.NextWaiter is { } next)
            {
                last = next;
            }

            if (last is null)
            {
                _waiters = hop;
            }
            else
            {
                last.NextWaiter = hop;
            }

            return false;
        }
    }

    /// <summary>Ends the exclusive use that <see cref="TryEnter"/> gave.</summary>
    [RequiresLock(nameof(Gate))]
    public void LeaveLocked()
    {
        Debug.Assert(IsManaged, "Only who entered leaves.");
        IsManaged = false;
    }

    /// <summary>The next management command, if the zone is at rest now; it has to be posted.</summary>
    [RequiresLock(nameof(Gate))]
    public DriveHop? TakeWaiterLocked()
    {
        if (_waiters is null || InFlight != 0 || IsManaged)
        {
            return null;
        }

        DriveHop hop = _waiters;
        _waiters = hop.NextWaiter;
        hop.NextWaiter = null;
        return hop;
    }
}
