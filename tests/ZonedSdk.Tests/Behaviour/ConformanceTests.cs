using ZonedSdk.Testing;
using ZonedSdk.Tests.Behaviour.Kit;
using ZonedSdk.TestSupport;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>The conformance suite on a drive that needs no hardware, in both flavours. Each drive is a class of its own, so that they run beside each other.</summary>
public abstract class ConformanceTests(string drive)
{
    private const int SeedsOfTheSuite = 10;

    public static TheoryData<ZoneFlavour, string> Everything()
    {
        TheoryData<ZoneFlavour, string> rows = [];
        foreach (ZoneFlavour flavour in Enum.GetValues<ZoneFlavour>())
        {
            foreach (ConformanceCase one in ConformanceSuite.CasesFor(flavour))
            {
                rows.Add(flavour, one.Name);
            }
        }

        return rows;
    }

    public static TheoryData<ZoneFlavour, int> MoreSeeds()
    {
        TheoryData<ZoneFlavour, int> rows = [];
        for (int seed = SeedsOfTheSuite + 1; seed <= SeedsOfTheSuite + Campaign.Pick(2, 200); seed++)
        {
            rows.Add(seed % 2 == 0 ? ZoneFlavour.Zbc : ZoneFlavour.Zns, seed);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task A_drive_does_what_every_zoned_device_must_do(ZoneFlavour flavour, string name)
    {
        ConformanceCase one = ConformanceSuite.Case(name);
        ConformanceResult result = await one.RunAsync(Targets.Of(drive, flavour));

        // Cutting the power of an image or a folder in a test's own process would cut nothing: the file system has their bytes.
        bool isLeftOut = drive != Targets.Memory && one.Faults.HasFlag(DriveFaults.CutPower);

        // A folder changes nothing by itself, and has no list of it.
        isLeftOut |= drive == Targets.Folder && one is { Group: "changed zones", Flavour: ZoneFlavour.Zns };
        Assert.Equal(isLeftOut ? ConformanceOutcome.NotApplicable : ConformanceOutcome.Passed, result.Outcome);
    }

    [Theory]
    [MemberData(nameof(MoreSeeds))]
    public async Task Random_operations_end_as_the_model_says(ZoneFlavour flavour, int seed) =>
        await ConformanceSuite.RandomOperations(seed).RunAsync(Targets.Of(drive, flavour));
}

/// <summary>The memory drive.</summary>
public sealed class MemoryConformanceTests() : ConformanceTests(Targets.Memory);

/// <summary>The drive in an image file.</summary>
public sealed class ImageConformanceTests() : ConformanceTests(Targets.Image);

/// <summary>The same, past the page cache and by a ring.</summary>
public sealed class RingImageConformanceTests() : ConformanceTests(Targets.ImageByRing);

/// <summary>The same, and by two rings.</summary>
public sealed class TwoRingsImageConformanceTests() : ConformanceTests(Targets.ImageByTwoRings);

/// <summary>The sample's drive in a folder.</summary>
public sealed class FolderConformanceTests() : ConformanceTests(Targets.Folder);
