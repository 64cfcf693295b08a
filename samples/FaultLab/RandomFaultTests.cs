using ZonedSdk;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;

namespace FaultLab;

/// <summary>Faults by seed: everything that a drive can do wrong and say so, at random, and again exactly so when a seed has failed.</summary>
public sealed class RandomFaultTests
{
    private const int Seeds = 100;
    private const int Entries = 60;

    public static TheoryData<int> AllSeeds => [.. Enumerable.Range(1, Seeds)];

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public async Task Every_entry_that_was_added_is_there(int seed)
    {
        FaultPlan faults = new(
            seed,
            Sometimes(FaultEffect.Fail),
            Sometimes(FaultEffect.Fail) with { LandedBlocks = FaultRule.AllBlocks },
            Sometimes(FaultEffect.ShortTransfer),
            Sometimes(FaultEffect.DelayCompletion) with { Delay = TimeSpan.FromMilliseconds(1) },
            Sometimes(FaultEffect.DuplicateCompletion),
            Sometimes(FaultEffect.ZoneFull),
            Sometimes(FaultEffect.ZoneReadOnly));
        await using ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { Seed = seed, Faults = faults }));

        // From here on the reports fail too that recoveries ask for. A device whose first report fails is not opened.
        faults.Add(Sometimes(FaultEffect.Fail) with { Event = DriveEvent.Report });
        Ledger ledger = new(device);
        HashSet<long> added = [];
        for (int entry = 0; entry < Entries; entry++)
        {
            try
            {
                await ledger.AddAsync(entry);
                added.Add(entry);
            }
            catch (Exception error) when (error is ZonedIOException or LedgerFullException)
            {
                // Five failures in a row, or no zone left: what was not added may be missing.
            }
        }

        faults.Clear();
        IReadOnlyList<long> entries = await ledger.ReadAsync();
        Assert.True(added.IsSubsetOf(entries), $"Seed {seed}, {faults.InjectedCount} faults: {string.Join(", ", added.Except(entries))} were added and are not there.");
    }

    // One write in fifty. A ledger without checksums cannot know of what a drive does wrong in silence, so nothing of that is here.
    private static FaultRule Sometimes(FaultEffect effect) => new() { Event = DriveEvent.Write, Effect = effect, RepeatEvery = 1, Probability = 0.02 };
}
