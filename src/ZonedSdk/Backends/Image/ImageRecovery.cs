using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image;

/// <summary>Reads an image: superblock, newest complete checkpoint, journal. Writes nothing, throws nothing for what it reads, and allocates no more than the zones' states and a bounded buffer.</summary>
internal sealed class ImageRecovery
{
    private const int ChunkPages = 64;

    private readonly IImageFile _file;
    private readonly ImageControls _controls;
    private readonly RecoveredImage _image = new();
    private readonly FormatFault[] _slotFaults = new FormatFault[2];

    private ImageRecovery(IImageFile file, ImageControls controls)
    {
        _file = file;
        _controls = controls;
    }

    /// <summary>Reads an image.</summary>
    /// <param name="file">The file.</param>
    /// <param name="controls">Rules that a negative control switches off.</param>
    public static RecoveredImage Read(IImageFile file, ImageControls controls = ImageControls.None)
    {
        ImageRecovery recovery = new(file, controls);
        recovery.ReadSuperblocks();
        if (recovery._image.Superblock is { } superblock)
        {
            recovery.ReadState(superblock);
        }

        return recovery._image;
    }

    private void ReadSuperblocks()
    {
        const int LengthBytes = Superblock.Copies * PageFrame.SizeBytes;
        if (_file.LengthBytes < LengthBytes)
        {
            _image.RefuseOpening(new FormatFault(FormatErrorKind.TooShort, _file.LengthBytes, $"no zoned image: the file has {_file.LengthBytes} bytes, the superblocks alone take {LengthBytes}; check the path"));
            return;
        }

        using AlignedBuffer buffer = new(LengthBytes);
        if (_file.ReadMetadata(0, buffer.Span) is var errno && errno != 0)
        {
            _image.RefuseOpening(Unreadable(0, "the superblocks", errno));
            return;
        }

        Span<byte> firstPage = buffer.Span[..PageFrame.SizeBytes];
        Span<byte> secondPage = buffer.Span[PageFrame.SizeBytes..];
        Superblock? first = SuperblockReader.Read(firstPage, 0, _file.LengthBytes, out FormatFault firstFault);
        Superblock? second = SuperblockReader.Read(secondPage, PageFrame.SizeBytes, _file.LengthBytes, out FormatFault secondFault);
        _image.Superblock = first ?? second;
        if (_image.Superblock is null)
        {
            // Where one copy is merely damaged, what the other one says is the better explanation.
            bool firstIsDamaged = firstFault.Kind is FormatErrorKind.SuperblockChecksum or FormatErrorKind.NotAnImage;
            bool secondIsDamaged = secondFault.Kind is FormatErrorKind.SuperblockChecksum or FormatErrorKind.NotAnImage;
            bool preferSecond = firstIsDamaged && (!secondIsDamaged || (firstFault.Kind == FormatErrorKind.NotAnImage && secondFault.Kind != FormatErrorKind.NotAnImage));
            _image.RefuseOpening(preferSecond ? secondFault : firstFault);
            _image.Note(ImageFindingSeverity.Error, preferSecond ? firstFault : secondFault);
        }
        else if (first is null || second is null)
        {
            // A copy that is sealed, yet makes no sense, was written so: that is no decay, and the other copy is not the truth for certain.
            FormatFault fault = first is null ? firstFault : secondFault;
            if (fault.Kind is FormatErrorKind.SuperblockChecksum or FormatErrorKind.NotAnImage)
            {
                _image.Note(ImageFindingSeverity.Warning, fault);
            }
            else
            {
                _image.RefuseWriting(fault);
            }
        }
        else if (!firstPage.SequenceEqual(secondPage))
        {
            _image.RefuseWriting(new FormatFault(FormatErrorKind.SuperblocksDiffer, PageFrame.SizeBytes + firstPage.CommonPrefixLength(secondPage), "both superblocks are good, and they differ: one of them is not this image's; open it read-only, where the first one counts"));
        }
    }

