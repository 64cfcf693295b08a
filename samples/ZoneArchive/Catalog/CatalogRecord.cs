using System.Text;

namespace ZoneArchive;

/// <summary>
/// One change of the catalog, as it stands in the log: type (1 byte), 3 bytes of zero, length of the whole record (4 bytes), then the fields.
/// </summary>
internal abstract record CatalogRecord
{
    public const int HeadBytes = 8;

    private enum RecordType : byte
    {
        Extents = 1,
        Publish = 2,
        Delete = 3,
        Move = 4,
        LostZone = 5,
    }

    /// <summary>Bytes of the encoded record, head included.</summary>
    public abstract int EncodedBytes { get; }

    public void Write(Span<byte> target)
    {
        var writer = new ByteWriter(target[..EncodedBytes]);
        writer.Byte((byte)Type);
        writer.ZeroTo(4);
        writer.Int32(EncodedBytes);
        WriteFields(ref writer);
    }

    /// <summary>Reads the record at the reader's position.</summary>
    public static CatalogRecord Read(ref ByteReader reader)
    {
        var type = (RecordType)reader.Byte();
        _ = reader.Bytes(3);
        var fields = new ByteReader(reader.Bytes(reader.Int32() - HeadBytes));
        CatalogRecord record = type switch
        {
            RecordType.Extents => ExtentsRecord.ReadFields(ref fields),
            RecordType.Publish => PublishRecord.ReadFields(ref fields),
            RecordType.Delete => new DeleteRecord(fields.UInt64()),
            RecordType.Move => new MoveRecord(fields.UInt64(), fields.Int32(), ReadRef(ref fields)),
            RecordType.LostZone => new LostZoneRecord(fields.Int32()),
            _ => throw new ArchiveFormatException($"The catalog log has a record of the unknown type {(byte)type}: it was written by a newer version."),
        };
        return record;
    }

    private protected const int RefBytes = 40;

    private protected static void WriteRef(ref ByteWriter writer, in ExtentRef extent)
    {
        writer.Int32(extent.Address.ZoneIndex);
        writer.Int32(extent.LengthBytes);
        writer.UInt64(extent.Incarnation);
        writer.Int64(extent.Address.OffsetInZone);
        writer.Int64(extent.FileOffset);
        writer.UInt32(extent.Crc);
        writer.UInt32(0);
    }

    private protected static ExtentRef ReadRef(ref ByteReader reader)
    {
        int zone = reader.Int32();
        int lengthBytes = reader.Int32();
        ulong incarnation = reader.UInt64();
        long offsetInZone = reader.Int64();
        long fileOffset = reader.Int64();
        uint crc = reader.UInt32();
        _ = reader.UInt32();
        return zone >= 0 && offsetInZone >= 0
            ? new ExtentRef(new(zone, offsetInZone), incarnation, fileOffset, lengthBytes, crc)
            : throw new ArchiveFormatException($"The catalog log has an extent at byte {offsetInZone} of data zone {zone}, which is no place.");
    }

    private protected abstract void WriteFields(ref ByteWriter writer);

    private RecordType Type => this switch
    {
        ExtentsRecord => RecordType.Extents,
        PublishRecord => RecordType.Publish,
        DeleteRecord => RecordType.Delete,
        LostZoneRecord => RecordType.LostZone,
        _ => RecordType.Move,
    };

    /// <summary>Some of a file's pieces, in order. They count when the file is published; without that they are nothing.</summary>
    internal sealed record ExtentsRecord(ulong FileId, int FirstIndex, ReadOnlyMemory<ExtentRef> Extents) : CatalogRecord
    {
        /// <summary>More pieces of one file go to several records: a record must fit one append.</summary>
        public const int MaxCount = 1000;

        public override int EncodedBytes => HeadBytes + 16 + (RefBytes * Extents.Length);

        internal static ExtentsRecord ReadFields(ref ByteReader reader)
        {
            ulong fileId = reader.UInt64();
            int firstIndex = reader.Int32();
            int count = reader.Int32();
            if (count is < 0 or > MaxCount)
            {
                throw new ArchiveFormatException($"The catalog log has a record of {count} extents; {MaxCount} are the most.");
            }

            var extents = new ExtentRef[count];
            for (int i = 0; i < count; i++)
            {
                extents[i] = ReadRef(ref reader);
            }

            return new ExtentsRecord(fileId, firstIndex, extents);
        }

