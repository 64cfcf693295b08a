using ZonedSdk.Backends.Image.Files;

namespace ZonedSdk.Benchmarks.Drives;

/// <summary>A file in a known state of allocation, which decides more about direct writes than any program: a stretch to write, behind others of which some is written and some is not.</summary>
/// <remarks>
/// An image looks so, with a piece of each zone written, and so must what it is compared with. The extents of a file with nothing else in it fit into its inode. One more than fit there, and ext4 takes a block for
/// them; when the next two merge it gives the block back, and with the mount option discard the disk is told, before the write that caused it has ended. Writes to an image of two zones took twice as long for that.
/// </remarks>
internal sealed class PreparedFile : IDisposable
{
    /// <summary>Where the stretch begins that is written.</summary>
    public const long StartBytes = Neighbours * PieceBytes;

    private const int PieceBytes = 1 << 20;
    private const int BlockBytes = 4096;
    private const int Neighbours = 16;

    private readonly LinuxImageFile _file;
    private readonly long _sizeBytes;

    public PreparedFile(string folder, long sizeBytes)
    {
        Directory.CreateDirectory(folder);
        Path = System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}.dat");
        _sizeBytes = sizeBytes;
        _file = LinuxImageFile.Create(Path);
        Check(_file.SetLength(StartBytes + sizeBytes));
        Check(_file.Allocate(0, StartBytes));
        for (long offset = 0; offset < StartBytes; offset += PieceBytes)
        {
            Write(offset, BlockBytes);
        }
    }

    public string Path { get; }

    /// <summary>Room is allocated, nothing is written: as a zone is ahead of its write pointer.</summary>
    public void MakeFresh()
    {
        Check(_file.Punch(StartBytes, _sizeBytes));
        Check(_file.Allocate(StartBytes, _sizeBytes));
    }

    /// <summary>Every block was written before.</summary>
    public void MakeWritten()
    {
        for (long offset = 0; offset < _sizeBytes; offset += PieceBytes)
        {
            Write(StartBytes + offset, PieceBytes);
        }

        Check(_file.SynchronizeFile());
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(Path);
    }

    private void Write(long offset, int lengthBytes)
    {
        byte[] piece = new byte[lengthBytes];
        piece.AsSpan().Fill(0x5a);
        Soundness(_file.WriteData(offset, piece) == piece.Length);
    }

    private static void Check(int errno) => Soundness(errno == 0);

    private static void Soundness(bool isSound) => Load.Soundness.Require(isSound);
}
