using System.Runtime.CompilerServices;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Benchmarks.Backends;

/// <summary>What a memory drive does with its engine, written by hand over the same engine.</summary>
internal sealed class HandWrittenForwarder(MemoryDrive drive) : IZoneBackend
{
    private readonly EmulatedDrive _drive = EngineOf(drive);

    public string Name => _drive.Name;

    public DeviceIdentity Identity => _drive.Identity;

    public Geometry Geometry => _drive.Geometry;

    public Limits Limits => _drive.Limits;

    public BackendCapabilities Capabilities => _drive.Capabilities;

    public void Submit(ZoneRequest request) => _drive.Submit(request);

    public void Kick() => _drive.Kick();

    public ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken) => _drive.ManageAsync(action, zone, cancellationToken);

    public ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken) => _drive.ReportAsync(firstZone, zones, cancellationToken);

    public ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) => _drive.FlushAsync(zone, cancellationToken);

    public ValueTask DisposeAsync() => _drive.DisposeAsync();

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_drive")]
    private static extern ref EmulatedDrive EngineOf(MemoryDrive drive);
}