        private protected override void WriteFields(ref ByteWriter writer)
        {
            writer.UInt64(FileId);
            writer.Int32(FirstIndex);
            writer.Int32(Extents.Length);
            foreach (ExtentRef extent in Extents.Span)
            {
                WriteRef(ref writer, extent);
            }
        }
    }

    /// <summary>From here on the entry is in the archive, with the pieces of the records before it, and replaces another one of its name.</summary>
    internal sealed record PublishRecord(ArchiveEntry Entry, int ExtentCount) : CatalogRecord
    {
        public override int EncodedBytes => HeadBytes + 40 + Encoding.UTF8.GetByteCount(Entry.Name) + Encoding.UTF8.GetByteCount(Entry.LinkTarget);

        internal static PublishRecord ReadFields(ref ByteReader reader)
        {
            ulong fileId = reader.UInt64();
            long lengthBytes = reader.Int64();
            long modifiedTicks = reader.Int64();
            int extentCount = reader.Int32();
            var mode = (UnixFileMode)reader.Int32();
            var kind = (EntryKind)reader.Byte();
            _ = reader.Bytes(3);
            int nameBytes = reader.UInt16();
            int targetBytes = reader.UInt16();
            if (modifiedTicks < 0 || modifiedTicks > DateTime.MaxValue.Ticks)
            {
                throw new ArchiveFormatException($"The catalog log has an entry that was modified at tick {modifiedTicks}, which is no date.");
            }

            var entry = new ArchiveEntry
            {
                FileId = fileId,
                Kind = kind,
                Mode = mode,
                Modified = new DateTimeOffset(modifiedTicks, TimeSpan.Zero),
                LengthBytes = lengthBytes,
                Name = Encoding.UTF8.GetString(reader.Bytes(nameBytes)),
                LinkTarget = Encoding.UTF8.GetString(reader.Bytes(targetBytes)),
            };
            return new PublishRecord(entry, extentCount);
        }

        private protected override void WriteFields(ref ByteWriter writer)
        {
            byte[] name = Encoding.UTF8.GetBytes(Entry.Name);
            byte[] target = Encoding.UTF8.GetBytes(Entry.LinkTarget);
            writer.UInt64(Entry.FileId);
            writer.Int64(Entry.LengthBytes);
            writer.Int64(Entry.Modified.UtcTicks);
            writer.Int32(ExtentCount);
            writer.Int32((int)Entry.Mode);
            writer.Byte((byte)Entry.Kind);
            writer.ZeroTo(writer.Position + 3);
            writer.UInt16(checked((ushort)name.Length));
            writer.UInt16(checked((ushort)target.Length));
            writer.Bytes(name);
            writer.Bytes(target);
        }
    }

    /// <summary>The entry is no longer in the archive.</summary>
    internal sealed record DeleteRecord(ulong FileId) : CatalogRecord
    {
        public override int EncodedBytes => HeadBytes + 8;

        private protected override void WriteFields(ref ByteWriter writer) => writer.UInt64(FileId);
    }

    /// <summary>One piece has a new place: reclaim copied it.</summary>
    internal sealed record MoveRecord(ulong FileId, int Index, ExtentRef Extent) : CatalogRecord
    {
        public override int EncodedBytes => HeadBytes + 12 + RefBytes;

        private protected override void WriteFields(ref ByteWriter writer)
        {
            writer.UInt64(FileId);
            writer.Int32(Index);
            WriteRef(ref writer, Extent);
        }
    }

    /// <summary>A log zone took no more writes when this was written, and held nothing of the generation. So it is not missed when it cannot be read.</summary>
    internal sealed record LostZoneRecord(int Zone) : CatalogRecord
    {
        public override int EncodedBytes => HeadBytes + 4;

        private protected override void WriteFields(ref ByteWriter writer) => writer.Int32(Zone);
    }
}
