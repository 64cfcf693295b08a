using ZonedSdk.Tests.Image;

namespace ZonedSdk.Tests.Rings;

/// <summary>What a ring makes of system calls that fail: strace makes them.</summary>
public sealed class RingSystemCallTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zonedsdk-ring-");

    public void Dispose() => _folder.Delete(recursive: true);

    [RingFact("strace")]
    public async Task Interrupted_and_refused_calls_are_made_again() => await Task.WhenAll(
        AssertAllEndAsync("io_uring_enter:error=EINTR:when=1+2"),
        AssertAllEndAsync("io_uring_enter:error=EAGAIN:when=1+3"),
        AssertAllEndAsync("io_uring_enter:error=EBUSY:when=2+3"));

    [RingFact("strace")]
    public async Task Kernel_that_takes_nothing_for_long_ends_the_ring_and_everybody_is_told()
    {
        string[] lines = await RunAsync("io_uring_enter:error=EAGAIN", "ring-operations");
        Assert.Equal(["-11 unsubmitted: 200", "late: -11", "broken: 11"], lines);
        lines = await RunAsync("io_uring_enter:error=EPERM", "ring-operations");
        Assert.Equal(["-1 unsubmitted: 200", "late: -1", "broken: 1"], lines);
    }

    [RingFact("strace")]
    public async Task Ring_that_the_system_refuses_says_why()
    {
        Assert.Contains("no io_uring", await RefusalAsync("io_uring_setup:error=ENOSYS"), StringComparison.Ordinal);
        Assert.Contains("seccomp", await RefusalAsync("io_uring_setup:error=EPERM"), StringComparison.Ordinal);
        Assert.Contains("ulimit -l", await RefusalAsync("io_uring_setup:error=ENOMEM"), StringComparison.Ordinal);
        Assert.Contains("too old", await RefusalAsync("io_uring_register:error=EINVAL"), StringComparison.Ordinal);
        Assert.Contains("ulimit -n", await RefusalAsync("eventfd2:error=EMFILE"), StringComparison.Ordinal);
    }

    [RingFact("strace")]
    public async Task Kernel_that_knows_no_deferred_work_gets_a_plain_ring()
    {
        string[] lines = await RunAsync("io_uring_setup:error=EINVAL:when=1", "ring-operations");
        Assert.Equal(["0: 200", "late: 0", "broken: 0"], lines);
    }

    private async Task AssertAllEndAsync(string injection) => Assert.Equal(["0: 200", "late: 0", "broken: 0"], await RunAsync(injection, "ring-operations"));

    private async Task<string> RefusalAsync(string injection) => Assert.Single(await RunAsync(injection, "ring-refusal"));

    private async Task<string[]> RunAsync(string injection, string child)
    {
        (string[] lines, string log) = await TracedChild.RunAsync(_folder.CreateSubdirectory(Guid.NewGuid().ToString()), injection[..injection.IndexOf(':')], injection, child);
        Assert.True(log.Contains("INJECTED", StringComparison.Ordinal), $"strace made no call fail ({injection}).");
        return lines;
    }
}
