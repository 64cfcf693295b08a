using System.Runtime.Versioning;
using ZonedSdk.Backends;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Tests.Rings;

/// <summary>Rings of a drive that is being opened.</summary>
[SupportedOSPlatform("linux")]
public sealed class OpenedRingsTests
{
    private const int Deep = 100;

    [Theory]
    [InlineData(128, 1)]
    [InlineData(128, 3)]
    [InlineData(5, 4)]
    [InlineData(64, 64)]
    [InlineData(4096, 64)]
    public void Rings_share_the_depth_evenly_and_leave_nothing_of_it(int depth, int count)
    {
        int[] shares = [.. Enumerable.Range(0, count).Select(index => OpenedRings.DepthOf(depth, count, index))];
        Assert.Equal(depth, shares.Sum());
        Assert.InRange(shares.Max() - shares.Min(), 0, 1);
        Assert.True(shares.Min() >= 1);
    }

    [RingFact]
    public async Task Each_ring_is_tried_and_holds_the_device()
    {
        string path = Path.GetTempFileName();
        Assert.Equal(0, Libc.Open(path, Libc.ReadWrite, out FileDescriptor? file));
        using (file)
        {
            int trials = 0;
            OpenedRings opened = OpenedRings.Open(new RingOptions { Name = "several", Depth = Deep, Device = file }, 3, NewTrial, "a trial failed");
            Assert.Null(opened.Refusal);
            Assert.Equal((3, 3), (opened.Rings.Count, trials));
            bool canRegister = opened.Rings[0].HasRegisteredDevice;
            Assert.All(opened.Rings, ring => Assert.Equal(canRegister, ring.HasRegisteredDevice));
            Assert.Null(RingFindings.Fewer("several", opened, 3, Deep));
            foreach (IoRing ring in opened.Rings)
            {
                await ring.DisposeAsync();
            }

            RingTrial NewTrial()
            {
                trials++;
                return new ReadTrial(file!, offset: 0, lengthBytes: 4096);
            }
        }

        File.Delete(path);
    }

    [RingFact]
    public async Task Ring_that_fails_its_trial_leaves_those_before_it_and_is_told_with_what_there_is()
    {
        using FileDescriptor nothing = new();
        Assert.Equal(0, Libc.Open("/dev/zero", Libc.ReadOnly, out FileDescriptor? file));
        using (file)
        {
            int trials = 0;
            OpenedRings opened = OpenedRings.Open(new RingOptions { Name = "several", Depth = Deep, Device = file }, 3, () => new ReadTrial(++trials < 3 ? file! : nothing, offset: 0, lengthBytes: 4096), "a trial failed");
            Assert.Equal((2, Errno.BadDescriptor), (opened.Rings.Count, opened.Refusal?.Errno));
            BackendFinding finding = RingFindings.Fewer("several", opened, 3, Deep)!;
            Assert.Equal((BackendFindingSeverity.Notice, "fewer-rings"), (finding.Severity, finding.Kind));
            foreach (string words in (string[])["several has 2 of the 3 rings", "up to 67 transfers at once, not 100", "a trial failed", "errno 9"])
            {
                Assert.Contains(words, finding.Message, StringComparison.Ordinal);
            }

            Assert.StartsWith("3 rings: 2 could be made, and then: a trial failed", RingFindings.Missing(opened, 3), StringComparison.Ordinal);

            // What is left works, and ends.
            foreach (IoRing ring in opened.Rings)
            {
                TestOperation operation = TestOperation.Nothing();
                ring.Push(operation);
                ring.Kick();
                Assert.Equal(0, (await operation.Ended).Result);
                await ring.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));
            }
        }
    }

    [Fact]
    public void Rings_and_depth_that_make_no_sense_are_refused_by_name()
    {
        foreach ((int ringCount, int queueDepth, string name) in ((int, int, string)[])[(0, 128, "ringCount"), (65, 128, "ringCount"), (9, 8, "ringCount"), (1, 0, "queueDepth"), (1, 4097, "queueDepth")])
        {
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => RingFindings.Validate(ringCount, queueDepth)).ParamName);
        }

        RingFindings.Validate(64, 64);
        RingFindings.Validate(1, 1);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => RingFindings.Validate(9, 8, "RingCount", "QueueDepth")).Message;
        Assert.Contains("make QueueDepth 9 or more, or RingCount smaller", message, StringComparison.Ordinal);
    }
}
