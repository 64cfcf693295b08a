using System.Threading;
using System.Threading.Tasks;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Layouts;

public static class Probe
{
    public static string Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task<string> RunAsync()
    {
        // An engine answers for everything but what the class says itself.
        Outer<int>.@class wrapped = new(new MemoryDrive(new MemoryDriveOptions()));
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(wrapped))
        {
            await device.AppendAsync(1, new byte[4096]);
            if (device.Name != "wrapped" || wrapped.Kicks == 0 || wrapped.Geometry.ZoneCount != 16)
            {
                return "engine";
            }
        }

        // A table alone: what the commands look like on the wire.
        byte[] argument = new byte[PassThrough.Size];
        NvmeTable.EncodeReset(argument, 3 << 20, 1 << 20, 4096);
        PassThrough sent = new(argument);
        if (sent.Opcode != 0x79 || sent.Action != 4 || sent.Start.Value != 768)
        {
            return "encoding";
        }

        NvmeTable.EncodeReport(argument, 1 << 20, 2, 4096);
        sent = new(argument);
        if (sent.Opcode != 0x7A || sent.Start.Value != 256 || sent.DataLength.Value != 192 || sent.DataDwords != 47)
        {
            return "report";
        }

        return Decode();
    }

    private static string Decode()
    {
        // A report that announces more than it holds, with an address beyond all devices and a pointer that means nothing.
        byte[] report = new byte[NvmeTable.ReportLength(2)];
        NvmeZoneReport.Write(report).ZoneCount = ulong.MaxValue;
        NvmeZoneDescriptor.Writer first = NvmeZoneDescriptor.Write(report.AsSpan(NvmeZoneReport.Size));
        first.Type = NvmeZoneType.SequentialWriteRequired;
        first.State = NvmeZoneState.Full;
        first.Attributes = NvmeZoneAttributes.ResetRecommended;
        first.Start = new Lba(256);
        first.Capacity = new Lba(200);
        first.WritePointer = new Lba(ulong.MaxValue);
        NvmeZoneDescriptor.Write(report.AsSpan(NvmeZoneReport.Size + NvmeZoneDescriptor.Size)).Start = new Lba(ulong.MaxValue / 2);
        ZoneInfo[] zones = new ZoneInfo[5];
        int count = NvmeTable.DecodeReport(report, new Geometry(4096, 1 << 20, 16 << 20), 1, zones, 4096);
        bool isFirst = zones[0] is { Index: 1, Start: 1 << 20, LengthBytes: 1 << 20, CapacityBytes: 200 * 4096, WritePointer: -1, Condition: ZoneCondition.Full, ResetRecommended: true, FinishRecommended: false };
        if (count != 2 || !isFirst || zones[1].Start != -1 || NvmeTable.DecodeReport(report, new Geometry(4096, 1 << 20, 16 << 20), 1, zones.AsSpan(0, 1), 4096) != 1)
        {
            return "decoding " + zones[0];
        }

        return NvmeTable.MapError(0x1BD) == ZoneError.TooManyActiveZones && NvmeTable.MapError(1) == ZoneError.Io ? "ok" : "errors";
    }
}

public partial class Outer<T>
{
    /// <summary>A name that is a keyword, in a generic type, over an engine that is an interface.</summary>
    [ZonedBackend("a \"quoted\" name */", Engine = nameof(@event))]
    internal sealed partial class @class
    {
        private readonly IZoneBackend @event;
        private int _kicks;

        public @class(IZoneBackend inner) => @event = inner;

        public int Kicks => Volatile.Read(ref _kicks);

        public string Name => "wrapped";

        public void Kick()
        {
            Interlocked.Increment(ref _kicks);
            @event.Kick();
        }
    }
}

/// <summary>The argument of a pass-through command, as far as it is filled in here.</summary>
[BinaryLayout(80, Endian.Little), Reserved(1, 35), Reserved(53, 27)]
public readonly ref partial struct PassThrough
{
    [Field(0)] public partial byte Opcode { get; }

    [Field(36, Width = 4, Unit = Unit.Byte)] public partial Bytes DataLength { get; }

    [Field(40, Unit = Unit.LogicalBlock)] public partial Lba Start { get; }

    [Field(48, Unit = Unit.Count)] public partial uint DataDwords { get; }

    [Field(52)] public partial byte Action { get; }
}

[ZonedBackend("nvme", Flavour = ZoneFlavour.Zns, Ordering = WriteOrdering.Required)]
[Command(ZoneCommand.Append)]
[Command(ZoneCommand.Reset, Ioctl = 0xC0504E48, Argument = typeof(PassThrough), Opcode = 0x79, Action = 4)]
[Report(typeof(NvmeZoneReport), Ioctl = 0xC0504E48, Argument = typeof(PassThrough), Opcode = 0x7A)]
[MapsError(0x1BD, ZoneError.TooManyActiveZones)]
internal static partial class NvmeTable;
