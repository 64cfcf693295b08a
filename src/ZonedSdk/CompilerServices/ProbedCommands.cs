using ZonedSdk.Backends;
using ZonedSdk.Descriptors;

namespace ZonedSdk.CompilerServices;

/// <summary>Lets a probe see a command set's calls, and make them fail.</summary>
internal sealed class ProbedCommands(ICommandSet commands, ICommandProbe probe) : ICommandSet
{
    public long Read(int zone, long offsetInZone, Span<byte> buffer)
    {
        CommandCall call = new(ZoneCommand.Read, zone, offsetInZone, buffer.Length);
        int code = probe.Before(call);
        return Tell(call, code == 0 ? commands.Read(zone, offsetInZone, buffer) : -code);
    }

    public long Write(int zone, long offsetInZone, ReadOnlySpan<byte> data)
    {
        CommandCall call = new(ZoneCommand.Write, zone, offsetInZone, data.Length);
        int code = probe.Before(call);
        return Tell(call, code == 0 ? commands.Write(zone, offsetInZone, data) : -code);
    }

    public long Append(int zone, ReadOnlySpan<byte> data)
    {
        CommandCall call = new(ZoneCommand.Append, zone, -1, data.Length);
        int code = probe.Before(call);
        return Tell(call, code == 0 ? commands.Append(zone, data) : -code);
    }

    public int Manage(ZoneAction action, int zone)
    {
        CommandCall call = new(CommandOf(action), zone, 0, 0);
        int code = probe.Before(call);
        return -(int)Tell(call, code == 0 ? -commands.Manage(action, zone) : -code);
    }

    public int Report(int firstZone, Span<ZoneInfo> zones)
    {
        CommandCall call = new(ZoneCommand.Report, firstZone, 0, zones.Length);
        int code = probe.Before(call);
        return (int)Tell(call, code == 0 ? commands.Report(firstZone, zones) : -code);
    }

    public int ReportCached(int firstZone, Span<ZoneInfo> zones)
    {
        CommandCall call = new(ZoneCommand.Report, firstZone, 0, zones.Length);
        int code = probe.Before(call);
        return (int)Tell(call, code == 0 ? commands.ReportCached(firstZone, zones) : -code);
    }

    public int TakeChanged(Span<int> zones)
    {
        CommandCall call = new(ZoneCommand.Report, IZoneBackend.AllZones, 0, zones.Length);
        int code = probe.Before(call);
        return (int)Tell(call, code == 0 ? commands.TakeChanged(zones) : -code);
    }

    public int Flush(int zone)
    {
        CommandCall call = new(ZoneCommand.Flush, zone, 0, 0);
        int code = probe.Before(call);
        return -(int)Tell(call, code == 0 ? -commands.Flush(zone) : -code);
    }

    public ZoneError MapError(int code) => commands.MapError(code);

    public void Close() => commands.Close();

    public static ZoneCommand CommandOf(ZoneAction action) => action switch
    {
        ZoneAction.Open => ZoneCommand.Open,
        ZoneAction.Close => ZoneCommand.Close,
        ZoneAction.Finish => ZoneCommand.Finish,
        _ => ZoneCommand.Reset,
    };

    private long Tell(in CommandCall call, long result)
    {
        probe.After(call, result, result >= 0 ? ZoneError.None : CommandEngine.ErrorOf(commands, (int)-result));
        return result;
    }
}
