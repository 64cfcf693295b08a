using System.Threading.Tasks;

public static class Probe
{
    public static string Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task<string> RunAsync()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Captured.CreateEmulated());
        Captured volume = await Captured.OpenAsync(device);
        if (device.Limits is not { MaxOpenZones: 3, MaxActiveZones: 5, MaxAppendBytes: 131072 } || device.Geometry.BlockSizeBytes != 4096)
        {
            return "limits";
        }

        byte[] block = new byte[4096];
        await volume.Conventional[0].WriteAtAsync(4096, block);
        await using Captured.SequentialLease lease = await volume.Sequential.OpenAsync();
        Captured.SequentialAddress address = await lease.AppendAsync(block);
        if (address.Offset != 2 * Captured.ZoneSizeBytes)
        {
            return "address";
        }

        await using ZonedDevice other = await ZonedDevice.OpenAsync(Described.CreateEmulated());
        Described described = await Described.OpenAsync(other);
        await using Described.JournalLease journal = await described.Journal[1].OpenAsync();
        await journal.WriteAsync(journal.WritePointer, block);
        return Described.JournalRegion.MaxOpenZones == 1 && Described.DataRegion.ZoneCount == 5 ? "ok" : "regions";
    }
}

[ZonedVolume(FromFile = "captured.zoned.json")]
public sealed partial class Captured;

[ZonedVolume(FromFile = "described.zoned.json")]
public sealed partial class Described;
