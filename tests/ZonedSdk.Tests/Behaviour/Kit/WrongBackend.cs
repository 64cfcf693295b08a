using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>A memory drive that is right except in one thing: what the suite must find out.</summary>
internal sealed class WrongBackend(MemoryDrive drive) : IZoneBackend
{
    public string Name => drive.Name;

    public DeviceIdentity Identity => drive.Identity;

    public Geometry Geometry => drive.Geometry;

    public Limits Limits { get; init; } = drive.Limits;

    public BackendCapabilities Capabilities => drive.Capabilities;

    /// <summary>Commands that are said to have succeeded and are not executed.</summary>
    public Func<ZoneAction, bool> Ignores { get; init; } = static _ => false;

    /// <summary>What a report says of a zone instead of the truth.</summary>
    public Func<ZoneInfo, ZoneInfo> Reports { get; init; } = static zone => zone;

    /// <summary>From which zone a report really begins.</summary>
    public Func<int, int> BeginsAt { get; init; } = static zone => zone;

    /// <summary>A flush says that all is well and does nothing.</summary>
    public bool IgnoresFlushes { get; init; }

    public void Submit(ZoneRequest request) => drive.Submit(request);

    public void Kick() => drive.Kick();

    public ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken) =>
        Ignores(action) ? ValueTask.FromResult(BackendResult.Success()) : drive.ManageAsync(action, zone, cancellationToken);

    public async ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken)
    {
        BackendResult result = await drive.ReportAsync(BeginsAt(firstZone), zones, cancellationToken);
        for (int i = 0; i < result.BytesTransferred; i++)
        {
            zones.Span[i] = Reports(zones.Span[i]);
        }

        return result;
    }

    public ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) =>
        IgnoresFlushes ? ValueTask.FromResult(BackendResult.Success()) : drive.FlushAsync(zone, cancellationToken);

    public ValueTask DisposeAsync() => drive.DisposeAsync();
}
