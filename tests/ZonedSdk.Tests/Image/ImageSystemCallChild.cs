using System.Buffers.Binary;
using System.Globalization;

namespace ZonedSdk.Tests.Image;

/// <summary>Writes an image at depth while its system calls are tampered with, tries again what failed, and says what came of it.</summary>
internal static class ImageSystemCallChild
{
    private const int Block = 4096;
    private const int Appends = 64;

    public static async Task<int> RunAsync(string path, string engine)
    {
        await using ZonedDevice device = await ImageEngines.OpenAsync(path, engine);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        var errors = new List<ZonedIOException>();
        long[] offsets = new long[Appends];
        int[] open = [.. Enumerable.Range(0, Appends)];
        while (open.Length > 0)
        {
            Task<long>[] tasks = [.. open.Select(i => device.AppendAsync(0, Data(i)).AsTask())];
            var failed = new List<int>();
            for (int i = 0; i < open.Length; i++)
            {
                try
                {
                    offsets[open[i]] = await tasks[i];
                }
                catch (ZonedIOException e) when (e.Error is ZoneError.Io or ZoneError.Follower)
                {
                    errors.Add(e);
                    failed.Add(open[i]);
                }
            }

            open = [.. failed];
        }

        await device.FlushAsync();
        bool isSame = true;
        byte[] read = new byte[Block];
        for (int i = 0; i < Appends; i++)
        {
            await device.ReadAsync(offsets[i], read);
            isSame &= read.AsSpan().SequenceEqual(Data(i));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"errors {string.Join(',', errors.Where(e => e.Error == ZoneError.Io).Select(e => e.Errno).Distinct().Order())}"));
        Console.WriteLine($"same {isSame}");
        Console.WriteLine($"disjoint {offsets.Distinct().Count() == Appends}");
        Console.WriteLine($"agreed {(await device.ReportZoneAsync(0)).WritePointer == device.GetStatus(0).Submitted}");
        return 0;
    }

    private static byte[] Data(int index)
    {
        byte[] data = new byte[Block];
        for (int at = 0; at < Block; at += sizeof(int))
        {
            BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(at), (index << 16) | at);
        }

        return data;
    }
}
