using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>A drive that a world can own: it does nothing by itself, it can be looked at past every command, and its power can go.</summary>
internal abstract class SimDrive
{
    public abstract IZoneBackend Backend { get; }

    public Geometry Geometry => Backend.Geometry;

    public abstract int StepCount { get; }

    public abstract int HungCount { get; }

    public abstract int OpenZoneCount { get; }

    public abstract int ActiveZoneCount { get; }

    /// <summary>The drive of a scenario, new and empty.</summary>
    public static SimDrive Create(Scenario scenario, FaultPlan faults, TimeProvider time) => scenario.IsImage
        ? ImageSimDrive.Make(scenario, faults, time)
        : new MemorySimDrive(new MemoryDrive(scenario.Drive with { Faults = faults, TimeProvider = time }), scenario.Drive, time);

    public abstract DriveStep DescribeStep(int index);

    public abstract void Step(int index);

    public abstract void ReleaseHung();

    public abstract ZoneInfo Inspect(int zone);

    public abstract void CloseByDevice(int zone);

    public abstract void SetCondition(int zone, ZoneCondition condition);

    /// <summary>Moves the write pointer behind everybody's back, to an offset within the zone.</summary>
    public abstract void MoveWritePointer(int zone, long offsetInZone);

    /// <summary>Cuts the power; a seed chooses what survives of what was not flushed.</summary>
    public abstract void PowerCut(int seed);

    /// <summary>Switches on a drive over what is left of this one.</summary>
    public abstract SimDrive Reopen(FaultPlan faults);

    /// <summary>From now on the medium itself may fail, too.</summary>
    public virtual void ArmMedium(SimRandom random)
    {
    }

    /// <summary>From now on the medium is well.</summary>
    public virtual void DisarmMedium()
    {
    }
}
