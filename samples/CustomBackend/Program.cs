using CustomBackend;
using ZonedSdk;
using ZonedSdk.Backends;
using ZonedSdk.Testing;

if (args is ["--check"])
{
    return await CheckAsync(ZoneFlavour.Zbc) && await CheckAsync(ZoneFlavour.Zns) ? 0 : 1;
}

// A drive of 16 zones of 1 MiB in a folder, written by four writers at once, opened again and compared.
string folder = args.Length > 0 ? args[0] : Directory.CreateTempSubdirectory("zoned-folder-").FullName;
const int Zones = 16;
const int ZoneBytes = 1 << 20;
const int Block = 4096;
BackendShape shape = new()
{
    Name = folder,
    Identity = new DeviceIdentity(folder),
    Geometry = new Geometry(Block, ZoneBytes, (long)Zones * ZoneBytes),
    Limits = new Limits { MaxOpenZones = 4 },
};

Dictionary<long, byte[]> written = [];
FolderBackend backend = FolderBackend.Open(folder, shape);
await using (ZonedDevice device = await ZonedDevice.OpenAsync(backend))
{
    foreach (int zone in Enumerable.Range(0, 4))
    {
        await device.ResetZoneAsync(zone);
    }

    await Task.WhenAll(Enumerable.Range(0, 4).Select(async zone =>
    {
        Random random = new(zone);
        for (int i = 0; i < 50; i++)
        {
            byte[] data = new byte[Block * random.Next(1, 4)];
            random.NextBytes(data);
            long offset = await device.AppendAsync(zone, data);
            lock (written)
            {
                written.Add(offset, data);
            }
        }
    }));
    await device.FinishZoneAsync(3);
}

bool isEqual = true;
await using (ZonedDevice device = await ZonedDevice.OpenAsync(FolderBackend.Open(folder, shape)))
{
    foreach ((long offset, byte[] data) in written)
    {
        byte[] read = new byte[data.Length];
        await device.ReadAsync(offset, read);
        isEqual &= read.AsSpan().SequenceEqual(data);
    }

    Console.WriteLine($"{folder}: {Zones} zones of {ZoneBytes:N0} bytes.");
    for (int zone = 0; zone < 5; zone++)
    {
        FileInfo file = new(backend.PathOf(zone));
        Console.WriteLine($"  zone {zone}: {device.GetZone(zone).Condition,-7} {Path.GetFileName(file.FullName)} has {(file.Exists ? file.Length : 0),9:N0} bytes");
    }
}

Console.WriteLine($"{written.Count} appends of {written.Values.Sum(data => (long)data.Length):N0} bytes were read back, {(isEqual ? "all equal" : "and DIFFER")}.");
if (args.Length == 0)
{
    Directory.Delete(folder, recursive: true);
}

return isEqual ? 0 : 1;

// What every zoned device must do, on folders that are made for each case.
static async Task<bool> CheckAsync(ZoneFlavour flavour)
{
    ConformanceTarget target = new($"folder ({flavour})", flavour, static (shape, time, _) => ValueTask.FromResult<DriveUnderTest>(new FolderUnderTest(shape, time)));
    ConformanceReport report = await ConformanceSuite.RunAsync(target);
    Console.WriteLine(report);
    return report.IsConformant;
}
