using ZonedSdk.Backends;
using ZonedSdk.Backends.LinuxBlock;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>A block device of which the kernel is not asked for reports: they are answered with what it said of a zone before. The control to recovery.</summary>
internal sealed class UnreportedDrive(LinuxBlockDrive drive) : IZoneBackend
{
    private readonly Dictionary<int, ZoneInfo> _known = [];

    /// <summary>Whether reports of one zone are answered from memory.</summary>
    public bool Withholds { get; set; }

    public string Name => drive.Name;

    public DeviceIdentity Identity => drive.Identity;

    public Geometry Geometry => drive.Geometry;

    public Limits Limits => drive.Limits;

    public BackendCapabilities Capabilities => drive.Capabilities;

    public void Submit(ZoneRequest request) => drive.Submit(request);

    public void Kick() => drive.Kick();

    public ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken) => drive.ManageAsync(action, zone, cancellationToken);

    public async ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken)
    {
        if (Withholds)
        {
            zones.Span[0] = _known[firstZone];
            return BackendResult.Success(1);
        }

        BackendResult result = await drive.ReportAsync(firstZone, zones, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < result.BytesTransferred; i++)
        {
            _known[firstZone + i] = zones.Span[i];
        }

        return result;
    }

    public ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) => drive.FlushAsync(zone, cancellationToken);

    public ValueTask DisposeAsync() => drive.DisposeAsync();
}
