using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Testing;
using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>The kit itself: consent, permitted differences, traces, and devices that were not made for the suite.</summary>
public sealed class KitTests
{
    private const string Reset = "commands: an implicitly open zone is reset";

    [Fact]
    public void Every_case_has_a_name_of_its_own_and_there_are_hundreds()
    {
        string[] names = [.. ConformanceSuite.Cases.Select(static c => c.Name)];
        Assert.True(names.Length >= 600, $"{names.Length} cases");
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ConformanceSuite.Cases, static c => Assert.NotEmpty(c.Group));
        Assert.Throws<KeyNotFoundException>(() => ConformanceSuite.Case("no such case"));
    }

    [Fact]
    public async Task A_device_that_was_not_made_for_the_suite_answers_as_a_drive_in_memory_does()
    {
        // Other blocks, other zones, a gap, higher limits, conventional zones at the start, and data in every zone.
        MemoryDriveOptions options = new()
        {
            BlockSizeBytes = 512,
            ZoneSizeBytes = 512 << 10,
            ZoneCapacityBytes = 400 << 10,
            SizeBytes = 16 << 20,
            ConventionalZones = 3,
            Flavour = ZoneFlavour.Zns,
            Limits = new Limits { MaxOpenZones = 7, MaxActiveZones = 12 },
        };
        MemoryDrive drive = new(options);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(drive))
        {
            for (int zone = 3; zone < 15; zone++)
            {
                await device.AppendAsync(zone, new byte[512]);
            }
        }

        // The drive is switched off between backends, and the kit is not told: it must not count on either.
        ConformanceTarget target = await ConformanceTarget.ForDeviceAsync("a device", Open, drive.Identity);
        ConformanceReport report = await ConformanceSuite.RunAsync(target);
        Assert.True(report.IsConformant, report.ToString());
        Assert.True(report.Count(ConformanceOutcome.Passed) > 150, report.ToString());
        List<ConformanceResult> memory = [];
        foreach (ConformanceResult passed in report.Results.Where(static result => result.Outcome == ConformanceOutcome.Passed && result.Case.HasComparableTrace))
        {
            memory.Add(await passed.Case.RunAsync(ConformanceTarget.Memory(ZoneFlavour.Zns)));
        }

        IReadOnlyList<TraceDifference> differences = ConformanceReport.CompareTraces(report.Results, memory);
        Assert.True(differences.Count == 0, string.Join('\n', differences));

        ValueTask<IZoneBackend> Open(CancellationToken cancellationToken) => ValueTask.FromResult<IZoneBackend>(drive = drive.Reopen(options));
    }

    [Fact]
    public async Task Nothing_is_touched_without_the_identity_of_the_device()
    {
        MemoryDriveOptions options = new();
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => ConformanceTarget.ForDeviceAsync(
            "a device", _ => ValueTask.FromResult<IZoneBackend>(new MemoryDrive(options)), new DeviceIdentity("another")).AsTask());
        Assert.Contains("nothing was touched", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drive_that_is_not_empty_is_not_written_without_consent()
    {
        MemoryDriveOptions options = new();
        MemoryDrive drive = new(options);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(drive))
        {
            await device.AppendAsync(1, new byte[4096]);
        }

        ConformanceTarget target = new("a used drive", ZoneFlavour.Zbc, (_, _, _) => ValueTask.FromResult<DriveUnderTest>(new Reopened(() => drive = drive.Reopen(options))));
        ConformanceException refused = await Assert.ThrowsAsync<ConformanceException>(() => ConformanceSuite.Case("boundaries: an append goes to the pointer and not to the zones start").RunAsync(target));
        Assert.Contains("does not say that the device", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permitted_difference_must_be_one()
    {
        PermittedDifference[] list = [new("commands: an implicitly open zone is *", "It has its reasons.")];
        ConformanceTarget right = new("right", ZoneFlavour.Zbc, Make(static _ => false)) { Differences = list };
        ConformanceException stale = await Assert.ThrowsAsync<ConformanceException>(() => ConformanceSuite.Case(Reset).RunAsync(right));
        Assert.Contains("take the entry off", stale.Message, StringComparison.Ordinal);

        ConformanceTarget wrong = new("wrong", ZoneFlavour.Zbc, Make(static action => action == ZoneAction.Reset)) { Differences = list };
        ConformanceResult permitted = await ConformanceSuite.Case(Reset).RunAsync(wrong);
        Assert.Equal((ConformanceOutcome.Permitted, "It has its reasons."), (permitted.Outcome, permitted.Reason));

        static Func<DriveShape, TimeProvider, CancellationToken, ValueTask<DriveUnderTest>> Make(Func<ZoneAction, bool> ignores) => (shape, time, _) => ValueTask.FromResult<DriveUnderTest>(
            new WrongDrive(MemoryDriveUnderTest.OptionsOf(shape, time), drive => new WrongBackend(drive) { Ignores = ignores }));
    }

    [Fact]
    public async Task A_failure_says_what_was_expected_what_was_found_and_what_was_done()
    {
        ConformanceTarget target = new("wrong", ZoneFlavour.Zbc, static (shape, time, _) => ValueTask.FromResult<DriveUnderTest>(
            new WrongDrive(MemoryDriveUnderTest.OptionsOf(shape, time), static drive => new WrongBackend(drive) { Ignores = static action => action == ZoneAction.Reset })));
        ConformanceException failure = await Assert.ThrowsAsync<ConformanceException>(() => ConformanceSuite.Case(Reset).RunAsync(target));
        Assert.Equal(
            $"{Reset}: FAILED on wrong. Expected of zone 1 at the end: E0; found: I1.\n  write1: ok\n  reset1: ok\n  zone 1 is I1",
            failure.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_case_that_hangs_fails_and_is_no_permitted_difference(bool isOnTheList)
    {
        ConformanceTarget target = new("stuck", ZoneFlavour.Zbc, static async (_, _, _) => await new TaskCompletionSource<DriveUnderTest>().Task)
        {
            Differences = isOnTheList ? [new PermittedDifference(Reset, "anything else would be permitted")] : [],
            CaseTimeout = TimeSpan.FromMilliseconds(1),
        };
        ConformanceException failure = await Assert.ThrowsAsync<ConformanceException>(() => ConformanceSuite.Case(Reset).RunAsync(target));
        Assert.Contains("It had not ended after", failure.Message, StringComparison.Ordinal);
    }

    private sealed class Reopened(Func<MemoryDrive> open) : DriveUnderTest
    {
        public override ValueTask<IZoneBackend> OpenAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IZoneBackend>(open());
    }
}
