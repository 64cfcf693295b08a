using System.IO;
using System.Threading.Tasks;
using ZonedSdk.Backends.Memory;
using static ZonedSdk.ByteUnits;

[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 4 * MiB, ZoneCount = 64, LogicalBlockSize = 4096, ConventionalZones = 4, MaxOpenZones = 16, Fit = VolumeFit.Regions)]
[ZoneRegion("Scratch", ZoneCount = RestConventional)]
[ZoneRegion("Super", ZoneCount = 1, Write = WriteMode.AtWritePointer, MaxOpen = 1)]
[ZoneRegion("Log", ZoneCount = 2, OneIn = 16, MaxOpen = 1)]
[ZoneRegion("Data", ZoneCount = Rest)]
public sealed partial class Portable;

public static class Probe
{
    public static string Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task<string> RunAsync()
    {
        string twin = await OnAsync(Portable.CreateEmulated(), "0+4 4+1 5+4 9+55 open 14");
        string larger = await OnAsync(new MemoryDrive(new MemoryDriveOptions { ZoneSizeBytes = 3 * MiB, ZoneCapacityBytes = 2 * MiB, SizeBytes = 300 * MiB, BlockSizeBytes = 512, Flavour = ZoneFlavour.Zns }), "0+0 0+1 1+6 7+93 open 0");
        string least = await OnAsync(new MemoryDrive(new MemoryDriveOptions { ZoneSizeBytes = 1 * MiB, SizeBytes = 4 * MiB, Limits = new Limits { MaxOpenZones = 3 } }), "0+0 0+1 1+2 3+1 open 1");
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".zoned");
        try
        {
            await Portable.CreateEmulatedAsync(path, zoneCount: 40);
            await using ZonedDevice device = await ZonedDevice.OpenAsync(path);
            string image = await UseAsync(device, "0+2 2+1 3+2 5+35 open 14");
            return $"{twin}{larger}{least}{image}" is "okokokok" ? "ok" : $"twin {twin}, larger {larger}, least {least}, image {image}";
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<string> OnAsync(MemoryDrive drive, string places)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        return await UseAsync(device, places);
    }

    private static async Task<string> UseAsync(ZonedDevice device, string places)
    {
        Portable volume = await Portable.OpenAsync(device);
        string found = $"{volume.Scratch.FirstZone}+{volume.Scratch.ZoneCount} {volume.Super.FirstZone}+{volume.Super.ZoneCount} {volume.Log.FirstZone}+{volume.Log.ZoneCount} {volume.Data.FirstZone}+{volume.Data.ZoneCount} open {volume.Data.MaxOpenZones}";
        if (found != places)
        {
            return found;
        }

        byte[] block = new byte[4096];
        byte[] back = new byte[4096];
        Array.Fill(block, (byte)7);
        await using (Portable.SuperLease super = await volume.Super.OpenAsync())
        {
            await super.WriteAsync(super.WritePointer, block);
        }

        Portable.DataZone last = volume.Data[volume.Data.ZoneCount - 1];
        Portable.DataAddress address;
        await using (Portable.DataLease lease = await last.OpenAsync())
        {
            address = await lease.AppendAsync(block);
            if (lease.WritePointer != last.At(4096) || address != new Portable.DataAddress(last.Index, 0) || address >= lease.WritePointer)
            {
                return "addresses";
            }
        }

        using (ZoneReaderLease reader = await last.AcquireReaderLeaseAsync())
        {
            await volume.Data.ReadAsync(address, back);
        }

        bool isSame = back[4095] == 7;
        await last.ReadAsync(0, back);
        try
        {
            await volume.Data.ReadAsync(new Portable.DataAddress(volume.Data.ZoneCount, 0), back);
            return "a zone beyond the region";
        }
        catch (ArgumentOutOfRangeException)
        {
            return isSame && back[0] == 7 && last.Info.Index == device.Geometry.ZoneCount - 1 ? "ok" : "data";
        }
    }
}
