using System.Buffers;

namespace ZonedSdk.Tests.Image;

/// <summary>Writes and reads an image by a ring from its device's buffers, and says what its description says of that.</summary>
internal static class ImageBufferChild
{
    private const int Block = 4096;

    public static async Task<int> RunAsync(string path)
    {
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        await using ZonedDevice device = await ImageEngines.OpenAsync(path, ImageEngines.Ring);
        Console.WriteLine($"before {device.Description.Findings.Count}");
        using IMemoryOwner<byte> written = device.Buffers.Rent(Block);
        written.Memory.Span.Fill(7);
        await device.AppendAsync(0, written.Memory);
        Console.WriteLine($"after {device.Description.Findings.Count}: {string.Join("; ", device.Description.Findings)}");
        using IMemoryOwner<byte> read = device.Buffers.Rent(Block);
        await device.ReadAsync(0, read.Memory);
        Console.WriteLine($"same {read.Memory.Span.SequenceEqual(written.Memory.Span)}");
        return 0;
    }
}
