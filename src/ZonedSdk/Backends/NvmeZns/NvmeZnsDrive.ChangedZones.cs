using System.Buffers;
using ZonedSdk.CompilerServices;
using ZonedSdk.Layouts;

namespace ZonedSdk.Backends.NvmeZns;

/// <content>The list of the zones that the controller has changed by itself: a log page of the Zoned Namespace Command Set.</content>
public sealed partial class NvmeZnsDrive : IChangedZoneLog
{
    private const byte ChangedZoneLog = 0xBF;
    private const byte ZonedCommandSet = 2;
    private const int ChangedZoneLogBytes = 4096;

    /// <inheritdoc/>
    public string? WhyNoChangedZones => _node.Namespace.KeepsChangedZones ? null : "its controller keeps no such list (bit 27, ZDCN, of OAES in its Identify Controller data structure is 0)";

    /// <summary>Takes the list, whatever <see cref="WhyNoChangedZones"/> says: a drive that keeps none refuses, and its status says so.</summary>
    /// <param name="cancellationToken">Gives up before the command is sent.</param>
    public ValueTask<ChangedZoneList> TakeChangedZonesAsync(CancellationToken cancellationToken) => Engine.TakeChangedZonesAsync(NvmeChangedZoneList.MaxZones, cancellationToken);

    int ICommandSet.TakeChanged(Span<int> zones)
    {
        byte[] page = ArrayPool<byte>.Shared.Rent(ChangedZoneLogBytes);
        try
        {
            Span<byte> log = page.AsSpan(0, ChangedZoneLogBytes);
            log.Clear();
            int code = _node.Judge(_node.Commands.TakeLogPage(ChangedZoneLog, ZonedCommandSet, log));
            return code == 0 ? DecodeChanged(log, Geometry, zones) : -code;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(page);
        }
    }

    /// <summary>The zones of a list; more than there is room for where it is incomplete, and where an entry is no zone's start: then nothing that it says can be believed.</summary>
    internal static int DecodeChanged(ReadOnlySpan<byte> page, Geometry geometry, Span<int> zones)
    {
        NvmeChangedZoneList list = new(page);
        int count = 0;
        foreach (NvmeChangedZone zone in list.EnumerateEntries())
        {
            if (count == zones.Length || !zone.Start.TryToBytes(geometry.BlockSizeBytes, out long start) || start >= geometry.SizeBytes || start % geometry.ZoneSizeBytes != 0)
            {
                return int.MaxValue;
            }

            zones[count++] = geometry.ZoneOf(start);
        }

        return count == list.ZoneCount ? count : int.MaxValue;
    }
}
