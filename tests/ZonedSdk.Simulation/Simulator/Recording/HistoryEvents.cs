using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>One thing that happened. The checker sees nothing but these.</summary>
internal abstract record HistoryEvent
{
    public long Time { get; set; }
}

/// <summary>A client called.</summary>
internal sealed record Called(Operation Operation) : HistoryEvent
{
    public override string ToString() => $"call    {Operation}";
}

/// <summary>A client was told how its call ended.</summary>
internal sealed record Returned(Operation Operation, Outcome Outcome) : HistoryEvent
{
    public override string ToString() =>
        $"return  {Operation}: {Outcome}{(Operation.Content.Length > 0 ? $" [{string.Join(' ', Operation.Content)}]" : "")}";
}

/// <summary>A command was handed over to the drive.</summary>
internal sealed record Submitted(CommandRecord Command) : HistoryEvent
{
    public override string ToString() => $"submit  {Command}{(Command.IsWrite ? $" [{string.Join(' ', Command.Blocks)}]" : "")}{(Command.Fault is { } f ? $" fault {f.Effect} {f.LandedBlocks}" : "")}";
}

/// <summary>The runtime is being told that a command has ended.</summary>
internal sealed record Completed(CommandRecord Command, BackendResult Result, TimeSpan Age) : HistoryEvent
{
    public override string ToString() => $"end     {Command}: {Result.Error} {Result.BytesTransferred}";
}

/// <summary>A management command went to the drive.</summary>
internal sealed record ManageBegan(long Id, ZoneAction Action, int Zone) : HistoryEvent
{
    public override string ToString() => $"manage  m{Id} {Action} z{Zone}";
}

/// <summary>The runtime is being told that a management command has ended.</summary>
internal sealed record ManageEnded(long Id, ZoneAction Action, int Zone, BackendResult Result, FaultEffect? Fault) : HistoryEvent
{
    public override string ToString() => $"managed m{Id} {Action} z{Zone}: {Result.Error}{(Fault is { } f ? $" fault {f}" : "")}";
}

/// <summary>A report was asked for: for one zone's recovery, or for somebody's list.</summary>
internal sealed record ReportBegan(long Id, int First, int Count, bool IsListing) : HistoryEvent
{
    public override string ToString() => $"report  r{Id} z{First}+{Count}{(IsListing ? " listing" : "")}";
}

/// <summary>What a report said, and what was true.</summary>
internal sealed record ReportEnded(long Id, int First, int Count, bool IsListing, BackendResult Result, ZoneInfo[] Told, ZoneInfo[] Truth, TimeSpan Age) : HistoryEvent
{
    /// <summary>One zone, as asked, and exactly what the drive has.</summary>
    public bool IsTruthful => Result.IsSuccess && Result.BytesTransferred == Told.Length && Told.Length > 0 && Told.AsSpan().SequenceEqual(Truth);

    public override string ToString() =>
        $"told    r{Id} z{First}: {Result.Error} {Result.BytesTransferred}{string.Concat(Told.Select(t => $" {t.Condition}@{t.WritePointer}"))}{(Result.IsSuccess && !IsTruthful ? " LIE" : "")}";
}

/// <summary>A flush went to the drive.</summary>
internal sealed record FlushBegan(long Id, int Zone) : HistoryEvent
{
    public override string ToString() => $"flush   f{Id} z{Zone}";
}

/// <summary>The runtime is being told that a flush has ended.</summary>
internal sealed record FlushEnded(long Id, int Zone, BackendResult Result, FaultEffect? Fault) : HistoryEvent
{
    public override string ToString() => $"flushed f{Id} z{Zone}: {Result.Error}{(Fault is { } f ? $" fault {f}" : "")}";
}

internal enum ChangeCause
{
    Command,
    Interference,
    PowerCut,
}

/// <summary>The drive itself moved a zone, for whatever reason.</summary>
/// <param name="Before">As it was.</param>
/// <param name="After">As it is.</param>
/// <param name="Life">How often the zone was reset so far.</param>
/// <param name="Cause">Why.</param>
internal sealed record ZoneMoved(ZoneInfo Before, ZoneInfo After, int Life, ChangeCause Cause) : HistoryEvent
{
    public bool IsNewLife { get; init; }

    public override string ToString() => $"drive   z{After.Index} {Before.Condition}@{Before.WritePointer} -> {After.Condition}@{After.WritePointer} life {Life}{(Cause == ChangeCause.Command ? "" : $" {Cause}")}";
}

/// <summary>How many zones are open and active at the drive.</summary>
internal sealed record Occupied(int Open, int Active) : HistoryEvent
{
    public override string ToString() => $"drive   open {Open} active {Active}";
}

/// <summary>The runtime's own view of a zone changed.</summary>
internal sealed record StatusChanged(ZoneStatus Status) : HistoryEvent
{
    public override string ToString() =>
        $"status  z{Status.Zone} {Status.Submitted}/{Status.Acknowledged}/{Status.Durable} epoch {Status.Epoch} life {Status.Incarnation} flying {Status.InFlight} waiting {Status.Waiting}{(Status.IsFaulted ? " FAULTED" : "")}";
}

/// <summary>The device told its owner something.</summary>
internal sealed record Told(ZoneEventKind Kind, int Zone, long Start, long End) : HistoryEvent
{
    public override string ToString() => $"event   {Kind} z{Zone} {Start}..{End}";
}

/// <summary>The simulator did something to drive or time.</summary>
internal sealed record Interfered(string What, int Zone) : HistoryEvent
{
    public override string ToString() => $"world   {What}{(Zone >= 0 ? $" z{Zone}" : "")}";
}

/// <summary>The power went.</summary>
internal sealed record PowerCut : HistoryEvent
{
    public override string ToString() => "POWER CUT";
}

/// <summary>A device was opened.</summary>
internal sealed record Opened(int Generation, ZoneInfo[] Zones) : HistoryEvent
{
    public override string ToString() => $"OPENED {Generation}{string.Concat(Zones.Select(z => $" {z.Condition}@{z.WritePointer}"))}";
}

/// <summary>Nothing is under way: runtime and drive side by side.</summary>
internal sealed record AtRest(ZoneStatus[] Runtime, ZoneInfo[] RuntimeInfo, ZoneInfo[] Drive, bool IsRecovered) : HistoryEvent
{
    public override string ToString() => $"AT REST{(IsRecovered ? " recovered" : "")}";
}

/// <summary>A buffer changed after its operation had ended.</summary>
internal sealed record BufferTouched(Operation Operation) : HistoryEvent
{
    public override string ToString() => $"TOUCHED {Operation}";
}

/// <summary>A completion for a command that had ended was not ignored.</summary>
internal sealed record DuplicateAccepted(CommandRecord Command) : HistoryEvent
{
    public override string ToString() => $"DUPLICATE {Command}";
}

/// <summary>Runtime or client code ran on a thread that is not the world's.</summary>
internal sealed record StrayThread(string Where) : HistoryEvent
{
    public override string ToString() => $"STRAY {Where}";
}
