using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Testing;

/// <summary>Makes things happen to a drive that no command asked for. What <see cref="Supported"/> does not name is not called.</summary>
/// <remarks>A drive with a <see cref="FaultPlan"/>, as every described backend over a medium has one (<see cref="BackendShape.Faults"/>), gives that, and the default members do the rest of it.</remarks>
public interface IFaultInjector
{
    /// <summary>What this drive can be made to suffer.</summary>
    DriveFaults Supported { get; }

    /// <summary>The plan that bends the drive, kept when it is opened again; null where there is none.</summary>
    FaultPlan? Plan => null;

    /// <summary>The next write of a zone fails with EIO.</summary>
    /// <param name="zone">Zone index.</param>
    /// <param name="landedBlocks">So many of its blocks are on the medium then, and the write pointer behind them.</param>
    void FailWrite(int zone, int landedBlocks) =>
        (Plan ?? throw Unsupported()).Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Zone = zone, LandedBlocks = landedBlocks });

    /// <summary>The device changes a zone's condition by itself.</summary>
    /// <param name="zone">Zone index.</param>
    /// <param name="condition">ReadOnly, Offline or Full.</param>
    void SetCondition(int zone, ZoneCondition condition) => throw Unsupported();

    /// <summary>Moves a zone's write pointer: up, as if somebody else wrote bytes of 0xEE, or down, as if data were lost.</summary>
    /// <param name="zone">Index of a sequential zone.</param>
    /// <param name="offsetInZone">The new write pointer in bytes from the zone's start.</param>
    void MoveWritePointer(int zone, long offsetInZone) => throw Unsupported();

    /// <summary>The device is gone: everything pending or still to come fails.</summary>
    void Disconnect() => throw Unsupported();

    /// <summary>Power is cut while the device is open: what was not flushed is lost. The device is then closed and opened again.</summary>
    void CutPower() => throw Unsupported();

    private static NotSupportedException Unsupported() => new("The injector names this fault as supported and does not implement it.");
}
