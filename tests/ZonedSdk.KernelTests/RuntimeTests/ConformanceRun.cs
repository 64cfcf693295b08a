using System.Diagnostics;
using ZonedSdk.Backends;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;
using ZonedSdk.Testing;
using ZonedSdk.TestSupport;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>The conformance kit on one device: runs the cases, prints what became of them, and compares the traces with those of a drive in memory.</summary>
internal static class ConformanceRun
{
    // What memory answers is asked once for each case. The lab runs one test after another.
    private static readonly Dictionary<(ZoneFlavour Flavour, string Case), ConformanceResult> s_memory = [];

    /// <summary>Runs the kit on a block device of the guest.</summary>
    /// <param name="number">The device's number among those of the lab, from 0: it decides which rows of the long tables the brief form runs on it.</param>
    /// <param name="name">What reports call it.</param>
    /// <param name="disk">The device.</param>
    /// <param name="differences">In which cases it may do otherwise, and why.</param>
    public static async Task RunAsync(int number, string name, BlockDevice disk, PermittedDifferences differences)
    {
        await using LinuxBlockDrive drive = LinuxBlockDrive.Open(disk.NodePath, new LinuxBlockOptions { IsReadOnly = true });
        await RunAsync(number, await ConformanceTarget.ForBlockDeviceAsync(disk.NodePath, drive.Identity, name, differences.Outcomes), differences);
    }

    /// <summary>Runs the kit on a device by a backend that is opened for each case.</summary>
    public static async Task RunAsync(int number, string name, Func<IZoneBackend> open, PermittedDifferences differences)
    {
        DeviceIdentity identity;
        await using (IZoneBackend backend = open())
        {
            identity = backend.Identity;
        }

        await RunAsync(number, await ConformanceTarget.ForDeviceAsync(name, _ => ValueTask.FromResult(open()), identity, differences.Outcomes), differences);
    }

    /// <summary>Runs the kit on a drive that is there and stays.</summary>
    public static async Task RunAsync(int number, string name, ZoneFlavour flavour, DriveUnderTest drive, PermittedDifferences differences)
    {
        DeviceIdentity identity;
        await using (IZoneBackend backend = await drive.OpenAsync(CancellationToken.None))
        {
            identity = backend.Identity;
        }

        await RunAsync(number, new ConformanceTarget(name, flavour, (_, _, _) => ValueTask.FromResult(drive)) { Overwrites = identity, Differences = differences.Outcomes }, differences);
    }

    /// <summary>Runs the kit on a target.</summary>
    public static async Task RunAsync(int number, ConformanceTarget target, PermittedDifferences differences)
    {
        long start = Stopwatch.GetTimestamp();
        ConformanceReport report = await ConformanceSuite.RunAsync(target, Chosen(target.Flavour, number).Where(one => !differences.LeftOut.Any(other => other.Covers(one.Name))));
        Console.WriteLine($"        {report.Summary}; {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        Assert.True(report.IsConformant, report.ToString());

        ConformanceResult[] comparable = [.. report.Results.Where(static result => result.Outcome == ConformanceOutcome.Passed && result.Case.HasComparableTrace)];
        List<ConformanceResult> yardstick = [];
        foreach (ConformanceResult passed in comparable)
        {
            yardstick.Add(await InMemoryAsync(target.Flavour, passed.Case));
        }

        IReadOnlyList<TraceDifference> found = ConformanceReport.CompareTraces(comparable, yardstick);
        Console.WriteLine($"        {comparable.Length - found.Count} of {comparable.Length} traces as in memory; {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        IEnumerable<string> expected = comparable.Select(static result => result.Case.Name).Where(name => differences.Traces.Any(other => other.Covers(name)));
        Assert.True(expected.SequenceEqual(found.Select(static difference => difference.Case)), $"{target.Name} against memory, where these may differ: {string.Join(", ", expected)}\n{string.Join('\n', found)}");
    }

    private static async Task<ConformanceResult> InMemoryAsync(ZoneFlavour flavour, ConformanceCase one)
    {
        if (!s_memory.TryGetValue((flavour, one.Name), out ConformanceResult? known))
        {
            known = await one.RunAsync(ConformanceTarget.Memory(flavour));
            s_memory.Add((flavour, one.Name), known);
        }

        return known;
    }

    // Under emulation a case takes a tenth of a second, and CI has minutes for all devices: in the brief form each runs other rows of the long tables, and other ones on another
    // kernel, so that all of them together run most; of everything else each runs one half on either kernel.
    private static IEnumerable<ConformanceCase> Chosen(ZoneFlavour flavour, int number)
    {
        int first = number + (Guest.PlugsZoneWrites ? 3 : 0);
        return ConformanceSuite.CasesFor(flavour).Where((one, i) => Campaign.IsFull || i % RowsToOne(one) == first % RowsToOne(one));
    }

    private static int RowsToOne(ConformanceCase one) => one.Group switch
    {
        "state machine" or "commands" or "dying zones" => 8,
        "model" => 10,
        _ => 2,
    };
}
