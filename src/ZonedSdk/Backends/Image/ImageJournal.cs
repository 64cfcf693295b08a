using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image;

/// <summary>The durable state and how it moves: groups into the ring, checkpoints into the inactive slot. One caller at a time, except <see cref="WriteCheckpoint"/>.</summary>
/// <remarks>Every call returns 0 or an error number; after an error the durable state is unknown, and the owner must stop writing.</remarks>
internal sealed class ImageJournal : IDisposable
{
    private const int CheckpointChunkPages = 64;

    private readonly IImageFile _file;
    private readonly Superblock _superblock;
    private readonly ImageControls _controls;
    private readonly StoredZone[] _durable;
    private readonly CheckpointSlot[] _slots;
    private AlignedBuffer _groupBuffer = new(JournalPage.RecordBytes);
    private ulong _lastSequence;
    private uint _lastChecksum;
    private uint _openCount;

    public ImageJournal(IImageFile file, RecoveredImage recovered, ImageControls controls)
    {
        _file = file;
        _superblock = recovered.Superblock!;
        _controls = controls;
        _durable = recovered.Zones;
        _slots = [.. recovered.Slots];
        _lastSequence = recovered.End.Sequence;
        _lastChecksum = recovered.End.Checksum;
        _openCount = recovered.End.OpenCount;
    }

    /// <summary>Most entries of one group.</summary>
    public int MaxGroupEntries => _superblock.GroupRecords * JournalPage.EntriesPerRecord;

    /// <summary>A quarter of the ring since the newest checkpoint: together with the quarter that leads to the older one, half of the ring.</summary>
    public bool WantsCheckpoint => _lastSequence - Newest.Header.Sequence >= (ulong)_superblock.JournalRecords / 4;

    public ulong LastSequence => _lastSequence;

    private CheckpointSlot Newest => _slots[NewestIndex];

    private int NewestIndex
    {
        get
        {
            if (_slots[0].IsComplete && _slots[1].IsComplete)
            {
                return _slots[0].Header.Generation > _slots[1].Header.Generation ? 0 : 1;
            }

            return _slots[0].IsComplete ? 0 : 1;
        }
    }

    public void Dispose() => _groupBuffer.Dispose();

    public StoredZone Durable(int zone) => _durable[zone];

    /// <summary>True when a group of so many records overwrites nothing that the older checkpoint needs.</summary>
    public bool HasRoom(int records)
    {
        if (_controls.HasFlag(ImageControls.OverwriteLiveRecords))
        {
            return true;
        }

        CheckpointSlot other = _slots[1 - NewestIndex];
        ulong oldest = other.IsComplete ? other.Header.Sequence : Newest.Header.Sequence;
        return _lastSequence + (ulong)records - oldest <= (ulong)_superblock.JournalRecords;
    }

    /// <summary>Starts a session: a fresh checkpoint and a record with a new open count, so that nothing torn can come back to life.</summary>
    public int Begin()
    {
        if (_controls.HasFlag(ImageControls.SilentOpen))
        {
            return 0;
        }

        _openCount++;

        // The second round is needed only where the ring is full behind the one checkpoint that was left.
        do
        {
            PendingCheckpoint pending = PrepareCheckpoint();
            int errno = WriteCheckpoint(pending);
            if (errno != 0)
            {
                return errno;
            }

            Publish(pending);
        }
        while (!HasRoom(1));

        return WriteGroup([]);
    }

    /// <summary>Writes a group of entries and makes it durable; then, and only then, the durable state moves.</summary>
    /// <param name="entries">At most <see cref="MaxGroupEntries"/>; room was made before.</param>
    public int WriteGroup(ReadOnlySpan<RecordEntry> entries)
    {
        int records = JournalPage.RecordsFor(entries.Length);
        System.Diagnostics.Debug.Assert(HasRoom(records), "Live records would be overwritten.");
        if (_groupBuffer.LengthBytes < records * JournalPage.RecordBytes)
        {
            _groupBuffer.Dispose();
            _groupBuffer = new AlignedBuffer(records * JournalPage.RecordBytes);
        }

        uint checksum = EncodeGroup(entries, records);
        ulong first = _lastSequence + 1;
        int errno = WriteRing(_superblock.RingIndex(first), records);
        if (errno == 0 && !_controls.HasFlag(ImageControls.UnsyncedRecord))
        {
            errno = _file.Synchronize();
        }

        if (errno != 0)
        {
            return errno;
        }

        foreach (RecordEntry entry in entries)
        {
            _durable[entry.Zone] = entry.State;
        }

        _lastSequence += (ulong)records;
        _lastChecksum = checksum;
        return 0;
    }

    /// <summary>Takes a copy of the durable state for the inactive slot.</summary>
    public PendingCheckpoint PrepareCheckpoint() => new(
        1 - NewestIndex,
        new CheckpointHeader(Newest.Header.Generation + 1, _lastSequence, _lastChecksum, _openCount),
        [.. _durable]);

    /// <summary>Writes a checkpoint. Touches nothing but the file and the copy, so groups go on beside it.</summary>
    public int WriteCheckpoint(PendingCheckpoint pending)
    {
        using AlignedBuffer buffer = new(Math.Min(CheckpointChunkPages, _superblock.SlotPages) * PageFrame.SizeBytes);
        for (int first = 0; first < _superblock.SlotPages; first += CheckpointChunkPages)
        {
            int pages = Math.Min(CheckpointChunkPages, _superblock.SlotPages - first);
            for (int page = 0; page < pages; page++)
            {
                CheckpointPage.Encode(_superblock.Uuid, pending.Header, first + page, pending.Zones, buffer.Span.Slice(page * PageFrame.SizeBytes, PageFrame.SizeBytes));
            }

            int errno = _file.WriteMetadata(_superblock.CheckpointPageOffset(pending.Slot, first), buffer.Span[..(pages * PageFrame.SizeBytes)]);
            if (errno != 0)
            {
                return errno;
            }
        }

        return _file.SynchronizeCheckpoint();
    }

    /// <summary>Lets a checkpoint that is durable count: from here on the ring behind the older one is free.</summary>
    public void Publish(PendingCheckpoint pending) => _slots[pending.Slot] = new CheckpointSlot(IsComplete: true, pending.Header);

    private uint EncodeGroup(ReadOnlySpan<RecordEntry> entries, int records)
    {
        uint previous = _lastChecksum;
        ulong first = _lastSequence + 1;
        for (int record = 0; record < records; record++)
        {
            int start = record * JournalPage.EntriesPerRecord;
            ReadOnlySpan<RecordEntry> part = entries[start..Math.Min(entries.Length, start + JournalPage.EntriesPerRecord)];
            RecordHeader header = new(first + (ulong)record, first, (uint)records, _openCount, previous, (uint)part.Length, (uint)Newest.Header.Generation, Checksum: 0);
            previous = JournalPage.Encode(_superblock.Uuid, header, part, _groupBuffer.Span.Slice(record * JournalPage.RecordBytes, JournalPage.RecordBytes));
        }

        return previous;
    }

    private int WriteRing(int ringIndex, int records)
    {
        int beforeWrap = Math.Min(records, _superblock.JournalRecords - ringIndex);
        int beforeWrapBytes = beforeWrap * JournalPage.RecordBytes;
        int errno = _file.WriteMetadata(_superblock.RecordOffset(ringIndex), _groupBuffer.Span[..beforeWrapBytes]);
        return errno != 0 || beforeWrap == records
            ? errno
            : _file.WriteMetadata(_superblock.RecordOffset(0), _groupBuffer.Span[beforeWrapBytes..(records * JournalPage.RecordBytes)]);
    }
}
