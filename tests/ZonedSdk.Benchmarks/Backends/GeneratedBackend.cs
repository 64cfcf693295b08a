using ZonedSdk.Backends;
using ZonedSdk.Descriptors;

namespace ZonedSdk.Benchmarks.Backends;

/// <summary>Zones in memory, behind an adapter that is generated from this table.</summary>
[ZonedBackend("generated")]
[Command(ZoneCommand.Read), Command(ZoneCommand.Write), Command(ZoneCommand.Report), Command(ZoneCommand.Reset)]
[Emulates(ZoneCommand.Append, With = Emulation.WriteAtPointer), Emulates(ZoneCommand.Flush, With = Emulation.Nothing)]
[Emulates(ZoneCommand.Open, With = Emulation.Refuse), Emulates(ZoneCommand.Close, With = Emulation.Refuse), Emulates(ZoneCommand.Finish, With = Emulation.Refuse)]
[MapsError(5, ZoneError.Misaligned)]
internal sealed partial class GeneratedBackend
{
    private readonly BenchmarkMedium _medium;

    public GeneratedBackend(int zoneBytes = BenchmarkMedium.ZoneBytes)
    {
        _medium = new BenchmarkMedium(zoneBytes);
        Start(BenchmarkMedium.ShapeOf(zoneBytes));
    }

    private partial long ReadCore(int zone, long offsetInZone, Span<byte> buffer) => _medium.Read(zone, offsetInZone, buffer);

    private partial long WriteCore(int zone, long offsetInZone, ReadOnlySpan<byte> data) => _medium.Write(zone, offsetInZone, data);

    private partial int ReportCore(int firstZone, Span<ZoneInfo> zones) => _medium.Report(firstZone, zones);

    private partial int ResetCore(int zone) => _medium.Reset(zone);
}
