using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>
/// A drive whose behaviour is tested through <see cref="ZonedDevice"/>, and what a test needs of it beyond that: to see it as it is,
/// to make it fail, and to let things happen to it that no command asked for. Whoever writes a backend implements this once and has all the suites.
/// </summary>
internal interface IDeviceUnderTest : IAsyncDisposable
{
    /// <summary>The running drive; the device that is opened on it disposes it.</summary>
    IZoneBackend Backend { get; }

    /// <summary>What goes wrong; empty at first, and kept over <see cref="RestartAsync"/>.</summary>
    FaultPlan Faults { get; }

    /// <summary>Open and active zones, as the drive counts them.</summary>
    (int Open, int Active) Counts { get; }

    /// <summary>A zone as the drive itself has it, past every command.</summary>
    ZoneInfo Inspect(int zone);

    /// <summary>Moves a zone's write pointer behind everybody's back: up as a foreign writer does, or down as if data were lost.</summary>
    void MoveWritePointer(int zone, long offsetInZone);

    /// <summary>The device changes a zone's condition by itself.</summary>
    void SetCondition(int zone, ZoneCondition condition);

    /// <summary>The device closes an open zone by itself.</summary>
    void CloseByDevice(int zone);

    /// <summary>The device is gone.</summary>
    void Disconnect();

    /// <summary>Lets commands and completions go on that a fault holds back.</summary>
    int ReleaseHung();

    /// <summary>Switches the drive on again over the same medium, after its backend was disposed.</summary>
    ValueTask RestartAsync();
}
