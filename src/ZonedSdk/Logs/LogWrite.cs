using System.Buffers;
using ZonedSdk.Logs.Format;

namespace ZonedSdk.Logs;

/// <summary>A group on its way to the drive. What changes is guarded by the log's gate.</summary>
internal sealed class LogWrite(LogSegment segment, LogGroup group, List<LogAppend> appends)
{
    public LogSegment Segment { get; } = segment;

    public LogGroup Group { get; } = group;

    public List<LogAppend> Appends { get; } = appends;

    public bool IsEnded { get; set; }

    public Exception? Failure { get; set; }

    /// <summary>Encodes the group into memory of the device's and hands it over.</summary>
    public async ValueTask RunAsync(ZonedDevice device)
    {
        int lengthBytes = Group.LengthBytes(device.Geometry.BlockSizeBytes);
        using IMemoryOwner<byte> owner = device.Buffers.Rent(lengthBytes);
        Memory<byte> bytes = owner.Memory[..lengthBytes];
        Group.Encode(Appends.ConvertAll(append => append.Data), bytes.Span);
        await device.WriteAsync(Segment.Start + Group.OffsetInZone, bytes, CancellationToken.None).ConfigureAwait(false);
    }
}
