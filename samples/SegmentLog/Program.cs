using System.Diagnostics;
using SegmentLog;
using ZonedSdk;

const int Producers = 16;
const int EventsOfEach = 10_000;
const long Total = Producers * EventsOfEach;

string path = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), $"segmentlog-{Environment.ProcessId}.zimg");
File.Delete(path);
await EventVolume.CreateEmulatedAsync(path);
try
{
    Consumer[] consumers = [new("billing"), new("search"), new("audit")];
    Stopwatch watch = Stopwatch.StartNew();
    int zonesReset;
    long first;
    await using (ZonedDevice device = await ZonedDevice.OpenAsync(path))
    {
        EventVolume volume = await EventVolume.OpenAsync(device);

        // Three times as many bytes as the zones hold: producers wait for room, and room comes from what all consumers have read.
        await using ZonedLog log = await ZonedLog.OpenAsync(ZonesOf(volume), new ZonedLogOptions { WaitForRoom = true });
        Task consuming = Task.WhenAll(consumers.Select(consumer => consumer.RunAsync(log, Total)));
        Task<int> reclaiming = ReclaimAsync(log, consumers, consuming);
        await Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => ProduceAsync(log, producer)));
        await consuming;
        zonesReset = await reclaiming;
        first = log.FirstSequence;
        Console.WriteLine($"{Total} events by {Producers} producers, {log.DurableSequence} durable, read by {consumers.Length} consumers in {watch.Elapsed.TotalSeconds:F1} s ({Total / watch.Elapsed.TotalSeconds:F0} events a second); {zonesReset} zones reset while they ran.");
    }

    await using (ZonedDevice device = await ZonedDevice.OpenAsync(path))
    {
        EventVolume volume = await EventVolume.OpenAsync(device);
        await using ZonedLog log = await ZonedLog.OpenAsync(ZonesOf(volume));
        long recovered = 0;
        int damaged = 0;
        await foreach (ZonedLogRecord record in log.ReadAsync(log.FirstSequence))
        {
            recovered++;
            damaged += Events.IsWhole(record.Data.Span) ? 0 : 1;
        }

        Console.WriteLine($"Opened again: events {log.FirstSequence} to {log.NextSequence - 1}, {recovered} read, {damaged} damaged, {log.FreeZoneCount} of {log.ZoneCount} zones free.");
        bool isRight = log.NextSequence == Total && log.FirstSequence <= first && recovered == Total - log.FirstSequence && zonesReset > log.ZoneCount
            && damaged == 0 && consumers.All(consumer => consumer is { Position: Total, DamagedCount: 0 });
        Console.WriteLine(isRight ? "All is as it should be." : "Something is missing.");
        return isRight ? 0 : 1;
    }
}
finally
{
    if (args.Length == 0)
    {
        File.Delete(path);
    }
}

static EventVolume.EventsZone[] ZonesOf(EventVolume volume) => [.. Enumerable.Range(0, EventVolume.EventsRegion.ZoneCount).Select(zone => volume.Events[zone])];

// Each thousandth event is waited for until it is durable, as one would at the end of a transaction.
static async Task ProduceAsync(ZonedLog log, int producer)
{
    for (int count = 1; count <= EventsOfEach; count++)
    {
        await log.AppendAsync(Events.Make(producer, count), count % 1000 == 0 ? Durability.Flushed : Durability.Acknowledged);
    }
}

// What the slowest consumer has read is given up, while everybody goes on.
static async Task<int> ReclaimAsync(ZonedLog log, Consumer[] consumers, Task consuming)
{
    int zonesReset = 0;
    using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
    while (!consuming.IsCompleted && await timer.WaitForNextTickAsync())
    {
        zonesReset += await log.TrimAsync(before: consumers.Min(consumer => consumer.Position));
    }

    return zonesReset;
}
