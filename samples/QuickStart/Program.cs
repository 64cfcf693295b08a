using QuickStart;
using ZonedSdk;

// A drive in a file: 8 zones of 4 MiB, as the volume below says. It stays when the program ends.
string path = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "quickstart.zimg");
if (!File.Exists(path))
{
    await Journal.CreateEmulatedAsync(path);
}

await using ZonedDevice device = await ZonedDevice.OpenAsync(path);
Journal journal = await Journal.OpenAsync(device);
await using Journal.EntriesLease zone = await journal.Entries.OpenAsync();

// Eight appends at once. Each gets its place when it is issued, and none waits for another.
byte[][] blocks = [.. Enumerable.Range(1, 8).Select(number => Enumerable.Repeat((byte)number, 4096).ToArray())];
Journal.EntriesAddress[] places = await Task.WhenAll(blocks.Select(block => zone.AppendAsync(block).AsTask()));
await device.FlushAsync();

byte[] read = new byte[4096];
foreach (Journal.EntriesAddress place in places)
{
    await journal.Entries.ReadAsync(place, read);
    Console.WriteLine($"{read[0]} stands at {place.Offset}");
}
