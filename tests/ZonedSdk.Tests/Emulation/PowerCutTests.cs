using FsCheck;
using FsCheck.Fluent;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Tests.Emulation;

public sealed class PowerCutTests
{
    private const int Block = 512;
    private const int ZoneBlocks = 16;

    [Fact]
    public void Whatever_was_done_a_zone_keeps_a_prefix_between_flushed_and_submitted()
    {
        int cutInBetween = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Run(new Random(seed), ref cutInBetween)));
        Assert.True(cutInBetween > 50, "Hardly any run tore a zone: the property shows nothing.");
    }

    [Fact]
    public void A_prefix_may_reach_into_writes_that_never_executed()
    {
        DriveHarness harness = new(Drive(new MemoryDriveOptions { Scheduling = MemoryDriveScheduling.Stepped }));
        byte[] data = DriveHarness.Pattern(4 * Block, 1);
        ZoneRequest write = harness.SubmitWrite(0, 0, data);
        harness.Drive.Kick();
        harness.Drive.PowerCut(zone =>
        {
            Assert.Equal(new PowerCutZone(0, 0, 4 * Block, Block), zone);
            return 3 * Block;
        });
        harness.RunSteps();
        Assert.Equal(ZoneError.DeviceGone, harness.ResultOf(write).Error);
        DriveHarness after = new(harness.Drive.Reopen(new MemoryDriveOptions { SizeBytes = harness.Drive.Geometry.SizeBytes, ZoneSizeBytes = ZoneBlocks * Block, BlockSizeBytes = Block, ConventionalZones = 0, PreferredZones = 0 }));
        Assert.Equal(3 * Block, after.Report(0).WritePointer);
        Assert.Equal(ZoneCondition.Closed, after.Condition(0));
        Assert.Equal([.. data.AsSpan(0, 3 * Block), .. new byte[Block]], after.Read(0, 0, 4 * Block));
        Assert.True(after.Write(0, 3 * Block, new byte[Block]).IsSuccess);
    }

    [Fact]
    public void Without_a_volatile_cache_what_was_acknowledged_survives()
    {
        DriveHarness harness = new(Drive(new MemoryDriveOptions { HasVolatileCache = false }));
        harness.Write(0, 0, new byte[5 * Block]);
        harness.Succeed(ZoneAction.Finish, 0);
        harness.Write(1, 0, new byte[Block]);
        harness.Drive.PowerCut(seed: 1);
        MemoryDrive after = harness.Drive.Reopen();
        Assert.Equal(ZoneCondition.Full, after.Inspect(0).Condition);
        Assert.Equal(Block, after.Inspect(1).WritePointer - after.Inspect(1).Start);
    }

    [Fact]
    public void A_reset_is_durable_at_once()
    {
        DriveHarness harness = new(Drive(new MemoryDriveOptions()));
        harness.Write(0, 0, DriveHarness.Pattern(5 * Block, 1));
        harness.Flush();
        harness.Succeed(ZoneAction.Reset, 0);
        harness.Write(0, 0, DriveHarness.Pattern(2 * Block, 2));
        harness.Drive.PowerCut(zone => zone.FlushedBytes);
        DriveHarness after = new(harness.Drive.Reopen());
        Assert.Equal(ZoneCondition.Empty, after.Condition(0));
        Assert.Equal(new byte[5 * Block], after.Read(0, 0, 5 * Block));
    }

    [Fact]
    public void Overwrites_of_a_conventional_zone_fall_back_block_by_block_to_what_was_flushed()
    {
        bool sawOld = false;
        bool sawNew = false;
        for (int seed = 0; seed < 20; seed++)
        {
            DriveHarness harness = new(Drive(new MemoryDriveOptions { ConventionalZones = 1 }));
            byte[] old = DriveHarness.Pattern(8 * Block, 1);
            byte[] young = DriveHarness.Pattern(8 * Block, 2);
            harness.Write(0, 0, old);
            harness.Flush();
            harness.Write(0, 0, young);
            harness.Drive.PowerCut(seed);
            byte[] read = new DriveHarness(harness.Drive.Reopen()).Read(0, 0, 8 * Block);
            for (int at = 0; at < read.Length; at += Block)
            {
                bool isOld = read.AsSpan(at, Block).SequenceEqual(old.AsSpan(at, Block));
                bool isNew = read.AsSpan(at, Block).SequenceEqual(young.AsSpan(at, Block));
                Assert.True(isOld || isNew);
                sawOld |= isOld;
                sawNew |= isNew;
            }
        }

        Assert.True(sawOld && sawNew);
    }

    [Fact]
    public void Dead_zones_stay_dead_and_extensions_stay_set()
    {
        DriveHarness harness = new(Drive(new MemoryDriveOptions { Flavour = ZoneFlavour.Zns }));
        byte[] extension = DriveHarness.Pattern(64, 3);
        harness.Drive.SetReadOnly(1);
        harness.Drive.SetOffline(2);
        Assert.True(harness.Drive.SetDescriptorExtension(3, extension).IsSuccess);
        harness.Drive.PowerCut(seed: 4);
        MemoryDrive after = harness.Drive.Reopen();
        Assert.Equal(
            [ZoneCondition.Empty, ZoneCondition.ReadOnly, ZoneCondition.Offline, ZoneCondition.Closed],
            Enumerable.Range(0, 4).Select(zone => after.Inspect(zone).Condition));
        Assert.Equal(extension, after.GetDescriptorExtension(3).ToArray());
        Assert.Equal(1, after.ActiveZoneCount);
    }

    [Fact]
    public async Task A_drive_that_is_disposed_loses_nothing_and_one_that_runs_is_not_reopened()
    {
        DriveHarness harness = new(Drive(new MemoryDriveOptions()));
        byte[] data = DriveHarness.Pattern(3 * Block, 1);
        harness.Write(0, 0, data);
        Assert.Throws<InvalidOperationException>(() => harness.Drive.Reopen());
        await harness.Drive.DisposeAsync();
        DriveHarness after = new(harness.Drive.Reopen());
        Assert.Equal(data, after.Read(0, 0, 3 * Block));
        Assert.Equal(ZoneCondition.Closed, after.Condition(0));
        Assert.Equal(harness.Drive.Identity, after.Drive.Identity);
        Assert.Throws<ArgumentException>(() => harness.Drive.Reopen(new MemoryDriveOptions()));
    }

    private static bool Run(Random random, ref int cutInBetween)
    {
        FaultPlan plan = new(random.Next(), new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, RepeatEvery = 1, Probability = 0.05, LandedBlocks = 1 });
        DriveHarness harness = new(Drive(new MemoryDriveOptions { Scheduling = MemoryDriveScheduling.Stepped, Faults = plan }));
        Model[] models = [new(), new(), new()];
        for (int i = 0; i < 60; i++)
        {
            int zone = random.Next(models.Length);
            Model model = models[zone];
            switch (random.Next(8))
            {
                case 0:
                    Finish(harness, harness.Drive.FlushAsync(IZoneBackend.AllZones, CancellationToken.None));
                    for (int z = 0; z < models.Length; z++)
                    {
                        models[z].Flushed = WrittenOf(harness, z);
                        models[z].Submitted = models[z].Flushed;
                        models[z].Incarnation.RemoveRange((int)models[z].Flushed, models[z].Incarnation.Count - (int)models[z].Flushed);
                    }

                    break;
                case 1 when random.Next(3) == 0:
                    Finish(harness, harness.Drive.ManageAsync(ZoneAction.Reset, zone, CancellationToken.None));
                    models[zone] = new Model();
                    break;
                case 2 or 3 when harness.Drive.StepCount > 0:
                    harness.Drive.Step(random.Next(harness.Drive.StepCount));
                    break;
                default:
                    byte[] data = DriveHarness.Pattern(random.Next(1, 4) * Block, random.Next());
                    if (model.Submitted + data.Length <= ZoneBlocks * Block && !HasFailed(harness, model))
                    {
                        model.Incarnation.AddRange(data);
                        model.Requests.Add(harness.SubmitWrite(zone, model.Submitted, data));
                        model.Submitted += data.Length;
                        harness.Drive.Kick();
                    }

                    break;
            }
        }

        harness.Drive.PowerCut(random.Next());
        harness.RunSteps();
        DriveHarness after = new(harness.Drive.Reopen(Options(new MemoryDriveOptions())));
        for (int zone = 0; zone < models.Length; zone++)
        {
            Model model = models[zone];
            ZoneInfo info = after.Report(zone);
            byte[] read = after.Read(zone, 0, ZoneBlocks * Block);
            long survived = info.Condition == ZoneCondition.Full ? ZoneBlocks * Block : info.WritePointer - info.Start;
            Assert.InRange(survived, model.Flushed, model.Submitted);
            Assert.Equal(0, survived % Block);
            Assert.True(info.Condition == (survived == 0 ? ZoneCondition.Empty : survived == ZoneBlocks * Block ? ZoneCondition.Full : ZoneCondition.Closed));
            byte[] expected = new byte[ZoneBlocks * Block];
            model.Incarnation.CopyTo(0, expected, 0, (int)survived);
            Assert.True(expected.AsSpan().SequenceEqual(read), "What survived is not what was written.");
            cutInBetween += survived > model.Flushed && survived < model.Submitted ? 1 : 0;
        }

        return true;
    }

    // A failed stream is left alone until the next flush brings model and drive together.
    private static bool HasFailed(DriveHarness harness, Model model) =>
        harness.Completed.Any(entry => !entry.Result.IsSuccess && model.Requests.Contains(entry.Request));

    private static void Finish(DriveHarness harness, ValueTask<BackendResult> command)
    {
        harness.RunSteps();
        Assert.True(DriveHarness.EndOf(command).IsSuccess);
    }

    private static long WrittenOf(DriveHarness harness, int zone)
    {
        ZoneInfo info = harness.Drive.Inspect(zone);
        return info.Condition == ZoneCondition.Full ? ZoneBlocks * Block : info.WritePointer - info.Start;
    }

    private static MemoryDriveOptions Options(MemoryDriveOptions options) => options with
    {
        BlockSizeBytes = Block,
        ZoneSizeBytes = ZoneBlocks * Block,
        SizeBytes = 4 * ZoneBlocks * Block,
    };

    private static MemoryDrive Drive(MemoryDriveOptions options) => new(Options(options));

    private sealed class Model
    {
        public long Flushed { get; set; }

        public long Submitted { get; set; }

        public List<byte> Incarnation { get; } = [];

        public List<ZoneRequest> Requests { get; } = [];
    }
}
