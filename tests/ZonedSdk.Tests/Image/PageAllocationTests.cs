using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Tests.Image;

/// <summary>A flush writes a journal record, and recovery reads thousands: neither allocates.</summary>
public sealed class PageAllocationTests
{
    [Fact]
    public void Writing_and_reading_a_full_record_allocates_nothing()
    {
        Superblock superblock = TestImages.Plan(TestImages.Options());
        RecordEntry[] entries = new RecordEntry[JournalPage.EntriesPerRecord];
        Array.Fill(entries, new RecordEntry(1, new StoredZone(4096, ZoneCondition.Closed, 1)));
        byte[] record = new byte[JournalPage.RecordBytes];
        Assert.Equal(JournalPage.EntriesPerRecord, Round(superblock, entries, record));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Round(superblock, entries, record);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int Round(Superblock superblock, RecordEntry[] entries, byte[] record)
    {
        JournalPage.Encode(superblock.Uuid, new RecordHeader(1, 1, 1, 1, 0, 0, 0, 0), entries, record);
        int sound = 0;
        if (JournalPage.TryDecode(superblock, superblock.RingIndex(1), record.AsSpan(0, PageFrame.SizeBytes), out RecordHeader header))
        {
            for (int index = 0; index < header.Count; index++)
            {
                sound += JournalPage.DecodeEntry(superblock, record, index, 0, out RecordEntry entry).IsNone && entry == entries[index] ? 1 : 0;
            }
        }

        return sound;
    }
}
