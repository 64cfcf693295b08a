using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

internal enum CommandStage : byte
{
    Issued,
    Executed,

    /// <summary>The emulated drive has moved its pointer over it; the runtime has not heard yet.</summary>
    Acknowledged,
}

internal enum FlushStage : byte
{
    None,
    Started,
    HalfDone,
    Done,
}

internal enum ReadStage : byte
{
    None,
    Issued,
    HalfDone,
    Done,
}

internal enum ManageStage : byte
{
    None,
    Issued,
    Executed,
}

/// <summary>A write command at the drive.</summary>
internal struct Command
{
    public byte Slot;
    public byte Offset;
    public byte Length;
    public byte Count;
    public CommandStage Stage;
    public ZoneError Error;

    /// <summary>An append whose place the drive chooses when it executes it.</summary>
    public bool IsAppend;

    /// <summary>The zone was reset since it was submitted: if it still lands, it lands in the wrong life.</summary>
    public bool Stale;
}

/// <summary>One zone: the runtime's state of it, the drive's state of it, and what clients were told about it.</summary>
internal sealed class ModelZone(Model model, int index)
{
    public readonly int Index = index;

    public readonly ZoneBounds B = new()
    {
        Start = index * 16,
        End = (index * 16) + model.Capacity,
        Limit = (index * 16) + 16,
        BlockSizeBytes = 1,
        Type = model.Type,
        EnforcesOrder = model.EnforcesOrder,
        MaxTransferBytes = model.MaxTransfer,
        MaxAppendsInFlight = model.NativeAppends,
        ErrorPolicy = model.Policy,
    };

    public ZoneState S;

    /// <summary>Of the runtime's state what lies outside it.</summary>
    public readonly CompletedRanges? Completed = model.NativeAppends > 0 ? new CompletedRanges(model.NativeAppends) : null;

    /// <summary>The drive's own write pointer, relative to the zone's start, as everything of the drive here.</summary>
    public int Pointer;
    public ZoneCondition Condition;

    /// <summary>The pointer that survives a power cut.</summary>
    public int Flushed;

    /// <summary>The data that survive a power cut.</summary>
    public int DataFlushed;

    /// <summary>Who wrote each block: 0 nobody, otherwise a tag.</summary>
    public readonly byte[] Blocks = new byte[model.Capacity];

    /// <summary>The tag whose writer was told that the block is his; 0 none.</summary>
    public readonly byte[] Told = new byte[model.Capacity];

    /// <summary>A reset was executed, and the runtime does not know yet.</summary>
    public bool Unlearned;

    /// <summary>The device changed something by itself, and the runtime does not know yet.</summary>
    public bool Disturbed;

    /// <summary>The runtime's pointer is not the drive's, and the runtime cannot know: a report lied, or somebody else wrote.</summary>
    public bool Astray;

    public readonly Command[] Commands = new Command[World.MaxRequests];
    public int CommandCount;

    /// <summary>Control only: offsets assigned, not yet handed over.</summary>
    public readonly List<ZoneRequest> Limbo = [];

    public ManageStage Manage;
    public RequestOperation ManageOperation;
    public ZoneError ManageError;

    public bool ReportAsked;

    /// <summary>Control only: the pointer and condition that were reported before the drain; -1 none.</summary>
    public int EarlyPointer = -1;
    public ZoneCondition EarlyCondition;

    public FlushStage Flush;
    public FlushMark FlushMark;

    public readonly CreditClaim Claim = new(index);

    /// <summary>The pool granted the claim; the zone was not told yet.</summary>
    public bool GrantOnItsWay;

    public int Leases;

    // As they were before the step, for what must not change within one.
    public long SubmittedBefore;
    public ZoneMode ModeBefore;

    public ZoneInfo Info(int pointer, ZoneCondition condition) => new()
    {
        Index = Index,
        Type = B.Type,
        Condition = condition,
        Start = B.Start,
        LengthBytes = B.Limit - B.Start,
        CapacityBytes = B.End - B.Start,
        WritePointer = B.Start + pointer,
    };

    public bool IsDriveBusy => CommandCount > 0 || Manage != ManageStage.None || Limbo.Count > 0;

    public void RemoveCommand(int index)
    {
        CommandCount--;
        Array.Copy(Commands, index + 1, Commands, index, CommandCount - index);
    }

    /// <summary>Behind the last block whose writer was told that it is his.</summary>
    public int ToldEnd => Array.FindLastIndex(Told, told => told != 0) + 1;

    // What is not written when a zone is finished is filled, so that everything below the pointer is of this life.
    public void FillUp()
    {
        Pointer = Blocks.Length;
        Condition = ZoneCondition.Full;
        for (int i = 0; i < Blocks.Length; i++)
        {
            Blocks[i] = Blocks[i] == 0 ? World.Filler : Blocks[i];
        }
    }

    public void MoveTo(int pointer)
    {
        Pointer = pointer;
        if (pointer == B.End - B.Start)
        {
            Condition = ZoneCondition.Full;
        }
        else if (Condition != ZoneCondition.ExplicitlyOpen)
        {
            Condition = ZoneCondition.ImplicitlyOpen;
        }
    }
}

/// <summary>What a flush that runs will cover.</summary>
internal struct FlushMark
{
    public long Acknowledged;
    public bool SameLife;
    public bool NoRewind;
}
