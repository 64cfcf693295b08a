using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ZonedSdk.Backends;
using ZonedSdk.Layouts;

public static class Probe
{
    public static string Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task<string> RunAsync()
    {
        List<string> lines = new();
        CommandFaults faults = new();
        BlockBackend backend = new(new Both(faults, new CommandTrace(lines.Add)));
        if (backend.Name != "block:test" || !backend.Capabilities.EnforcesOrder || backend.Limits.MaxOpenZones != 2 || backend.Limits.MaxTransferBytes != 8192)
        {
            return "table";
        }

        // Seven zones, three in one call, two in the answer: paging goes on until all are there.
        ZoneInfo[] zones = new ZoneInfo[9];
        BackendResult reported = await backend.ReportAsync(1, zones, CancellationToken.None);
        if (!reported.IsSuccess || reported.BytesTransferred != 7 || backend.Reports != 4 || zones[6].Start != 7 * 65536 || zones[6].CapacityBytes != 32768)
        {
            return "report " + reported + " in " + backend.Reports;
        }

        await using ZonedDevice device = await ZonedDevice.OpenAsync(backend);
        byte[] data = new byte[8192];
        new Random(1).NextBytes(data);
        if (await device.AppendAsync(2, data) != 2 * 65536 || await device.AppendAsync(2, data) != (2 * 65536) + 8192)
        {
            return "append";
        }

        byte[] read = new byte[8192];
        await device.ReadAsync((2 * 65536) + 8192, read);
        if (!read.AsSpan().SequenceEqual(data) || device.GetZone(2).Condition != ZoneCondition.ImplicitlyOpen)
        {
            return "read";
        }

        await device.FinishZoneAsync(2);
        await device.ResetZoneAsync(2);
        if (device.GetZone(2).Condition != ZoneCondition.Empty || backend.Calls != "4010128840101283")
        {
            return "manage " + backend.Calls;
        }

        // The code of the system comes up as what the table says of it, with its number.
        faults.Fail(ZoneCommand.Write, 75);
        try
        {
            await device.AppendAsync(3, data);
            return "no error";
        }
        catch (ZonedIOException e) when (e.Errno == 75 && e.Error == ZoneError.TooManyActiveZones)
        {
        }

        bool isTraced = lines.Contains("Write zone 2 +8192 length 8192: 8192") && lines.Contains("Reset zone 2: 0") && lines.Contains("Write zone 3 +0 length 8192: code 75, TooManyActiveZones");
        return isTraced ? "ok" : string.Join("\n", lines);
    }

    private sealed class Both : ICommandProbe
    {
        private readonly ICommandProbe _first;
        private readonly ICommandProbe _second;

        public Both(ICommandProbe first, ICommandProbe second)
        {
            _first = first;
            _second = second;
        }

        public int Before(in CommandCall call) => _first.Before(call);

        public void After(in CommandCall call, long result, ZoneError error) => _second.After(call, result, error);
    }
}

/// <summary>A block device whose kernel stands in this file.</summary>
[ZonedBackend("block", Ordering = WriteOrdering.Required, ClosesImplicitly = true)]
[Command(ZoneCommand.Read), Command(ZoneCommand.Write), Command(ZoneCommand.Flush)]
[Command(ZoneCommand.Open, Ioctl = 0x40101286, Argument = typeof(BlkZoneRange))]
[Command(ZoneCommand.Close, Ioctl = 0x40101287, Argument = typeof(BlkZoneRange))]
[Command(ZoneCommand.Finish, Ioctl = 0x40101288, Argument = typeof(BlkZoneRange))]
[Command(ZoneCommand.Reset, Ioctl = 0x40101283, Argument = typeof(BlkZoneRange))]
[Report(typeof(BlkZoneReport), Ioctl = 0xC0101282, ZonesPerCall = 3)]
[Emulates(ZoneCommand.Append, With = Emulation.WriteAtPointer)]
[Limits(MaxTransferBytes = 8192, MaxOpenZones = 2)]
[MapsError(109, ZoneError.TooManyOpenZones), MapsError(75, ZoneError.TooManyActiveZones), MapsError(19, ZoneError.DeviceGone)]
public sealed partial class BlockBackend
{
    private const int ZoneBytes = 65536;
    private const int CapacityBytes = 32768;
    private readonly byte[] _data = new byte[8 * ZoneBytes];
    private readonly long[] _written = new long[8];
    private readonly ZoneCondition[] _conditions = new ZoneCondition[8];

    public BlockBackend(ICommandProbe probe)
    {
        Array.Fill(_conditions, ZoneCondition.Empty);
        Start(new BackendShape { Name = "block:test", Identity = new DeviceIdentity("b"), Geometry = new Geometry(4096, ZoneBytes, 8 * ZoneBytes), Scheduling = BackendScheduling.Inline, Probe = probe });
    }

    public int Reports { get; private set; }

    public string Calls { get; private set; } = "";

    private partial long ReadCore(int zone, long offset, Span<byte> buffer)
    {
        _data.AsSpan((int)((zone * ZoneBytes) + offset), buffer.Length).CopyTo(buffer);
        return buffer.Length;
    }

    private partial long WriteCore(int zone, long offset, ReadOnlySpan<byte> data)
    {
        if (offset != _written[zone])
        {
            return -5;
        }

        data.CopyTo(_data.AsSpan((int)((zone * ZoneBytes) + offset)));
        _written[zone] += data.Length;
        _conditions[zone] = _written[zone] == CapacityBytes ? ZoneCondition.Full : ZoneCondition.ImplicitlyOpen;
        return data.Length;
    }

    private partial int FlushCore(int zone) => 0;

    private partial int ControlCore(uint request, Span<byte> argument, Span<byte> data) => request == ReportRequest ? Report(argument) : Manage(request, argument);

    private int Report(Span<byte> report)
    {
        Reports++;
        BlkZoneReport header = new(report);
        int first = (int)(header.Start.ToBytes() / ZoneBytes);
        int count = Math.Min(Math.Min((int)header.ZoneCount, 2), 8 - first);
        BlkZoneReport.Writer writer = BlkZoneReport.Write(report);
        writer.ZoneCount = (uint)count;
        writer.Flags = BlkZoneReportFlags.Capacity;
        for (int index = 0; index < count; index++)
        {
            int zone = first + index;
            BlkZone.Writer entry = BlkZone.Write(report.Slice(BlkZoneReport.Size + (index * BlkZone.Size)));
            entry.Start = Sectors512.FromBytes((long)zone * ZoneBytes);
            entry.Length = Sectors512.FromBytes(ZoneBytes);
            entry.Capacity = Sectors512.FromBytes(CapacityBytes);
            entry.WritePointer = Sectors512.FromBytes((zone * ZoneBytes) + _written[zone]);
            entry.Type = ZoneType.SequentialWriteRequired;
            entry.Condition = _conditions[zone];
        }

        return 0;
    }

    private int Manage(uint request, Span<byte> argument)
    {
        Calls += request.ToString("X8", null);
        BlkZoneRange range = new(argument);
        if (range.Length.ToBytes() != ZoneBytes)
        {
            return 22;
        }

        int zone = (int)(range.Start.ToBytes() / ZoneBytes);
        _written[zone] = request == ResetRequest ? 0 : _written[zone];
        _conditions[zone] = request == ResetRequest ? ZoneCondition.Empty : request == FinishRequest ? ZoneCondition.Full : request == OpenRequest ? ZoneCondition.ExplicitlyOpen : ZoneCondition.Closed;
        return 0;
    }
}
