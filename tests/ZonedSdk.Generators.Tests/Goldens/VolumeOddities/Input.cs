using System.Threading.Tasks;
using static ZonedSdk.ByteUnits;

public static class Probe
{
    public static string Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task<string> RunAsync()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Outer<int>.@class.CreateEmulated());
        Outer<int>.@class volume = await Outer<int>.@class.OpenAsync(device);
        byte[] block = new byte[4096];
        Outer<int>.@class.eventAddress last;
        await using (Outer<int>.@class.eventLease zone = await volume.@event[2].OpenAsync())
        {
            await zone.AppendAsync(block);
            last = await zone.AppendAsync(block);
        }

        if (last.ZoneIndex != 2 || last.OffsetInZone != 4096 || last.Offset != (2 * 3 * MiB) + 4096 || volume.@event[2].Info.CapacityBytes != 2 * MiB)
        {
            return "odd zone size";
        }

        await volume.Event.ReadAsync(volume.Event[0].At(0), block);
        if (volume.Event[0].At((3 * MiB) - 1).ZoneIndex != 0 || volume.Event[0].At(0).Offset != 4 * 3 * MiB)
        {
            return "read-only region";
        }

        await using ZonedDevice aware = await ZonedDevice.OpenAsync(Aware.CreateEmulated());
        return (await Aware.OpenAsync(aware)).Sequential[0].Info.Type == ZoneType.SequentialWritePreferred ? "ok" : "host-aware";
    }
}

public partial class Outer<T>
{
    [ZonedVolume(ZoneModel.HostManaged, ZoneSize = 3 * MiB, ZoneCapacity = 2 * MiB, ZoneCount = 5, LogicalBlockSize = 512, WriteGranularity = 4096, MaxOpenZones = 2, MaxActiveZones = 3, MaxAppendSize = 64 * KiB, Flavour = ZoneFlavour.Zns, Target = VolumeTarget.Emulated, SerialPattern = "ZN \"540\"*")]
    [ZoneRegion("event", ZoneCount = Rest)]
    [ZoneRegion("Event", ZoneCount = 1, Write = WriteMode.None)]
    internal sealed partial class @class
    {
        private readonly T _unused = default!;

        public override string ToString() => _unused + "";
    }
}

[ZonedVolume(ZoneModel.HostAware, ZoneSize = 1 * MiB, ZoneCount = 4, LogicalBlockSize = 4096, ConventionalZones = 1)]
public sealed partial class Aware;
