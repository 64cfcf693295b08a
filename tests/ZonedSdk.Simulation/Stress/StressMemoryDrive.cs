using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Simulation.Simulator;

namespace ZonedSdk.Simulation.Stress;

/// <summary>A drive in memory with a volatile cache. Whoever closes it pulls the plug: only the flushes count.</summary>
/// <param name="enforcesOrder">One write of a zone at a time.</param>
/// <param name="keepsNothing">Of what was not flushed nothing survives in the sequential zones; otherwise as much as the seed says.</param>
internal sealed class StressMemoryDrive(bool enforcesOrder, bool keepsNothing = false) : StressDrive(enforcesOrder)
{
    private MemoryDrive? _drive;
    private int _seed;

    public override bool IsFlushFailureFinal => false;

    public override int ReleaseHung() => _drive!.ReleaseHung();

    public override void SetCondition(int zone, ZoneCondition condition)
    {
        switch (condition)
        {
            case ZoneCondition.ReadOnly:
                _drive!.SetReadOnly(zone);
                break;
            case ZoneCondition.Offline:
                _drive!.SetOffline(zone);
                break;
            case ZoneCondition.Full:
                _drive!.FinishByDevice(zone);
                break;
            default:
                _drive!.CloseByDevice(zone);
                break;
        }
    }

    public override void MoveWritePointer(int zone, long offsetInZone) => _drive!.MoveWritePointer(zone, offsetInZone);

    public override ZoneInfo Inspect(int zone) => _drive!.Inspect(zone);

    public override void Crash(int seed) => Cut(_drive!, seed);

    protected override Task<IZoneBackend> OpenAsync(FaultPlan faults)
    {
        var options = new MemoryDriveOptions
        {
            BlockSizeBytes = Stamp.BlockBytes,
            ZoneSizeBytes = ZoneBytes,
            SizeBytes = Zones * ZoneBytes,
            ConventionalZones = ConventionalZones,
            Limits = new Limits { MaxOpenZones = MaxOpenZones, MaxActiveZones = MaxActiveZones },
            Flavour = ZoneFlavour.Zns,
            EnforcesOrder = EnforcesOrder,
            Scheduling = MemoryDriveScheduling.Workers,
            Faults = faults,
        };
        _seed = faults.Seed;
        _drive = _drive is null ? new MemoryDrive(options) : _drive.Reopen(options);
        return Task.FromResult<IZoneBackend>(new Plug(this, _drive, _seed));
    }

    private void Cut(MemoryDrive drive, int seed)
    {
        if (keepsNothing)
        {
            drive.PowerCut(static zone => zone.FlushedBytes);
        }
        else
        {
            drive.PowerCut(seed);
        }
    }

    private sealed class Plug(StressMemoryDrive owner, MemoryDrive drive, int seed) : IZoneBackend
    {
        public string Name => drive.Name;

        public DeviceIdentity Identity => drive.Identity;

        public Geometry Geometry => drive.Geometry;

        public Limits Limits => drive.Limits;

        public BackendCapabilities Capabilities => drive.Capabilities;

        public void Submit(ZoneRequest request) => drive.Submit(request);

        public void Kick() => drive.Kick();

        public ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken) => drive.ManageAsync(action, zone, cancellationToken);

        public ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken) => drive.ReportAsync(firstZone, zones, cancellationToken);

        public ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) => drive.FlushAsync(zone, cancellationToken);

        public ValueTask DisposeAsync()
        {
            try
            {
                owner.Cut(drive, seed);
            }
            catch (InvalidOperationException)
            {
                // It was off already.
            }

            return drive.DisposeAsync();
        }
    }
}
