using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>What a scan keeps of one place in the ring.</summary>
/// <param name="Header">The header of the copy that counts; meaningless when no copy is good.</param>
/// <param name="FirstIsGood">The first copy is the record.</param>
/// <param name="SecondIsGood">The second copy is the record.</param>
/// <param name="IsUnused">Both copies are all zero, as creation leaves them.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JournalSlot(RecordHeader Header, bool FirstIsGood, bool SecondIsGood, bool IsUnused)
{
    public bool IsValid => FirstIsGood || SecondIsGood;

    public bool IsWhole => FirstIsGood && SecondIsGood;

    /// <summary>True when the place holds that record.</summary>
    public bool Holds(ulong sequence) => IsValid && Header.Sequence == sequence;

    /// <summary>Reads both copies of a record and decides which one counts.</summary>
    /// <param name="superblock">The image's facts.</param>
    /// <param name="ringIndex">The place in the ring.</param>
    /// <param name="record">Both pages.</param>
    public static JournalSlot Read(Superblock superblock, int ringIndex, ReadOnlySpan<byte> record)
    {
        ReadOnlySpan<byte> firstPage = record[..PageFrame.SizeBytes];
        ReadOnlySpan<byte> secondPage = record.Slice(PageFrame.SizeBytes, PageFrame.SizeBytes);
        bool first = JournalPage.TryDecode(superblock, ringIndex, firstPage, out RecordHeader firstHeader);
        bool second = JournalPage.TryDecode(superblock, ringIndex, secondPage, out RecordHeader secondHeader);
        if (first && second && firstHeader != secondHeader)
        {
            // A crash between the two pages leaves the new record beside the one that stood there a lap, or a session, before.
            // Two different records of one number and one session cannot both be true, so neither is believed.
            int order = Compare(firstHeader, secondHeader);
            return order switch
            {
                > 0 => new JournalSlot(firstHeader, FirstIsGood: true, SecondIsGood: false, IsUnused: false),
                < 0 => new JournalSlot(secondHeader, FirstIsGood: false, SecondIsGood: true, IsUnused: false),
                _ => default,
            };
        }

        bool unused = !first && !second && PageFrame.IsZero(record[..JournalPage.RecordBytes]);
        return new JournalSlot(first ? firstHeader : secondHeader, first, second, unused);
    }

    private static int Compare(in RecordHeader first, in RecordHeader second)
    {
        int bySequence = first.Sequence.CompareTo(second.Sequence);
        return bySequence != 0 ? bySequence : first.OpenCount.CompareTo(second.OpenCount);
    }
}
