using ZonedSdk.Backends.Faults;
using ZonedSdk.Testing;
using ZonedSdk.Testing.Benches;
using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>
/// A writer that meets bad sectors, recovers and goes on: each error costs one block of its count, and nothing else.
/// Bad sectors of 512 bytes stand at the zone's start + 2, at + gap + 11 and at + 2 gaps + 8; a failing write lands up to the bad sector.
/// </summary>
public sealed class BadSectorTests
{
    private const int Sector = 512;
    private const int WriteBytes = 4096;
    private const int SectorsPerWrite = WriteBytes / Sector;
    private const int ZoneSectors = 1024;
    private const int GapSectors = 256;
    private const int ZoneBytes = ZoneSectors * Sector;
    private const int BadSectors = 3;

    public static TheoryData<string, int, int, bool> Jobs()
    {
        TheoryData<string, int, int, bool> rows = [];
        foreach (string drive in Targets.Names)
        {
            foreach (bool landsPartly in new[] { true, false })
            {
                rows.Add(drive, 1, 1, landsPartly);
                rows.Add(drive, 1, 32, landsPartly);
                rows.Add(drive, 8, 32, landsPartly);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public Task A_job_writes_all_but_one_block_for_each_bad_sector(string drive, int jobs, int depth, bool landsPartly) => OnAsync(drive, jobs, async bench =>
    {
        for (int zone = 0; zone < jobs; zone++)
        {
            AddBadSectors(bench, zone, landsPartly, isForEver: false);
        }

        Job[] all = [.. Enumerable.Range(0, jobs).Select(zone => new Job(bench, zone, depth))];
        await Task.WhenAll(all.Select(job => job.RunAsync())).WaitAsync(TimeSpan.FromSeconds(60));
        foreach (Job job in all)
        {
            Assert.Equal(BadSectors, job.Errors);
            Assert.Equal(0, job.FailedRecoveries);
            Assert.Equal(ZoneBytes - (WriteBytes * job.Errors), job.BytesWritten);
            Assert.Equal(ZoneCondition.Full, (await bench.ReportAsync(job.Zone)).Condition);
            Assert.Equal(job.Data, await bench.ReadAsync(job.Zone, 0, ZoneSectors));
        }

        await bench.AssertAgreedAsync();
    });

    [Theory]
    [MemberData(nameof(Jobs))]
    public Task A_recovery_write_that_fails_itself_is_reported_and_nobody_hangs(string drive, int jobs, int depth, bool landsPartly) => OnAsync(drive, jobs + 1, async bench =>
    {
        for (int zone = 0; zone < jobs; zone++)
        {
            AddBadSectors(bench, zone, landsPartly, isForEver: true);
        }

        Job[] all = [.. Enumerable.Range(0, jobs + 1).Select(zone => new Job(bench, zone, depth))];
        await Task.WhenAll(all.Select(job => job.RunAsync())).WaitAsync(TimeSpan.FromSeconds(60));
        foreach (Job job in all[..jobs])
        {
            // The first sector of the zone's first write stays bad: two sectors are as far as one gets.
            Assert.Equal((1, 1, 0), (job.Errors, job.FailedRecoveries, job.BytesWritten));
            Assert.Equal(landsPartly ? 2 : 0, bench.Written(job.Zone));
            Assert.False(bench.Device.GetStatus(job.Zone).IsFaulted);
        }

        Assert.Equal(ZoneBytes, all[jobs].BytesWritten);
        await bench.AssertAgreedAsync();
    });

    private static Task OnAsync(string drive, int zones, CaseBody body)
    {
        DriveShape shape = new() { BlockSizeBytes = Sector, ZoneBlocks = ZoneSectors, SizeBlocks = (long)ZoneSectors * zones, RunsOnThreads = true };
        return Bench.RunAsync(Targets.Of(drive, ZoneFlavour.Zbc), new CaseNeeds { Shape = shape, Faults = DriveFaults.Plan }, new CaseTrace(), body, CancellationToken.None);
    }

    private static void AddBadSectors(Bench bench, int zone, bool landsPartly, bool isForEver)
    {
        foreach (int sector in new[] { 2, GapSectors + 11, (2 * GapSectors) + 8 })
        {
            long offset = bench.Device.Geometry.StartOf(zone) + (sector * Sector);
            bench.Plan.Add(new FaultRule
            {
                Event = DriveEvent.Write,
                Effect = FaultEffect.Fail,
                Zone = zone,
                FromOffset = offset,
                ToOffset = offset + Sector,
                LandedBlocks = landsPartly ? sector % SectorsPerWrite : 0,
                RepeatEvery = isForEver && !landsPartly ? 1 : 0,
            });
            if (isForEver && landsPartly)
            {
                // The write lands up to the bad sector, and whoever starts there later gets nowhere.
                bench.Plan.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Zone = zone, FromOffset = offset, ToOffset = offset + Sector, RepeatEvery = 1 });
            }
        }
    }

    /// <summary>Writes one zone in order, several writes in flight; after an error it fills the block that failed and submits again what only stood behind it.</summary>
    private sealed class Job(Bench bench, int zone, int depth)
    {
        public int Zone => zone;

        public byte[] Data { get; } = Bench.Pattern(ZoneBytes, zone + 1);

        public long BytesWritten { get; private set; }

        public int Errors { get; private set; }

        public int FailedRecoveries { get; private set; }

        public async Task RunAsync()
        {
            long start = bench.Device.Geometry.StartOf(zone);
            int next = 0;
            while (next < ZoneBytes)
            {
                Task[] batch = [.. Enumerable.Range(next / WriteBytes, Math.Min(depth, (ZoneBytes - next) / WriteBytes))
                    .Select(i => bench.Device.WriteAsync(start + (i * WriteBytes), Data.AsMemory(i * WriteBytes, WriteBytes)).AsTask())];
                ZonedIOException? cause = null;
                foreach (Task write in batch)
                {
                    try
                    {
                        await write;
                        BytesWritten += WriteBytes;
                        next += WriteBytes;
                    }
                    catch (ZoneFollowerException follower)
                    {
                        Assert.NotNull(follower.RootCause);
                    }
                    catch (ZonedIOException e) when (e.Error == ZoneError.Misaligned && cause is not null)
                    {
                        // Submitted when the recovery was through already: its place is taken by the block to be filled.
                        Assert.Equal(0, e.LandedBytes);
                    }
                    catch (ZonedIOException e)
                    {
                        Assert.Null(cause);
                        cause = e;
                    }
                }

                if (cause is not null)
                {
                    Errors++;
                    if (!await TryFillAsync(cause, next))
                    {
                        FailedRecoveries++;
                        return;
                    }

                    next += WriteBytes;
                }
            }
        }

        private async Task<bool> TryFillAsync(ZonedIOException cause, int next)
        {
            int landed = (int)cause.LandedBytes!.Value;
            Assert.Equal((ZoneError.Io, 5, bench.Device.Geometry.StartOf(zone) + next), (cause.Error, cause.Errno, cause.Offset));
            Assert.Equal(cause.Offset + landed, cause.WritePointer);
            try
            {
                await bench.Device.WriteAsync(cause.Offset + landed, Data.AsMemory(next + landed, WriteBytes - landed));
                return true;
            }
            catch (ZonedIOException e)
            {
                Assert.Equal(ZoneError.Io, e.Error);
                return false;
            }
        }
    }
}
