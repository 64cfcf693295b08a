using ZonedSdk.Backends.Faults;
using ZonedSdk.Testing;
using ZonedSdk.Testing.Benches;
using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>Every fault that a command can meet, once, on every drive: all calls end, nothing acknowledged is lost unless the drive lost it, and afterwards runtime and drive agree.</summary>
public sealed class FaultSweepTests
{
    private const int First = 1;
    private const int Blocks = 8;

    public static TheoryData<string, DriveEvent, FaultEffect> EveryFault
    {
        get
        {
            TheoryData<string, DriveEvent, FaultEffect> all = [];
            foreach (string drive in Targets.Names)
            {
                foreach (DriveEvent command in Enum.GetValues<DriveEvent>())
                {
                    foreach (FaultEffect effect in Enum.GetValues<FaultEffect>())
                    {
                        if (new FaultRule { Event = command, Effect = effect }.IsPossible)
                        {
                            all.Add(drive, command, effect);
                        }
                    }
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(EveryFault))]
    public async Task A_fault_by_rule_is_borne(string drive, DriveEvent command, FaultEffect effect)
    {
        foreach (int landed in (int[])[0, 1, FaultRule.AllBlocks])
        {
            FaultRule rule = new() { Event = command, Effect = effect, LandedBlocks = landed, Nth = 2, ShiftBytes = 4096, Lie = (ReportLie)(landed == 0 ? 0 : landed == 1 ? 4 : 1) };
            await Run.OnAsync(drive, async run =>
            {
                run.Bench.Plan.Add(rule);
                await run.WorkAsync();
                Assert.True(run.Bench.Plan.HitsOf(rule) == 1, "The fault never happened.");
                await run.SettleAsync(isSilent: effect is FaultEffect.DropData or FaultEffect.WrongAddress or FaultEffect.FlipBit);
            });
        }
    }

    [Theory]
    [InlineData(Targets.Memory)]
    [InlineData(Targets.Image)]
    [InlineData(Targets.ImageByRing)]
    [InlineData(Targets.ImageByTwoRings)]
    public async Task Faults_by_seed_are_borne_and_in_memory_the_same_again(string drive)
    {
        for (int seed = 1; seed <= 8; seed++)
        {
            (string first, long injected) = await OfSeedAsync(drive, seed);
            Assert.True(injected > 0, first);
            if (drive == Targets.Memory)
            {
                Assert.Equal((first, injected), await OfSeedAsync(drive, seed));
            }
        }
    }

    private static async Task<(string Outcomes, long Injected)> OfSeedAsync(string drive, int seed)
    {
        (string Outcomes, long Injected) all = default;
        await Run.OnAsync(drive, async run =>
        {
            foreach (FaultRule rule in FaultCatalogue.All((ulong)seed, probability: 0.1, includesFinal: false))
            {
                run.Bench.Plan.Add(rule);
            }

            await run.WorkAsync();
            long injected = run.Bench.Plan.InjectedCount;
            await run.SettleAsync(isSilent: true);
            all = (string.Join(' ', run.Outcomes), injected);
        });
        return all;
    }

    /// <summary>A device that is put through all its operations, and what became of each.</summary>
    private sealed class Run(Bench bench)
    {
        private static readonly CaseNeeds s_needs = new() { Shape = new DriveShape { ZoneBlocks = Blocks, SizeBlocks = 8 * Blocks, ConventionalZones = 1 }, Faults = DriveFaults.Plan };

        private readonly System.Collections.Concurrent.ConcurrentDictionary<long, byte[]> _acknowledged = [];

        public Bench Bench => bench;

        public List<string> Outcomes { get; } = [];

        public static Task OnAsync(string drive, Func<Run, Task> body) =>
            Bench.RunAsync(Targets.Of(drive, ZoneFlavour.Zbc), s_needs, new CaseTrace(), bench => body(new Run(bench)), CancellationToken.None);

        public async Task WorkAsync()
        {
            ZonedDevice device = bench.Device;
            long conventional = bench.Block;
            await TryAsync("conventional", () => device.WriteAsync(conventional, Bench.Pattern(bench.Block, 7)).AsTask());
            for (int round = 0; round < 2; round++)
            {
                await AppendAsync(First, count: 3, seed: 10 * round);
                await AppendAsync(First + 1, count: 1, seed: (10 * round) + 5);
                await TryAsync("read", () => device.ReadAsync(device.Geometry.StartOf(First), new byte[bench.Block]).AsTask());
                await TryAsync("flush", () => device.FlushAsync().AsTask());
                await TryAsync("open", async () => await (await device.OpenZoneAsync(First + 2)).DisposeAsync());
                await TryAsync("open", async () => await (await device.OpenZoneAsync(First + 3)).DisposeAsync());
                await TryAsync("close", () => device.CloseZoneAsync(First).AsTask());
                await TryAsync("finish", () => device.FinishZoneAsync(First + 2 + round).AsTask());
                await TryAsync("reset", () => device.ResetZoneAsync(First + 2 + round).AsTask());
                await TryAsync("report", () => device.ReportZoneAsync(First).AsTask());
                await TryAsync("recover", () => device.RecoverAsync(First).AsTask());
            }
        }

        /// <summary>Nothing goes wrong any more: what hangs comes back, every zone is asked, and the books must be right.</summary>
        public async Task SettleAsync(bool isSilent)
        {
            bench.Plan.Clear();
            bench.Plan.ReleaseHung();
            ZonedDevice device = bench.Device;
            if (await Record.ExceptionAsync(() => device.ReportZoneAsync(0).AsTask()) is ZonedDeviceFaultedException gone)
            {
                Assert.Equal(ZoneError.DeviceGone, gone.Error);
                return;
            }

            for (int zone = First; zone < device.Geometry.ZoneCount; zone++)
            {
                await RecoverAsync(zone);
            }

            await bench.AssertAgreedAsync();
            foreach ((long offset, byte[] data) in _acknowledged)
            {
                ZoneInfo zone = device.GetZone(device.Geometry.ZoneOf(offset));
                if (!isSilent && zone.Condition != ZoneCondition.Offline)
                {
                    byte[] read = new byte[data.Length];
                    await device.ReadAsync(offset, read);
                    Assert.True(data.AsSpan().SequenceEqual(read), $"What was acknowledged at {offset} is not there.");
                }
            }
        }

        // A command that was let go may be on its way yet: until it has come back the zone is blocked.
        private async Task RecoverAsync(int zone)
        {
            ZoneError error = ZoneError.Blocked;
            for (int i = 0; i < 5_000 && error == ZoneError.Blocked; i++)
            {
                try
                {
                    Task recovery = bench.Device.RecoverAsync(zone).AsTask();
                    await EndAsync(recovery);
                    error = ZoneError.None;
                }
                catch (ZonedIOException e)
                {
                    error = e.Error;
                }
            }

            Assert.True(error is ZoneError.None or ZoneError.ZoneReadOnly or ZoneError.ZoneOffline, $"Zone {zone} stays {error} after {string.Join(' ', Outcomes)}.");
        }

        private async Task AppendAsync(int zone, int count, int seed)
        {
            Task<string>[] all = [.. Enumerable.Range(0, count).Select(i => OneAsync(seed + i))];
            await EndAsync(Task.WhenAll(all));
            foreach (Task<string> one in all)
            {
                Outcomes.Add(await one);
            }

            async Task<string> OneAsync(int mark)
            {
                byte[] data = Bench.Pattern(2 * bench.Block, mark);
                try
                {
                    long offset = await bench.Device.AppendAsync(zone, data);
                    _acknowledged[offset] = data;
                    return $"{mark}@{offset}";
                }
                catch (ZonedIOException e)
                {
                    return $"{mark}!{e.Error}";
                }
            }
        }

        private async Task TryAsync(string what, Func<Task> call)
        {
            Task<string> one = OneAsync();
            await EndAsync(one);
            Outcomes.Add(await one);

            async Task<string> OneAsync()
            {
                try
                {
                    await call();
                    return what;
                }
                catch (ZonedIOException e)
                {
                    return $"{what}!{e.Error}";
                }
            }
        }

        // A little time passes, for pauses and delays. What hangs is let go once all deadlines have passed: a caller whose buffer is at the drive waits for that.
        private async Task EndAsync(Task task)
        {
            for (int i = 0; i < 20_000 && !task.IsCompleted; i++)
            {
                bench.Time.Advance(TimeSpan.FromMilliseconds(1));
                await Task.WhenAny(task, Task.Delay(1));
                if (bench.Plan.HungCount > 0)
                {
                    bench.Time.Advance(TimeSpan.FromSeconds(100));
                    bench.Plan.ReleaseHung();
                }
            }

            Assert.True(task.IsCompleted, $"After {string.Join(' ', Outcomes)} nothing ended any more.");
            await task;
        }
    }
}
