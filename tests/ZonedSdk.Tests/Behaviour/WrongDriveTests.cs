using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Testing;
using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>Drives that are wrong in one thing each, and the case that finds it out. A suite that passes them says nothing of a drive that it passes.</summary>
public sealed class WrongDriveTests
{
    private static readonly Dictionary<string, Wrong> s_drives = new(StringComparer.Ordinal)
    {
        ["a write pointer one block behind the start of an empty zone"] = Spoiled(
            "commands: an implicitly open zone is reset",
            static drive => new WrongBackend(drive) { Reports = zone => zone.Condition == ZoneCondition.Empty ? zone with { WritePointer = zone.Start + drive.Geometry.BlockSizeBytes } : zone }),
        ["a write pointer one block too low"] = Spoiled(
            "commands: a block more leaves an implicitly open zone as it is",
            static drive => new WrongBackend(drive) { Reports = zone => zone.Condition == ZoneCondition.ImplicitlyOpen ? zone with { WritePointer = zone.WritePointer - drive.Geometry.BlockSizeBytes } : zone }),
        ["a finish that does nothing"] = Spoiled("commands: an implicitly open zone is finished", static drive => new WrongBackend(drive) { Ignores = static action => action == ZoneAction.Finish }),
        ["a reset that does nothing"] = Spoiled("boundaries: what is written in a new life is what is read", static drive => new WrongBackend(drive) { Ignores = static action => action == ZoneAction.Reset }),
        ["a close that does nothing"] = Spoiled("commands: an implicitly open zone is closed", static drive => new WrongBackend(drive) { Ignores = static action => action == ZoneAction.Close }),
        ["an open that does nothing"] = Spoiled("commands: an empty zone is opened", static drive => new WrongBackend(drive) { Ignores = static action => action == ZoneAction.Open }),
        ["an explicit open that is reported as an implicit one"] = Spoiled(
            "reports: the filter ExplicitlyOpen lists the zones of its condition",
            static drive => new WrongBackend(drive) { Reports = static zone => zone.Condition == ZoneCondition.ExplicitlyOpen ? zone with { Condition = ZoneCondition.ImplicitlyOpen } : zone }),
        ["a report that begins one zone too late"] = Spoiled(
            "reports: a report from a zone on begins with that zone",
            static drive => new WrongBackend(drive) { BeginsAt = zone => zone == 3 ? 4 : zone }),
        ["a capacity that is said to be the length"] = Spoiled(
            "commands: a write of the whole capacity fills an empty zone",
            static drive => new WrongBackend(drive) { Reports = static zone => zone with { CapacityBytes = zone.LengthBytes } }),
        ["one open zone fewer than it says"] = new(
            "commands: an open of an empty zone waits in vain when all are explicitly open",
            static (shape, time) => new WrongDrive(
                MemoryDriveUnderTest.OptionsOf(shape, time) with { Limits = shape.Limits with { MaxOpenZones = Math.Max(0, shape.MaxOpenZones - 1) } },
                drive => new WrongBackend(drive) { Limits = shape.Limits })),
        ["one open zone more than it says"] = new(
            "commands: an explicitly open zone is never closed for another",
            static (shape, time) => new WrongDrive(
                MemoryDriveUnderTest.OptionsOf(shape, time) with { Limits = shape.Limits with { MaxOpenZones = shape.MaxOpenZones == 0 ? 0 : shape.MaxOpenZones + 1 } },
                drive => new WrongBackend(drive) { Limits = shape.Limits })),
        ["a flush that does nothing"] = Spoiled("durability: what was flushed survives a power cut", static drive => new WrongBackend(drive) { IgnoresFlushes = true }),
        ["writes that it takes anywhere"] = new(
            "boundaries: a write that the drive finds off its pointer is refused by the drive",
            static (shape, time) => new WrongDrive(
                MemoryDriveUnderTest.OptionsOf(shape, time) with { PreferredZones = shape.Geometry.ZoneCount - shape.ConventionalZones },
                static drive => new WrongBackend(drive) { Reports = static zone => zone.Type == ZoneType.SequentialWritePreferred ? zone with { Type = ZoneType.SequentialWriteRequired } : zone })),
        ["writes that never reach the medium"] = Faulty("load: appends of one submitter stand in the order of their submission", DriveEvent.Write, FaultEffect.DropData),
        ["writes one block off their address"] = Faulty("load: sixty four writers of one zone each find their own data", DriveEvent.Write, FaultEffect.WrongAddress),
        ["reads with one wrong bit"] = Faulty("boundaries: what is written in a new life is what is read", DriveEvent.Read, FaultEffect.FlipBit),
    };

    public static TheoryData<string> Drives => [.. s_drives.Keys];

    [Theory]
    [MemberData(nameof(Drives))]
    public async Task A_wrong_drive_is_found_out_by_its_case(string what)
    {
        Wrong wrong = s_drives[what];
        ConformanceTarget target = new(what, ZoneFlavour.Zbc, (shape, time, _) => ValueTask.FromResult<DriveUnderTest>(wrong.Make(shape, time)));
        ConformanceException failure = await Assert.ThrowsAsync<ConformanceException>(() => ConformanceSuite.Case(wrong.Case).RunAsync(target));
        Assert.Equal(ConformanceOutcome.Failed, failure.Result.Outcome);
        Assert.NotEmpty(failure.Result.Reason);
        Assert.StartsWith($"{wrong.Case}: FAILED on {what}.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_drive_unspoiled_passes_each_of_these_cases()
    {
        ConformanceTarget target = new("unspoiled", ZoneFlavour.Zbc, static (shape, time, _) => ValueTask.FromResult<DriveUnderTest>(
            new WrongDrive(MemoryDriveUnderTest.OptionsOf(shape, time), static drive => new WrongBackend(drive))));
        foreach (string name in s_drives.Values.Select(static wrong => wrong.Case).Distinct())
        {
            ConformanceResult result = await ConformanceSuite.Case(name).RunAsync(target);
            Assert.Equal(ConformanceOutcome.Passed, result.Outcome);
        }
    }

    private static Wrong Spoiled(string found, Func<MemoryDrive, IZoneBackend> spoil) =>
        new(found, (shape, time) => new WrongDrive(MemoryDriveUnderTest.OptionsOf(shape, time), spoil));

    private static Wrong Faulty(string found, DriveEvent command, FaultEffect effect) => new(found, (shape, time) => new WrongDrive(
        MemoryDriveUnderTest.OptionsOf(shape, time) with { Faults = new FaultPlan(seed: 1, new FaultRule { Event = command, Effect = effect, RepeatEvery = 1, ShiftBytes = shape.BlockSizeBytes }) },
        static drive => drive));

    /// <summary>A wrong drive and the case that finds it out.</summary>
    private sealed record Wrong(string Case, Func<DriveShape, TimeProvider, DriveUnderTest> Make);
}
