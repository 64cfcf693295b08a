using System.Numerics;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>Rebuilds the states that a crash can leave: every prefix of a log, with every subset of the pages that were not synchronised.</summary>
internal static class CrashStateSource
{
    private const int SectorBytes = 512;

    /// <summary>Enumerates the states of a log.</summary>
    /// <param name="start">The content before the log.</param>
    /// <param name="events">The log.</param>
    /// <param name="promises">What holds before the log's first event.</param>
    /// <param name="effort">How many subsets of pages an event gets.</param>
    /// <param name="random">Chooses subsets where there are too many pages, and torn sectors.</param>
    public static IEnumerable<CrashState> Enumerate(PageImage start, IReadOnlyList<CrashEvent> events, ZoneModel[] promises, CrashEffort effort, Random random)
    {
        PageImage stable = start.Fork();
        List<CrashEvent> pending = [];
        List<int> positions = [];
        yield return new CrashState(stable.Fork(), promises, 0);
        for (int index = 0; index < events.Count; index++)
        {
            CrashEvent next = events[index];
            promises = next.Zones ?? promises;
            switch (next.Kind)
            {
                case CrashEventKind.Change:
                    pending.Add(next);
                    positions.Add(index);

                    // What lacks the newest page was a state before it came.
                    foreach (ulong subset in Subsets(pending.Count, withNewest: true, effort, random))
                    {
                        yield return new CrashState(Build(stable, pending, subset), promises, index);
                    }

                    foreach (PageImage torn in TearNewest(stable, pending, effort.Tears))
                    {
                        yield return new CrashState(torn, promises, index);
                    }

                    yield return new CrashState(BuildTorn(stable, pending, random), promises, index);
                    break;
                case CrashEventKind.Barrier:
                    while (positions.Count > 0 && positions[0] < next.Offset)
                    {
                        pending[0].ApplyTo(stable);
                        pending.RemoveAt(0);
                        positions.RemoveAt(0);
                    }

                    break;
                case CrashEventKind.Promise:
                    foreach (ulong subset in Subsets(pending.Count, withNewest: false, effort, random))
                    {
                        yield return new CrashState(Build(stable, pending, subset), promises, index);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private static PageImage Build(PageImage stable, List<CrashEvent> pending, ulong subset)
    {
        PageImage image = stable.Fork();
        while (subset != 0)
        {
            pending[BitOperations.TrailingZeroCount(subset)].ApplyTo(image);
            subset &= subset - 1;
        }

        return image;
    }

    /// <summary>The newest page arrives up to a sector, or from a sector on, behind all the pages before it or behind none of them.</summary>
    private static IEnumerable<PageImage> TearNewest(PageImage stable, List<CrashEvent> pending, int tears)
    {
        CrashEvent newest = pending[^1];
        int sectors = newest.Data is null ? 0 : (newest.Data.Length + SectorBytes - 1) / SectorBytes;
        PageImage none = stable.Fork();
        PageImage all = stable.Fork();
        foreach (CrashEvent earlier in pending.SkipLast(1))
        {
            earlier.ApplyTo(all);
        }

        for (int tear = 1; tear < Math.Min(sectors, tears + 1); tear++)
        {
            foreach (PageImage before in new[] { none, all })
            {
                PageImage head = before.Fork();
                WriteSectors(head, newest, 0, tear);
                yield return head;
                PageImage tail = before.Fork();
                WriteSectors(tail, newest, tear, sectors);
                yield return tail;
            }
        }
    }

    private static void WriteSectors(PageImage image, CrashEvent change, int first, int end)
    {
        int start = first * SectorBytes;
        image.Write(change.Offset + start, change.Data.AsMemory(start, Math.Min(end * SectorBytes, change.Data!.Length) - start));
    }

    /// <summary>Every page that is not synchronised arrives in part, or not at all: metadata and data by sectors, space that is given back by pages.</summary>
    private static PageImage BuildTorn(PageImage stable, List<CrashEvent> pending, Random random)
    {
        PageImage image = stable.Fork();
        foreach (CrashEvent change in pending)
        {
            // A large range goes in several transactions of the file system's journal, so a crash may leave a part of it.
            long unitBytes = change.Data is null ? PageImage.PageBytes : SectorBytes;
            for (long start = 0; start < change.LengthBytes; start += unitBytes)
            {
                long lengthBytes = Math.Min(unitBytes, change.LengthBytes - start);
                if (random.Next(2) == 0)
                {
                    continue;
                }

                if (change.Data is null)
                {
                    image.Zero(change.Offset + start, lengthBytes);
                }
                else
                {
                    image.Write(change.Offset + start, change.Data.AsMemory((int)start, (int)lengthBytes));
                }
            }
        }

        return image;
    }

    private static IEnumerable<ulong> Subsets(int count, bool withNewest, CrashEffort effort, Random random)
    {
        ulong newest = withNewest ? 1UL << (count - 1) : 0;
        int free = withNewest ? count - 1 : count;
        if (count <= effort.ExhaustivePages)
        {
            for (ulong subset = 0; subset < 1UL << free; subset++)
            {
                yield return subset | newest;
            }

            yield break;
        }

        // Too many for all: none, all, the latest ones missing or alone, and a sample.
        ulong all = (1UL << Math.Min(free, 62)) - 1;
        yield return newest;
        yield return all | newest;
        for (int bit = Math.Max(0, Math.Min(free, 62) - effort.Samples); bit < Math.Min(free, 62); bit++)
        {
            yield return (all & ~(1UL << bit)) | newest;
            yield return (1UL << bit) | newest;
        }

        for (int sample = 0; sample < effort.Samples; sample++)
        {
            yield return ((ulong)random.NextInt64() & all) | newest;
        }
    }
}

/// <summary>A file as a crash may leave it, what it must keep, and where in the log it stands.</summary>
internal sealed record CrashState(PageImage Image, ZoneModel[] Promises, int Position);

/// <summary>How many subsets of unsynchronised pages an event gets.</summary>
/// <param name="ExhaustivePages">Up to so many pages, all subsets.</param>
/// <param name="Samples">Above, so many of each kind.</param>
/// <param name="Tears">So many places at which the newest page may be torn; its sectors less one are all.</param>
/// <param name="RecoveryTears">The same for a crash during recovery, of which every state has some.</param>
internal sealed record CrashEffort(int ExhaustivePages, int Samples, int Tears, int RecoveryTears)
{
    public static CrashEffort Full { get; } = new(10, 32, 2, 0);

    public static CrashEffort Brief { get; } = new(5, 4, 1, 0);
}
