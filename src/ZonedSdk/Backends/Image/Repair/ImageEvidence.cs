using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image.Repair;

/// <summary>Everything that still stands in an image about its zones, page by page: recovery wants whole checkpoints and an unbroken log, and here neither is to be had.</summary>
internal sealed class ImageEvidence
{
    private readonly IImageFile _file;
    private readonly AlignedBuffer _buffer;

    private ImageEvidence(IImageFile file, Superblock superblock, AlignedBuffer buffer)
    {
        _file = file;
        _buffer = buffer;
        Superblock = superblock;
        Headers = [new CheckpointHeader?[superblock.SlotPages], new CheckpointHeader?[superblock.SlotPages]];
        States = [new StoredZone[superblock.Geometry.ZoneCount], new StoredZone[superblock.Geometry.ZoneCount]];
        Ring = new JournalSlot[superblock.JournalRecords];
        Entries = new RecordEntry[superblock.JournalRecords][];
    }

    public Superblock Superblock { get; }

    /// <summary>Of both slots, what each good page says of its checkpoint.</summary>
    public CheckpointHeader?[][] Headers { get; }

    /// <summary>Of both slots, the zones on good pages.</summary>
    public StoredZone[][] States { get; }

    /// <summary>The ring.</summary>
    public JournalSlot[] Ring { get; }

    /// <summary>What the records say, by place in the ring. Null for a record that no drive can have written: it is sealed and has its place in the log, so something was said there, and nobody knows what.</summary>
    public RecordEntry[]?[] Entries { get; }

    /// <summary>Where the medium cannot read a part of the ring; -1 = nowhere.</summary>
    public long UnreadableOffset { get; private set; } = -1;

    /// <summary>The newest checkpoint of which a page is good.</summary>
    public CheckpointHeader? Newest
    {
        get
        {
            CheckpointHeader? newest = null;
            foreach (CheckpointHeader? header in Headers[0].Concat(Headers[1]))
            {
                newest = header is { } own && (newest is not { } best || (own.OpenCount, own.Sequence, own.Generation).CompareTo((best.OpenCount, best.Sequence, best.Generation)) > 0) ? header : newest;
            }

            return newest;
        }
    }

    public static ImageEvidence Read(IImageFile file, Superblock superblock)
    {
        using AlignedBuffer buffer = new(JournalPage.RecordBytes);
        ImageEvidence evidence = new(file, superblock, buffer);
        for (int slot = 0; slot < evidence.Headers.Length; slot++)
        {
            for (int page = 0; page < superblock.SlotPages; page++)
            {
                evidence.ReadPage(slot, page);
            }
        }

        for (int index = 0; index < evidence.Ring.Length; index++)
        {
            evidence.ReadRecord(index);
        }

        return evidence;
    }

    /// <summary>Takes what a record says for lost.</summary>
    public void Disbelieve(int ringIndex) => Entries[ringIndex] = null;

    private void ReadPage(int slot, int page)
    {
        // As far as recovery goes: beyond, sums of sequence numbers could overflow.
        const ulong MaxCounter = 1UL << 62;
        Span<byte> bytes = _buffer.Span[..PageFrame.SizeBytes];
        long offset = Superblock.CheckpointPageOffset(slot, page);
        if (_file.ReadMetadata(offset, bytes) != 0 || !CheckpointPage.Decode(Superblock, page, bytes, offset, States[slot]).IsNone)
        {
            return;
        }

        CheckpointHeader header = CheckpointPage.DecodeHeader(bytes);
        Headers[slot][page] = header.Sequence <= MaxCounter && header.Generation <= MaxCounter ? header : null;
    }

    private void ReadRecord(int index)
    {
        Entries[index] = [];
        Span<byte> record = _buffer.Span;
        long offset = Superblock.RecordOffset(index);
        if (_file.ReadMetadata(offset, record) != 0)
        {
            UnreadableOffset = UnreadableOffset < 0 ? offset : UnreadableOffset;
            return;
        }

        JournalSlot slot = JournalSlot.Read(Superblock, index, record);
        if (!slot.IsValid)
        {
            return;
        }

        ReadOnlySpan<byte> page = record.Slice(slot.FirstIsGood ? 0 : PageFrame.SizeBytes, PageFrame.SizeBytes);
        Ring[index] = slot;
        RecordEntry[] entries = new RecordEntry[slot.Header.Count];
        for (int entry = 0; entry < entries.Length; entry++)
        {
            if (!JournalPage.DecodeEntry(Superblock, page, entry, offset, out entries[entry]).IsNone)
            {
                Disbelieve(index);
                return;
            }
        }

        Entries[index] = entries;
    }
}