    private void ReadState(Superblock superblock)
    {
        int pages = Math.Min(ChunkPages, Math.Max(superblock.SlotPages, superblock.JournalRecords * JournalPage.Copies));
        using AlignedBuffer buffer = new(pages * PageFrame.SizeBytes);
        StoredZone[] zones = new StoredZone[superblock.Geometry.ZoneCount];
        for (int slot = 0; slot < 2; slot++)
        {
            _image.Slots[slot] = ReadSlot(superblock, slot, buffer, []);
        }

        JournalSlot[] ring = ReadRing(superblock, buffer);
        int newest = NewestSlot();
        NoteSlots(superblock, newest, ring);
        if (newest < 0)
        {
            _image.RefuseOpening(new FormatFault(FormatErrorKind.NoCheckpoint, superblock.Checkpoints.Offset, "neither checkpoint is usable, so no zone's state is known; restore the image from a copy"));
            return;
        }

        _image.BaseSlot = newest;
        ReadSlot(superblock, newest, buffer, zones);
        JournalEnd end = JournalReplay.FindEnd(superblock, _image.Slots[newest].Header, ring);
        _image.End = end;
        if (!end.Corruption.IsNone)
        {
            _image.RefuseWriting(end.Corruption);
        }

        if (end.OpenCount == uint.MaxValue)
        {
            // The next session's count would be 0, and its records would pass for those of the first one.
            _image.RefuseWriting(new FormatFault(FormatErrorKind.Checkpoint, superblock.Checkpoints.Offset, $"the image was opened {end.OpenCount} times, which is all that it can count; open it read-only and copy it"));
        }

        FormatFault fault = Replay(superblock, ring, _image.Slots[newest].Header.Sequence, end.Sequence, buffer, zones);
        if (!fault.IsNone)
        {
            _image.RefuseOpening(fault);
        }

        _image.Zones = zones;
        JournalAudit.Examine(superblock, ring, _image);
    }

    private int NewestSlot()
    {
        CheckpointSlot first = _image.Slots[0];
        CheckpointSlot second = _image.Slots[1];
        if (first.IsComplete && second.IsComplete)
        {
            return first.Header.Generation > second.Header.Generation ? 0 : 1;
        }

        return first.IsComplete ? 0 : second.IsComplete ? 1 : -1;
    }

    /// <summary>A crash during a checkpoint leaves an incomplete slot, and so does damage. What a record names was whole once; what the medium cannot read, a crash did not do.</summary>
    private void NoteSlots(Superblock superblock, int newest, JournalSlot[] ring)
    {
        for (int slot = 0; slot < 2; slot++)
        {
            FormatFault fault = _slotFaults[slot];
            if (fault.IsNone)
            {
                continue;
            }

            if (newest < 0)
            {
                _image.Note(ImageFindingSeverity.Error, fault);
            }
            else if (fault.Kind == FormatErrorKind.Unreadable || WasWhole(superblock, _image.Slots[newest].Header, ring))
            {
                _image.Note(ImageFindingSeverity.Warning, fault with { Message = $"checkpoint slot {slot} is damaged, the other one is used: {fault.Message}" });
            }
            else
            {
                _image.Note(ImageFindingSeverity.Notice, fault with { Message = $"checkpoint slot {slot} is incomplete, as a crash during a checkpoint leaves it, and the other one is used: {fault.Message}" });
            }
        }
    }

    /// <summary>True when a record names a newer checkpoint than the one that is left. That one was whole when the record was written, and its slot is not written again before there is a newer one still.</summary>
    private static bool WasWhole(Superblock superblock, in CheckpointHeader left, JournalSlot[] ring)
    {
        JournalSlot last = ring[superblock.RingIndex(JournalReplay.FindEnd(superblock, left, ring).Sequence)];
        return last.IsValid && last.Header.OpenCount >= left.OpenCount && unchecked((int)(last.Header.CheckpointGeneration - (uint)left.Generation)) > 0;
    }

