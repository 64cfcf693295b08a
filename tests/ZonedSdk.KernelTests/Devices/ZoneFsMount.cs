using System.Buffers.Binary;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.Devices;

/// <summary>A zonefs over a device: a file per zone. It does not own the device, and has to be disposed before it.</summary>
internal sealed class ZoneFsMount : IDisposable
{
    private const int SuperblockBytes = 4096;
    private static int s_count;

    private ZoneFsMount(string folder) => Folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    /// <summary>The file of a sequential zone; zonefs counts them from 0, without the zone that its superblock is in.</summary>
    public string SequentialFile(int index) => $"{Folder}/seq/{index}";

    /// <summary>Formats the device and mounts it.</summary>
    /// <param name="device">Its first zone is reset and takes the superblock.</param>
    /// <param name="options">Mount options, such as <c>errors=repair,explicit-open</c>.</param>
    /// <param name="sharesConventional">Whether neighbouring conventional zones share a file (feature aggr_cnv).</param>
    public static ZoneFsMount Create(BlockDevice device, string options = "errors=remount-ro", bool sharesConventional = false)
    {
        KernelModule.Load("zonefs");
        WriteSuperblock(device, Superblock(sharesConventional));
        string folder = $"/run/zonefs{Interlocked.Increment(ref s_count)}";
        Directory.CreateDirectory(folder);
        Command.Run("mount", "-t", "zonefs", "-o", options, device.NodePath, folder);
        return new ZoneFsMount(folder);
    }

    /// <summary>The superblock: Documentation/filesystems/zonefs.rst, fs/zonefs/zonefs.h.</summary>
    internal static byte[] Superblock(bool sharesConventional = false)
    {
        byte[] block = new byte[SuperblockBytes];
        "SFOZ"u8.CopyTo(block);
        "lab"u8.CopyTo(block.AsSpan(8));
        Guid.NewGuid().TryWriteBytes(block.AsSpan(72));
        block[88] = sharesConventional ? (byte)1 : (byte)0;

        // The sum is taken over the block with the sum's own field zero.
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(4), Crc32(block));
        return block;
    }

    public void Dispose()
    {
        Command.Run("umount", Folder);
        Directory.Delete(Folder);
    }

    private static void WriteSuperblock(BlockDevice device, byte[] superblock)
    {
        if (device.Report(0).Condition != "nw")
        {
            Command.Run("blkzone", "reset", "--offset", "0", "--count", "1", device.NodePath);
        }

        string file = Path.GetTempFileName();
        File.WriteAllBytes(file, superblock);
        Command.Run("dd", $"if={file}", $"of={device.NodePath}", $"bs={SuperblockBytes}", "oflag=direct", "conv=notrunc", "status=none");
        File.Delete(file);
    }

    // The kernel's crc32(): zlib's without the inversion at the end.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320);
            }
        }

        return sum;
    }
}
