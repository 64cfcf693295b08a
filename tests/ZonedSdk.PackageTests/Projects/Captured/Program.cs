using ZonedSdk;
using ZonedSdk.Descriptors;

// The drives from which the descriptors beside this file were captured, each opened as the volume that was made of its descriptor.
byte[] block = new byte[4096];
await using (ZonedDevice device = await ZonedDevice.OpenAsync(args[0]))
{
    Plain volume = await Plain.OpenAsync(device);
    await using Plain.SequentialLease lease = await volume.Sequential.OpenAsync();
    Plain.SequentialAddress first = await lease.AppendAsync(block);
    Console.WriteLine($"plain: zone {first.ZoneIndex}, offset {first.OffsetInZone}, of {Plain.ZoneCount}");
}

await using (ZonedDevice device = await ZonedDevice.OpenAsync(args[1]))
{
    Limited volume = await Limited.OpenAsync(device);
    await volume.Conventional[1].WriteAtAsync(4096, block);
    await using Limited.SequentialLease lease = await volume.Sequential.OpenAsync();
    Limited.SequentialAddress first = await lease.AppendAsync(block);
    Console.WriteLine($"limited: zone {Limited.SequentialRegion.FirstZone + first.ZoneIndex}, {Limited.ZoneCapacityBytes} bytes of it, {Limited.MaxOpenZones} open and {Limited.MaxActiveZones} active");
}

await using (ZonedDevice device = await ZonedDevice.OpenAsync(args[2]))
{
    Odd volume = await Odd.OpenAsync(device);
    await using Odd.SequentialLease lease = await volume.Sequential.OpenAsync();
    Console.WriteLine($"odd: {(await lease.AppendAsync(block)).Offset} in zones of {Odd.ZoneSizeBytes}");
}

await using (ZonedDevice device = await ZonedDevice.OpenAsync(args[3]))
{
    Flat volume = await Flat.OpenAsync(device);
    await volume.ConventionalFrom0[3].WriteAtAsync(0, block);
    Console.WriteLine($"flat: {Flat.ConventionalFrom0Region.ZoneCount} zones to be written anywhere");
}

// A volume of one drive does not open on another one.
await using (ZonedDevice device = await ZonedDevice.OpenAsync(args[1]))
{
    try
    {
        await Plain.OpenAsync(device);
    }
    catch (ZoneGeometryMismatchException)
    {
        Console.WriteLine("limited is not plain");
    }
}

[ZonedVolume(FromFile = "plain.zoned.json")]
internal sealed partial class Plain;

[ZonedVolume(FromFile = "limited.zoned.json")]
internal sealed partial class Limited;

[ZonedVolume(FromFile = "odd.zoned.json")]
internal sealed partial class Odd;

[ZonedVolume(FromFile = "flat.zoned.json")]
internal sealed partial class Flat;
