using ZonedSdk.Backends.Image.Files;

namespace ZonedSdk.Benchmarks.Drives;

/// <summary>A file in a known state of allocation, which decides more about direct writes than any program.</summary>
internal sealed class PreparedFile : IDisposable
{
    private const int PieceBytes = 1 << 20;

    private readonly LinuxImageFile _file;
    private readonly long _sizeBytes;

    public PreparedFile(string folder, long sizeBytes)
    {
        Directory.CreateDirectory(folder);
        Path = System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}.dat");
        _sizeBytes = sizeBytes;
        _file = LinuxImageFile.Create(Path);
        Check(_file.SetLength(sizeBytes));
    }

    public string Path { get; }

    /// <summary>Room is allocated, nothing is written: as a zone is ahead of its write pointer.</summary>
    public void MakeFresh()
    {
        Check(_file.Punch(0, _sizeBytes));
        Check(_file.Allocate(0, _sizeBytes));
    }

    /// <summary>Every block was written before.</summary>
    public void MakeWritten()
    {
        byte[] piece = new byte[PieceBytes];
        piece.AsSpan().Fill(0x5a);
        for (long offset = 0; offset < _sizeBytes; offset += piece.Length)
        {
            Soundness(_file.WriteData(offset, piece) == piece.Length);
        }

        Check(_file.SynchronizeFile());
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(Path);
    }

    private static void Check(int errno) => Soundness(errno == 0);

    private static void Soundness(bool isSound) => Load.Soundness.Require(isSound);
}
