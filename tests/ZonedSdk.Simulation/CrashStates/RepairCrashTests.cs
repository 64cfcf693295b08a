using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Backends.Image.Repair;
using ZonedSdk.TestSupport;
using ZonedSdk.TestSupport.Image;
using Xunit.Abstractions;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>A crash while an image is repaired leaves it no worse: the next repair ends as the first one would have.</summary>
public sealed class RepairCrashTests(ITestOutputHelper output)
{
    private const int Zones = 300; // slots of two pages

    private static readonly Superblock s_superblock = TestImages.Plan(TestImages.Options(Zones, zoneSizeBytes: 16384), ringRecords: 16);

    [Fact]
    public void What_a_crash_leaves_of_a_repair_is_repaired_to_the_same_zones()
    {
        const int Seed = 20260309;
        PageImage sound = Live(out ulong last);
        int lastPage = (int)(s_superblock.RecordOffset(s_superblock.RingIndex(last)) / 4096);
        Random random = new(Seed);
        int states = 0, losses = 0;
        for (int round = 0; round < Campaign.Pick(25, 400); round++)
        {
            PageImage damaged = sound.Fork();
            for (int change = random.Next(1, 7); change > 0; change--)
            {
                int page = random.Next((int)(s_superblock.Data.Offset / 4096));
                Flip(damaged, page == lastPage || page == lastPage + 1 || page == 1 ? 0 : page);
            }

            if (round % 2 == 1)
            {
                // A page of each checkpoint, and one of the last records in both copies: something has to be lost.
                Flip(damaged, (int)(s_superblock.CheckpointPageOffset(0, random.Next(2)) / 4096));
                Flip(damaged, (int)(s_superblock.CheckpointPageOffset(1, random.Next(2)) / 4096));
                damaged.Zero(s_superblock.RecordOffset(s_superblock.RingIndex(last - (ulong)random.Next(1, 6))), JournalPage.RecordBytes);
            }

            CrashLog log = new();
            PageImage mended = damaged.Fork();
            ImageRepairReport first = Repair(new MemoryImageFile(mended) { Recorder = log });
            Assert.True(first.IsSound, $"Seed {Seed}, round {round}: {string.Join("; ", first.Obstacles)}");
            losses += first.Losses.Count;
            StoredZone[] expected = Read(mended);
            foreach (CrashState state in CrashStateSource.Enumerate(damaged, log.Events, [], CrashEffort.Brief, random))
            {
                states++;
                ImageRepairReport again = Repair(new MemoryImageFile(state.Image));
                Assert.True(again.IsSound, $"Seed {Seed}, round {round}, event {state.Position}: {string.Join("; ", again.Obstacles)}");
                Assert.Equal(expected, Read(state.Image));
            }
        }

        output.WriteLine($"{states} states, {losses} zones lost");
        Assert.True(states > 0 && losses > 0);
    }

    private static ImageRepairReport Repair(MemoryImageFile file) =>
        ImageRepairer.Repair(file, new ImageRepairOptions { UncertainZones = UncertainZoneChoice.Offline }, CancellationToken.None);

    private static StoredZone[] Read(PageImage image)
    {
        ImageStore store = ImageStore.Open(new MemoryImageFile(image.Fork(), isReadOnly: true), TaskScheduler.Default);
        return [.. Enumerable.Range(0, Zones).Select(store.Metadata.Load)];
    }

    private static void Flip(PageImage image, int page)
    {
        byte[] bytes = image.Page(page).ToArray();
        bytes[200] ^= 0x40;
        image.Write((long)page * 4096, bytes);
    }

    /// <summary>Three sessions of groups straight into the journal, with checkpoints as the ring wants them.</summary>
    private static PageImage Live(out ulong last)
    {
        MemoryImageFile file = TestImages.Create(s_superblock);
        Random random = new(11);
        StoredZone[] zones = [.. Enumerable.Range(0, Zones).Select(static zone => ZoneEntry.Initial(s_superblock, zone))];
        last = 0;
        for (int session = 0; session < 3; session++)
        {
            using ImageJournal journal = new(file, ImageRecovery.Read(file), ImageControls.None);
            Assert.Equal(0, journal.Begin());
            for (int group = 0; group < 7; group++)
            {
                int zone = random.Next(Zones);
                zones[zone] = new StoredZone(4096, ZoneCondition.Closed, zones[zone].Incarnation + 1);
                while (!journal.HasRoom(1) || (journal.WantsCheckpoint && group == 3))
                {
                    PendingCheckpoint pending = journal.PrepareCheckpoint();
                    Assert.Equal(0, journal.WriteCheckpoint(pending));
                    journal.Publish(pending);
                }

                Assert.Equal(0, journal.WriteGroup([new RecordEntry(zone, zones[zone])]));
            }

            last = journal.LastSequence;
        }

        return file.Content;
    }
}
