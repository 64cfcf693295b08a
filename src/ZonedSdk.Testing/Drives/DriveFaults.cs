namespace ZonedSdk.Testing;

/// <summary>What can be made to happen to a drive.</summary>
[Flags]
public enum DriveFaults
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A write fails with nothing of it on the medium: <see cref="IFaultInjector.FailWrite"/> with 0 blocks.</summary>
    FailWrite = 1,

    /// <summary>A write fails with some of its blocks on the medium, and the write pointer behind them: <see cref="IFaultInjector.FailWrite"/> with any number.</summary>
    FailWritePartly = 2,

    /// <summary>A zone turns read-only: <see cref="IFaultInjector.SetCondition"/>.</summary>
    ReadOnlyZone = 4,

    /// <summary>A zone goes offline: <see cref="IFaultInjector.SetCondition"/>.</summary>
    OfflineZone = 8,

    /// <summary>The device finishes a zone by itself: <see cref="IFaultInjector.SetCondition"/>.</summary>
    FinishZone = 16,

    /// <summary>A write pointer moves behind everybody's back: <see cref="IFaultInjector.MoveWritePointer"/>.</summary>
    MoveWritePointer = 32,

    /// <summary>The device is gone: <see cref="IFaultInjector.Disconnect"/>.</summary>
    Disconnect = 64,

    /// <summary>Power is cut: <see cref="IFaultInjector.CutPower"/>.</summary>
    CutPower = 128,

    /// <summary>Whatever a <see cref="Backends.Faults.FaultPlan"/> can do: <see cref="IFaultInjector.Plan"/>.</summary>
    Plan = 256,
}
