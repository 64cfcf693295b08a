namespace ZonedSdk.Benchmarks.Load;

/// <summary>Copies the same bytes to the same kind of memory, as an append to a memory drive does, and nothing else.</summary>
internal sealed class CopyLoop
{
    // As long as the pieces in which a memory drive keeps a zone: how memory lies is worth more than any code.
    private const int ChunkBytes = 64 << 10;

    private readonly byte[][] _chunks;
    private readonly Memory<byte>[] _data;
    private int _chunk;
    private int _inChunk;
    private int _next;

    /// <param name="totalBytes">How much memory is written before the first is written again.</param>
    /// <param name="data">What is copied, in turns; all of one length.</param>
    public CopyLoop(long totalBytes, Memory<byte>[] data)
    {
        _chunks = [.. Enumerable.Range(0, (int)(totalBytes / ChunkBytes)).Select(_ => new byte[ChunkBytes])];
        _data = data;
    }

    public void Run(int operations)
    {
        for (int index = 0; index < operations; index++)
        {
            ReadOnlySpan<byte> data = _data[_next].Span;
            data.CopyTo(_chunks[_chunk].AsSpan(_inChunk));
            _inChunk += data.Length;
            if (_inChunk == ChunkBytes)
            {
                _inChunk = 0;
                _chunk = _chunk + 1 == _chunks.Length ? 0 : _chunk + 1;
            }

            _next = _next + 1 == _data.Length ? 0 : _next + 1;
        }
    }
}
