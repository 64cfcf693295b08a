using System.Runtime.InteropServices;

namespace ZonedSdk.Logs.Format;

/// <summary>What a log zone says of itself.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LogZoneHeader
{
    public const ulong Magic = 0x474F_4C44_454E_4F5A; // "ZONEDLOG"
    public const uint Version = 1;

    /// <summary>So many blocks at a zone's start hold the header, once each.</summary>
    public const int Copies = 2;

    public required Guid Log { get; init; }

    public required long Generation { get; init; }

    public required long FirstSequence { get; init; }

    public required int Zone { get; init; }

    public int PreviousZone { get; init; }

    /// <summary>0 = there is none.</summary>
    public long PreviousGeneration { get; init; }

    public long PreviousEndBytes { get; init; }

    public uint DeadZones { get; init; }

    /// <summary>Writes all copies.</summary>
    /// <param name="blockSizeBytes">The device's.</param>
    /// <param name="target">So many blocks as there are copies.</param>
    public void Encode(int blockSizeBytes, Span<byte> target)
    {
        target.Clear();
        Span<byte> first = target[..LogZoneHeaderLayout.Size];
        LogZoneHeaderLayout.Writer writer = LogZoneHeaderLayout.Write(first);
        writer.Magic = Magic;
        writer.Log = Log;
        writer.Version = Version;
        writer.BlockSize = new Bytes((ulong)blockSizeBytes);
        writer.Generation = (ulong)Generation;
        writer.FirstSequence = (ulong)FirstSequence;
        writer.Zone = (uint)Zone;
        writer.PreviousZone = (uint)PreviousZone;
        writer.PreviousGeneration = (ulong)PreviousGeneration;
        writer.PreviousEnd = new Bytes((ulong)PreviousEndBytes);
        writer.DeadZones = DeadZones;
        writer.Checksum = LogChecksum.Of(first[..LogZoneHeaderLayout.Offsets.Checksum]);
        for (int copy = 1; copy < Copies; copy++)
        {
            first.CopyTo(target[(copy * blockSizeBytes)..]);
        }
    }

    /// <summary>Reads one copy; false where it is none of this zone, or damaged.</summary>
    /// <param name="block">The copy.</param>
    /// <param name="zone">The zone that it was read from.</param>
    /// <param name="blockSizeBytes">The device's.</param>
    /// <param name="header">The header.</param>
    /// <exception cref="ZonedLogException">It is whole, and of a version that this library does not know.</exception>
    public static bool TryDecode(ReadOnlySpan<byte> block, int zone, int blockSizeBytes, out LogZoneHeader header)
    {
        LogZoneHeaderLayout layout = new(block);
        if (layout.Magic != Magic || layout.Checksum != LogChecksum.Of(block[..LogZoneHeaderLayout.Offsets.Checksum]))
        {
            header = default;
            return false;
        }

        if (layout.Version != Version)
        {
            throw new ZonedLogException($"Zone {zone} belongs to a log of the format's version {layout.Version}; this library reads version {Version}. Open it with the library that wrote it. Nothing was changed.");
        }

        if (layout.Zone != (uint)zone || layout.BlockSize.Value != (ulong)blockSizeBytes || layout.Generation is 0 or > long.MaxValue || layout.FirstSequence > long.MaxValue)
        {
            header = default;
            return false;
        }

        header = new LogZoneHeader
        {
            Log = layout.Log,
            Generation = (long)layout.Generation,
            FirstSequence = (long)layout.FirstSequence,
            Zone = zone,
            PreviousZone = (int)layout.PreviousZone,
            PreviousGeneration = (long)layout.PreviousGeneration,
            PreviousEndBytes = (long)layout.PreviousEnd.Value,
            DeadZones = layout.DeadZones,
        };
        return true;
    }
}
