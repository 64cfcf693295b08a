using ZonedSdk.Backends;
using ZonedSdk.Descriptors;

namespace ZonedSdk.CompilerServices;

/// <summary>Lets a probe see a medium's calls, and make them fail.</summary>
internal sealed class ProbedMedium(IZoneMedium medium, ICommandProbe probe) : IZoneMedium
{
    public MediumZone Load(int zone) => medium.Load(zone);

    public int Store(int zone, MediumZone state) => medium.Store(zone, state);

    public long Read(int zone, long offsetInZone, Span<byte> buffer)
    {
        CommandCall call = new(ZoneCommand.Read, zone, offsetInZone, buffer.Length);
        int code = probe.Before(call);
        return Tell(call, code == 0 ? medium.Read(zone, offsetInZone, buffer) : -code);
    }

    public long Write(int zone, long offsetInZone, ReadOnlySpan<byte> data)
    {
        CommandCall call = new(ZoneCommand.Write, zone, offsetInZone, data.Length);
        int code = probe.Before(call);
        return Tell(call, code == 0 ? medium.Write(zone, offsetInZone, data) : -code);
    }

    public int Reset(int zone)
    {
        CommandCall call = new(ZoneCommand.Reset, zone, 0, 0);
        int code = probe.Before(call);
        return -(int)Tell(call, code == 0 ? -medium.Reset(zone) : -code);
    }

    public int Flush(int zone)
    {
        CommandCall call = new(ZoneCommand.Flush, zone, 0, 0);
        int code = probe.Before(call);
        return -(int)Tell(call, code == 0 ? -medium.Flush(zone) : -code);
    }

    public ZoneError MapError(int code) => medium.MapError(code);

    public void Close() => medium.Close();

    private long Tell(in CommandCall call, long result)
    {
        probe.After(call, result, result >= 0 ? ZoneError.None : medium.MapError((int)-result));
        return result;
    }
}
