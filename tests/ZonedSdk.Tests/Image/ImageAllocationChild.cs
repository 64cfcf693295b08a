using System.Runtime.InteropServices;
using ZonedSdk.Backends.Image;

namespace ZonedSdk.Tests.Image;

/// <summary>Writes and reads an image by a ring, and says how many bytes the whole process allocated for each operation.</summary>
internal static class ImageAllocationChild
{
    private const int Block = 4096;
    private const int AtOnce = 32;
    private const int Operations = 16 * 1024;

    public static async Task<int> RunAsync(string path)
    {
        await ImageDrive.CreateAsync(path, new ImageDriveOptions { SizeBytes = Operations * (long)Block, ZoneSizeBytes = Operations * (long)Block });
        await using ZonedDevice device = await ImageEngines.OpenAsync(path, ImageEngines.Ring);
        foreach ((string name, Func<Memory<byte>> make) in ((string, Func<Memory<byte>>)[])[("in place", () => MemoryAt(0)), ("copied", () => MemoryAt(sizeof(long))), ("registered", () => device.Buffers.Rent(Block).Memory[..Block])])
        {
            long writes = await LeastAsync(device, make, isRead: false);
            Console.WriteLine($"{name}: {writes} bytes for each write, {await LeastAsync(device, make, isRead: true)} for each read");
        }

        return 0;
    }

    // The first round makes what is kept. What a round costs beside its operations is less than a byte of each.
    private static async Task<long> LeastAsync(ZonedDevice device, Func<Memory<byte>> make, bool isRead)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 4; round++)
        {
            if (!isRead)
            {
                await device.ResetZoneAsync(0);
            }

            Memory<byte>[] memories = [.. Enumerable.Range(0, AtOnce).Select(_ => make())];
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await Task.WhenAll(memories.Select((memory, index) => isRead ? ReadAsync(device, memory, index) : AppendAsync(device, memory)));
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least / Operations;
    }

    private static async Task AppendAsync(ZonedDevice device, Memory<byte> memory)
    {
        for (int i = 0; i < Operations / AtOnce; i++)
        {
            await device.AppendAsync(0, memory);
        }
    }

    private static async Task ReadAsync(ZonedDevice device, Memory<byte> memory, int index)
    {
        for (int i = 0; i < Operations / AtOnce; i++)
        {
            await device.ReadAsync(((i * AtOnce) + index) * (long)Block, memory);
        }
    }

    private static Memory<byte> MemoryAt(int skippedBytes)
    {
        byte[] array = GC.AllocateArray<byte>((2 * Block) + skippedBytes, pinned: true);
        int start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) & (Block - 1));
        return array.AsMemory(start + skippedBytes, Block);
    }
}
