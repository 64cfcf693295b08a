using ZonedSdk.Backends;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>Where a run can be bent, to see whether the checker notices. This one bends nothing.</summary>
internal class Sabotage
{
    public static Sabotage None { get; } = new();

    /// <summary>Whether the drive's faults are kept from the record: to the checker they are bugs of the drive then.</summary>
    public virtual bool HidesFaults => false;

    /// <summary>Puts something between the runtime and the recorded line to the drive.</summary>
    public virtual IZoneBackend Wrap(IZoneBackend recorded, World world) => recorded;

    /// <summary>Changes what a caller is told.</summary>
    public virtual Outcome BendOutcome(Operation operation, Outcome outcome) => outcome;

    /// <summary>Changes what a read brings.</summary>
    public virtual BlockContent[] BendRead(Operation operation, BlockContent[] content) => content;

    /// <summary>Changes a wait for durability.</summary>
    public virtual ValueTask BendWait(ValueTask wait) => wait;

    /// <summary>Changes what the runtime says of a zone.</summary>
    public virtual ZoneStatus BendStatus(ZoneStatus status) => status;

    /// <summary>Whether a caller is told twice.</summary>
    public virtual bool EndsTwice(Operation operation) => false;
}
