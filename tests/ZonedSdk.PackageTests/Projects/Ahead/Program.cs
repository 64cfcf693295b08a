using System.Runtime.CompilerServices;
using ZonedSdk;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;
using ZonedSdk.Descriptors;
using static ZonedSdk.ByteUnits;

// A volume in a file, by every way that its data can take: appends at once, a flush, the drive closed and opened again, and all of it read.
string path = args[0];
await Volume.CreateEmulatedAsync(path);
Volume.DataAddress[] places = [];
foreach (ImageOpenOptions way in (ImageOpenOptions[])[new(), new() { DataPath = IoPath.Direct, Engine = TransferEngine.Threads }, new() { DataPath = IoPath.Direct }])
{
    await using ZonedDevice device = await ZonedDevice.OpenAsync(await ImageDrive.OpenAsync(path, way));
    Volume volume = await Volume.OpenAsync(device);
    await using Volume.DataLease zone = await volume.Data.OpenAsync();
    byte number = (byte)places.Length;
    places = [.. places, .. await Task.WhenAll(Enumerable.Range(number, 8).Select(mark => zone.AppendAsync(Block(mark)).AsTask()))];
    await device.FlushAsync();
}

await using (ZonedDevice device = await ZonedDevice.OpenAsync(path))
{
    Volume volume = await Volume.OpenAsync(device);
    byte[] read = new byte[Volume.BlockSizeBytes];
    for (int mark = 0; mark < places.Length; mark++)
    {
        await volume.Data.ReadAsync(places[mark], read);
        if (!read.AsSpan().SequenceEqual(Block(mark)))
        {
            Console.WriteLine($"What stands at {places[mark].Offset} is not block {mark}.");
            return 1;
        }
    }
}

Console.WriteLine($"{places.Length} blocks by {(RuntimeFeature.IsDynamicCodeSupported ? "a jitted" : "a native")} program");
return 0;

static byte[] Block(int mark) => [.. Enumerable.Repeat((byte)(mark + 1), Volume.BlockSizeBytes)];

[ZonedVolume(ZoneModel.HostManaged, Target = VolumeTarget.Emulated, ZoneSize = 1 * MiB, ZoneCount = 4, LogicalBlockSize = 4096)]
[ZoneRegion("Data", ZoneCount = Rest)]
internal sealed partial class Volume;
