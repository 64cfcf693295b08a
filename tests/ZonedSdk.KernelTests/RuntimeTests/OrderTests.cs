using Microsoft.Win32.SafeHandles;
using ZonedSdk.Backends;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Runner;
using ZonedSdk.KernelTests.Tools;
using ZonedSdk.TestSupport;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>
/// One zone, written with 256 writes under way at once, on a device that has room for eight of them. The runtime's all arrive at the write pointer; those of two ways that look as if they kept the order,
/// a pool of threads and a ring, do not.
/// </summary>
public sealed class OrderTests
{
    private const int WriterCount = 64;
    private const int OfEachAtOnce = 4;
    private const int InFlight = WriterCount * OfEachAtOnce;

    // With plenty of room at the device nothing comes out of order, and nothing would be shown.
    private static NullBlockOptions FewTags => new() { SizeMebibytes = 128, ZoneLengthMebibytes = 32, QueueDepth = 8 };

    [Theory]
    [InlineData("mq-deadline", TransferEngine.Ring)]
    [InlineData("none", TransferEngine.Ring)]
    [InlineData("mq-deadline", TransferEngine.Threads)]
    [InlineData("none", TransferEngine.Threads)]
    public async Task Sixty_four_writers_with_four_writes_each_under_way_meet_no_error(string scheduler, TransferEngine engine)
    {
        const int Zone = 1;
        using NullBlock disk = Create(scheduler, FewTags);
        using var held = new HeldWrites();
        await using ZonedDevice device = await BlockDrives.OpenAsync(disk, engine, probe: held);
        Task<Dictionary<long, byte[]>> writing = Writers.AppendAsync(device, Zone, WriterCount, appendsOfEach: Campaign.Pick(brief: 16, full: 64), OfEachAtOnce);

        // The first of them is kept from the kernel until all are there.
        Assert.Equal(InFlight, device.GetStatus(Zone).InFlight);
        held.LetGo();
        Dictionary<long, byte[]> landed = await writing;

        await Writers.CompareAsync(device, landed);
        Assert.Equal(landed.Values.Sum(data => (long)data.Length), disk.Report(Zone).WritePointerBytes);
        Assert.Equal(device.GetStatus(Zone).Submitted - disk.StartOf(Zone), disk.Report(Zone).WritePointerBytes);
    }

    [Theory]
    [InlineData("mq-deadline")]
    [InlineData("none")]
    public Task Writes_that_a_pool_of_threads_makes_fail_off_the_pointer(string scheduler) =>
        AssertFailsAsync(scheduler, "the thread pool", static (disk, zone) => UnorderedWrites.RunAsync(disk, zone, InFlight));

    [Theory]
    [InlineData("mq-deadline")]
    [InlineData("none")]
    [Trait(TestRun.TwoProcessorsOnly, "true")]
    public Task Writes_that_the_workers_of_a_ring_make_fail_off_the_pointer(string scheduler) =>
        AssertFailsAsync(scheduler, "io_uring", static (disk, zone) =>
        {
            using WriteRing ring = new(InFlight);
            using SafeFileHandle file = DirectFile.Open(disk.NodePath);
            return Task.FromResult(ring.WriteInOrder(file, disk.StartOf(zone), DirectFile.AllocatePage()));
        });

    // Which of two threads comes first is luck, and with luck 256 writes arrive in order: one zone after another is tried until some have not.
    private static async Task AssertFailsAsync(string scheduler, string how, Func<NullBlock, int, Task<int>> writeAsync)
    {
        const int Zones = 32;
        using NullBlock disk = Create(scheduler, FewTags with { ZoneLengthMebibytes = 4 });
        int failed = 0;
        int zone = 0;
        for (; failed == 0 && zone < Zones; zone++)
        {
            failed = await writeAsync(disk, zone);
        }

        Console.WriteLine($"        {scheduler}: {failed} of {InFlight} writes by {how} failed in zone {zone} of those that were tried");
        Assert.InRange(failed, 1, InFlight);
    }

    private static NullBlock Create(string scheduler, NullBlockOptions options)
    {
        KernelModule.Load("mq-deadline");
        NullBlock disk = NullBlock.Create(options);
        disk.WriteQueue("scheduler", scheduler);
        return disk;
    }
}
