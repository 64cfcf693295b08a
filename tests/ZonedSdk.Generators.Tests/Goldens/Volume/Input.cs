using System.IO;
using System.Threading.Tasks;
using Archives;
using static ZonedSdk.ByteUnits;

public static class Probe
{
    public static string Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task<string> RunAsync()
    {
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(ArchiveVolume.CreateEmulated()))
        {
            string result = await UseAsync(device);
            if (result != "ok")
            {
                return "memory: " + result;
            }
        }

        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".zoned");
        try
        {
            await ArchiveVolume.CreateEmulatedAsync(path);
            await using ZonedDevice device = await ZonedDevice.OpenAsync(path);
            string result = await UseAsync(device);
            return result == "ok" ? result : "image: " + result;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<string> UseAsync(ZonedDevice device)
    {
        ArchiveVolume volume = await ArchiveVolume.OpenAsync(device);
        if (device.Geometry != ArchiveVolume.Geometry || volume.Device != device || ArchiveVolume.SizeBytes != 64 * MiB)
        {
            return "geometry";
        }

        byte[] block = new byte[ArchiveVolume.BlockSizeBytes];
        byte[] back = new byte[ArchiveVolume.BlockSizeBytes];
        Array.Fill(block, (byte)1);
        await volume.Superblock[1].WriteAtAsync(8192, block);
        ArchiveVolume.SuperblockAddress copy = volume.Superblock[1].At(8192);
        await volume.Superblock.ReadAsync(copy, back);
        if (back[4095] != 1 || copy.Offset != (4 * MiB) + 8192 || copy.ZoneIndex != 1 || copy.OffsetInZone != 8192)
        {
            return "superblock";
        }

        ArchiveVolume.CatalogAddress at;
        await using (ArchiveVolume.CatalogLease log = await volume.Catalog[2].OpenAsync())
        {
            at = log.WritePointer;
            await log.WriteAsync(at, block);
            if (log.WritePointer.Offset != at.Offset + 4096 || !(log.WritePointer > at) || log.Zone.Index != 2)
            {
                return "catalog";
            }
        }

        ArchiveVolume.DataAddress first;
        await using (ArchiveVolume.DataLease zone = await volume.Data.OpenAsync())
        {
            Array.Fill(block, (byte)2);
            first = await zone.AppendAsync(block);
            await zone.AppendAsync(block);
            await zone.FinishAsync();
        }

        if (first.Offset != ArchiveVolume.DataRegion.FirstZone * ArchiveVolume.ZoneSizeBytes || volume.Data[0].Info.Condition != ZoneCondition.Full)
        {
            return "data";
        }

        await volume.Data.ReadAsync(ArchiveVolume.DataAddress.FromOffset(first.Offset), back);
        await volume.Data[0].ResetAsync();
        return back[0] == 2 && volume.Data[0].Info.Condition == ZoneCondition.Empty ? "ok" : "reset";
    }
}

namespace Archives
{
    [ZonedVolume(ZoneModel.HostManaged, ZoneSize = 4 * MiB, ZoneCount = 16, LogicalBlockSize = 4096, MaxOpenZones = 8)]
    [ZoneRegion("Superblock", ZoneCount = 2, Type = ZoneType.Conventional)]
    [ZoneRegion("Catalog", ZoneCount = 3, MaxOpen = 2, Write = WriteMode.AtWritePointer)]
    [ZoneRegion("Data", ZoneCount = Rest, MaxOpen = 6, Write = WriteMode.Append)]
    public sealed partial class ArchiveVolume;
}
