using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ZonedSdk.Logs.Format;

/// <summary>A group of records as it stands in a zone: one write of whole blocks.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LogGroup(Guid Log, long Generation, long OffsetInZone, long FirstSequence, int RecordCount, int DataBytes)
{
    public const uint Magic = 0x5247_4C5A; // "ZLGR"

    /// <summary>Bytes of a group's head without its table.</summary>
    public const int HeaderBytes = LogGroupLayout.Size;

    /// <summary>Bytes at a group's end that are not zero, so that its last block never is: a zone that was finished has zeroes where a write was cut short.</summary>
    public const int TrailerBytes = sizeof(uint);

    private const uint Trailer = 0x4547_4C5A; // "ZLGE"

    /// <summary>Bytes that a record takes beside its data.</summary>
    public const int EntryBytes = LogEntryLayout.Size;

    /// <summary>The number of the first record behind the group's.</summary>
    public long NextSequence => FirstSequence + RecordCount;

    /// <summary>Header and table.</summary>
    public int HeadBytes => HeaderBytes + (RecordCount * EntryBytes);

    /// <summary>Whole blocks.</summary>
    public int LengthBytes(int blockSizeBytes) => (int)Blocks(HeadBytes + (long)DataBytes + TrailerBytes, blockSizeBytes);

    /// <summary>How long a group of such records is, in whole blocks.</summary>
    public static long LengthOf(long recordCount, long dataBytes, int blockSizeBytes) => Blocks(HeaderBytes + (recordCount * EntryBytes) + dataBytes + TrailerBytes, blockSizeBytes);

    /// <summary>Writes the group.</summary>
    /// <param name="records">Its records' data, as many and as long as the group says.</param>
    /// <param name="target">Exactly the group's blocks; all of it is overwritten.</param>
    public void Encode(IReadOnlyList<ReadOnlyMemory<byte>> records, Span<byte> target)
    {
        Debug.Assert(records.Count == RecordCount && records.Sum(record => (long)record.Length) == DataBytes, "A group has the records that it was planned for.");
        LogGroupLayout.Writer writer = LogGroupLayout.Write(target);
        writer.Magic = Magic;
        writer.Log = Log;
        writer.Generation = (ulong)Generation;
        writer.Offset = new Bytes((ulong)OffsetInZone);
        writer.FirstSequence = (ulong)FirstSequence;
        writer.RecordCount = (uint)RecordCount;
        writer.DataLength = new Bytes((ulong)DataBytes);
        int at = HeadBytes;
        for (int index = 0; index < records.Count; index++)
        {
            ReadOnlySpan<byte> data = records[index].Span;
            LogEntryLayout.Writer entry = LogEntryLayout.Write(target.Slice(HeaderBytes + (index * EntryBytes), EntryBytes));
            entry.Length = new Bytes((ulong)data.Length);

            // Of the copy: whoever changes the data meanwhile gets what stands on the medium, and not an error.
            data.CopyTo(target[at..]);
            entry.Checksum = LogChecksum.OfRecord(FirstSequence + index, target.Slice(at, data.Length));
            at += data.Length;
        }

        target[at..].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(target[^TrailerBytes..], Trailer);
        writer.Checksum = LogChecksum.Of(target[LogGroupLayout.Offsets.Log..HeadBytes]);
    }

    /// <summary>Reads a group's header, without its checksum: how much has to be read for that.</summary>
    /// <param name="block">At least the header.</param>
    /// <param name="log">Whose group it must be.</param>
    /// <param name="generation">The zone's.</param>
    /// <param name="offsetInZone">Where it was read.</param>
    /// <param name="group">The group; what it says is not to be trusted before <see cref="IsSealed"/>.</param>
    public static bool TryDecode(ReadOnlySpan<byte> block, Guid log, long generation, long offsetInZone, out LogGroup group)
    {
        LogGroupLayout layout = new(block);
        ulong tableBytes = layout.RecordCount * (ulong)EntryBytes;
        if (layout.Magic != Magic || layout.Log != log || layout.Generation != (ulong)generation || layout.Offset.Value != (ulong)offsetInZone
            || layout.RecordCount == 0 || tableBytes + layout.DataLength.Value > int.MaxValue / 2 || layout.FirstSequence > long.MaxValue - (ulong)layout.RecordCount)
        {
            group = default;
            return false;
        }

        group = new LogGroup(log, generation, offsetInZone, (long)layout.FirstSequence, (int)layout.RecordCount, (int)layout.DataLength.Value);
        return true;
    }

    /// <summary>Whether header and table are as they were written, and agree.</summary>
    /// <param name="bytes">At least the head.</param>
    public bool IsSealed(ReadOnlySpan<byte> bytes)
    {
        if (new LogGroupLayout(bytes).Checksum != LogChecksum.Of(bytes[LogGroupLayout.Offsets.Log..HeadBytes]))
        {
            return false;
        }

        ulong sum = 0;
        for (int index = 0; index < RecordCount; index++)
        {
            sum += EntryOf(bytes, index).Length.Value;
        }

        return sum == (ulong)DataBytes;
    }

    /// <summary>Reads a record of a group that is sealed.</summary>
    /// <param name="bytes">The whole group.</param>
    /// <param name="index">Index of the record.</param>
    /// <param name="at">Where its data begin; behind the call, where those of the next one do.</param>
    /// <param name="data">Its data.</param>
    /// <returns>False where they are not what was written.</returns>
    public bool TryGetRecord(ReadOnlySpan<byte> bytes, int index, ref int at, out ReadOnlySpan<byte> data)
    {
        LogEntryLayout entry = EntryOf(bytes, index);
        data = bytes.Slice(at, (int)entry.Length.Value);
        at += data.Length;
        return entry.Checksum == LogChecksum.OfRecord(FirstSequence + index, data);
    }

    private static LogEntryLayout EntryOf(ReadOnlySpan<byte> bytes, int index) => new(bytes.Slice(HeaderBytes + (index * EntryBytes), EntryBytes));

    private static long Blocks(long lengthBytes, int blockSizeBytes) => (lengthBytes + blockSizeBytes - 1) / blockSizeBytes * blockSizeBytes;
}
