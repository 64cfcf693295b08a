using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Simulation.Simulator;

namespace ZonedSdk.Simulation.Stress;

/// <summary>What the stress runs on. Switched on for one round after the other; what survives a round is the next one's beginning.</summary>
internal abstract class StressDrive(bool enforcesOrder)
{
    public const int ConventionalZones = 1;
    public const int Zones = 8;
    public const int ZoneBlocks = 1024;
    public const int MaxOpenZones = 3;
    protected const int MaxActiveZones = 5;
    protected const long ZoneBytes = ZoneBlocks * (long)Stamp.BlockBytes;

    protected bool EnforcesOrder => enforcesOrder;

    /// <summary>What goes wrong in this round.</summary>
    public FaultPlan Faults { get; private set; } = new(0);

    /// <summary>The drive without the runtime, for those who go behind its back.</summary>
    public IZoneBackend Backend { get; private set; } = null!;

    /// <summary>A failed flush is final here.</summary>
    public abstract bool IsFlushFailureFinal { get; }

    /// <summary>Switches the drive on.</summary>
    public async Task<IZoneBackend> StartAsync(int seed)
    {
        Faults = new FaultPlan(seed);
        return Backend = await OpenAsync(Faults);
    }

    /// <summary>Lets go on what a fault holds back.</summary>
    public abstract int ReleaseHung();

    /// <summary>The drive changes a zone by itself.</summary>
    public abstract void SetCondition(int zone, ZoneCondition condition);

    /// <summary>Somebody else moves a zone's write pointer.</summary>
    public abstract void MoveWritePointer(int zone, long offsetInZone);

    /// <summary>Where the drive has a zone.</summary>
    public abstract ZoneInfo Inspect(int zone);

    /// <summary>All that was not flushed may be gone, and all commands fail.</summary>
    public abstract void Crash(int seed);

    protected abstract Task<IZoneBackend> OpenAsync(FaultPlan faults);
}
