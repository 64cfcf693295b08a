using ZonedSdk;

namespace SegmentLog;

/// <summary>Reads a log from the start as it grows. Where it stands is its own to keep; here it is a field that the reclaimer asks.</summary>
internal sealed class Consumer(string name)
{
    private long _position;

    public string Name => name;

    /// <summary>The number of the next event that it will read.</summary>
    public long Position => Volatile.Read(ref _position);

    public int DamagedCount { get; private set; }

    /// <summary>Reads until it has so many events.</summary>
    public async Task RunAsync(ZonedLog log, long count)
    {
        await foreach (ZonedLogRecord record in log.TailAsync(_position))
        {
            DamagedCount += Events.IsWhole(record.Data.Span) ? 0 : 1;
            Volatile.Write(ref _position, record.Sequence + 1);
            if (_position == count)
            {
                return;
            }
        }
    }
}
