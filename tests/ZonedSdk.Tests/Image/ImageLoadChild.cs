using System.Buffers.Binary;

namespace ZonedSdk.Tests.Image;

/// <summary>
/// Keeps an image under load and says on its output what it knows to be durable, until it is killed. One line an event:
/// <c>L zone life</c> a life is found or begun, <c>B zone life bytes</c> nothing beyond was submitted before the next B, <c>F zone life bytes</c> so much is
/// flushed, <c>R zone life</c> a reset is asked for, <c>D zone life</c> it is done, <c>! zone what</c> something went wrong, which ends the process.
/// </summary>
internal static class ImageLoadChild
{
    public const int Block = 4096;
    private const int InFlight = 8;

    public static async Task<int> RunAsync(string path, string engine, int seed)
    {
        await using ZonedDevice device = await ImageEngines.OpenAsync(path, engine);

        // One wrapper for all: two would interleave their lines.
        using TextWriter output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAny(Enumerable.Range(0, device.Geometry.ZoneCount).Select(zone => LoadOrSayAsync(device, zone, new Random(seed + zone), output)));
        return 1;
    }

    // One zone that fails must not go under in the load of the others.
    private static async Task LoadOrSayAsync(ZonedDevice device, int zone, Random random, TextWriter output)
    {
        try
        {
            await LoadAsync(device, zone, random, output);
        }
        catch (Exception exception)
        {
            output.WriteLine($"! {zone} {exception.ToString().ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>A block that proves which life, zone and place it was written for.</summary>
    public static void Stamp(Span<byte> block, long life, int zone, long offset)
    {
        block.Fill((byte)(life ^ offset));
        BinaryPrimitives.WriteInt64LittleEndian(block, life);
        BinaryPrimitives.WriteInt64LittleEndian(block[8..], zone);
        BinaryPrimitives.WriteInt64LittleEndian(block[16..], offset);
    }

    public static long LifeOf(ReadOnlySpan<byte> block) => BinaryPrimitives.ReadInt64LittleEndian(block);

    /// <summary>What a block says of itself, and what it is filled with from which byte on.</summary>
    public static string Describe(ReadOnlySpan<byte> block)
    {
        List<string> fill = [];
        for (int at = 24, end; at < block.Length; at = end)
        {
            int next = block[at..].IndexOfAnyExcept(block[at]);
            end = next < 0 ? block.Length : at + next;
            fill.Add($"{block[at]:x2} from {at}");
        }

        return $"life {LifeOf(block)}, zone {BinaryPrimitives.ReadInt64LittleEndian(block[8..])}, offset {BinaryPrimitives.ReadInt64LittleEndian(block[16..])}, {string.Join(", ", fill.Take(8))}";
    }

    private static async Task LoadAsync(ZonedDevice device, int zone, Random random, TextWriter output)
    {
        long start = device.Geometry.StartOf(zone);
        long capacity = device.GetZone(zone).CapacityBytes;
        while (true)
        {
            long used = device.GetStatus(zone).Submitted - start;
            long life = used == 0 ? random.NextInt64(1, long.MaxValue) : await ReadLifeAsync(device, start);
            output.WriteLine($"L {zone} {life}");
            output.WriteLine($"F {zone} {life} {used}");
            while (used < capacity)
            {
                used = await AppendSomeAsync(device, zone, life, used, Math.Min(capacity, used + (random.Next(1, 64) * Block)), random, output);
                if (random.Next(3) == 0)
                {
                    await (random.Next(2) == 0 ? device.FlushAsync(zone) : device.FlushAsync());
                    output.WriteLine($"F {zone} {life} {used}");
                }

                if (random.Next(12) == 0)
                {
                    break;
                }
            }

            output.WriteLine($"R {zone} {life}");
            await device.ResetZoneAsync(zone);
            output.WriteLine($"D {zone} {life}");
        }
    }

    private static async Task<long> AppendSomeAsync(ZonedDevice device, int zone, long life, long from, long to, Random random, TextWriter output)
    {
        output.WriteLine($"B {zone} {life} {to}");
        var pending = new Queue<Task>();
        while (from < to)
        {
            int length = (int)Math.Min(to - from, random.Next(1, 5) * Block);
            byte[] data = new byte[length];
            for (int at = 0; at < length; at += Block)
            {
                Stamp(data.AsSpan(at, Block), life, zone, from + at);
            }

            pending.Enqueue(AppendAsync(device, zone, data, from));
            from += length;
            while (pending.Count >= InFlight)
            {
                await pending.Dequeue();
            }
        }

        await Task.WhenAll(pending);
        return to;
    }

    private static async Task AppendAsync(ZonedDevice device, int zone, byte[] data, long expected)
    {
        long offset = await device.AppendAsync(zone, data) - device.Geometry.StartOf(zone);
        if (offset != expected)
        {
            throw new InvalidOperationException($"What was appended at {expected} is at {offset}.");
        }
    }

    private static async Task<long> ReadLifeAsync(ZonedDevice device, long start)
    {
        byte[] block = new byte[Block];
        await device.ReadAsync(start, block);
        return LifeOf(block);
    }
}