    private CheckpointSlot ReadSlot(Superblock superblock, int slot, AlignedBuffer buffer, Span<StoredZone> zones)
    {
        CheckpointHeader header = default;
        for (int first = 0; first < superblock.SlotPages; first += ChunkPages)
        {
            int pages = Math.Min(ChunkPages, superblock.SlotPages - first);
            long offset = superblock.CheckpointPageOffset(slot, first);
            Span<byte> chunk = buffer.Span[..(pages * PageFrame.SizeBytes)];
            if (_file.ReadMetadata(offset, chunk) is var errno && errno != 0)
            {
                _slotFaults[slot] = Unreadable(offset, $"checkpoint slot {slot}", errno);
                return default;
            }

            for (int page = 0; page < pages; page++)
            {
                ReadOnlySpan<byte> bytes = chunk.Slice(page * PageFrame.SizeBytes, PageFrame.SizeBytes);
                long pageOffset = offset + ((long)page * PageFrame.SizeBytes);
                FormatFault fault = DecodePage(superblock, first + page, bytes, pageOffset, ref header, zones);
                if (!fault.IsNone)
                {
                    _slotFaults[slot] = fault;
                    return default;
                }
            }
        }

        return new CheckpointSlot(IsComplete: true, header);
    }

    private static FormatFault DecodePage(Superblock superblock, int pageNumber, ReadOnlySpan<byte> page, long offset, ref CheckpointHeader header, Span<StoredZone> zones)
    {
        // Far below the end of the type, so that no sum of sequence numbers overflows.
        const ulong MaxCounter = 1UL << 62;
        FormatFault fault = CheckpointPage.Decode(superblock, pageNumber, page, offset, zones);
        if (!fault.IsNone)
        {
            return fault;
        }

        CheckpointHeader own = CheckpointPage.DecodeHeader(page);
        if (pageNumber == 0)
        {
            header = own;
        }

        if (own != header)
        {
            return new FormatFault(FormatErrorKind.Checkpoint, offset + CheckpointLayout.Offsets.Generation, $"page {pageNumber} is of checkpoint {own.Generation}, page 0 of checkpoint {header.Generation}");
        }

        return own.Sequence > MaxCounter || own.Generation > MaxCounter
            ? new FormatFault(FormatErrorKind.Checkpoint, offset + CheckpointLayout.Offsets.Generation, $"generation {own.Generation} and sequence {own.Sequence} are beyond what an image can reach")
            : default;
    }

    private JournalSlot[] ReadRing(Superblock superblock, AlignedBuffer buffer)
    {
        const int ChunkRecords = ChunkPages / JournalPage.Copies;
        JournalSlot[] ring = new JournalSlot[superblock.JournalRecords];
        for (int first = 0; first < ring.Length; first += ChunkRecords)
        {
            int records = Math.Min(ChunkRecords, ring.Length - first);
            Span<byte> chunk = buffer.Span[..(records * JournalPage.RecordBytes)];
            if (_file.ReadMetadata(superblock.RecordOffset(first), chunk) is var errno && errno != 0)
            {
                _image.RefuseWriting(Unreadable(superblock.RecordOffset(first), $"records {first} to {first + records - 1} of the ring", errno));
                continue;
            }

            for (int index = 0; index < records; index++)
            {
                ring[first + index] = JournalSlot.Read(superblock, first + index, chunk.Slice(index * JournalPage.RecordBytes, JournalPage.RecordBytes));
            }
        }

        return ring;
    }

    private FormatFault Replay(Superblock superblock, JournalSlot[] ring, ulong from, ulong to, AlignedBuffer buffer, StoredZone[] zones)
    {
        Span<byte> page = buffer.Span[..PageFrame.SizeBytes];
        for (ulong sequence = from + 1; sequence <= to; sequence++)
        {
            int ringIndex = superblock.RingIndex(sequence);
            JournalSlot slot = ring[ringIndex];
            long offset = superblock.RecordOffset(ringIndex) + (slot.FirstIsGood ? 0 : PageFrame.SizeBytes);
            int errno = _file.ReadMetadata(offset, page);
            if (errno != 0)
            {
                return Unreadable(offset, $"record {sequence}", errno);
            }

            // It was good a moment ago; what changed under us must not be believed now.
            if (!JournalPage.TryDecode(superblock, ringIndex, page, out RecordHeader header) || header != slot.Header)
            {
                return new FormatFault(FormatErrorKind.Record, offset, $"record {sequence} reads differently the second time; check the medium");
            }

            FormatFault fault = JournalReplay.Apply(superblock, header, page, offset, zones, _controls);
            if (!fault.IsNone)
            {
                return fault;
            }
        }

        return default;
    }

    private static FormatFault Unreadable(long offset, string what, int errno) =>
        new(FormatErrorKind.Unreadable, offset, $"{what} cannot be read: {Errno.Describe(errno)}; check the medium");
}
