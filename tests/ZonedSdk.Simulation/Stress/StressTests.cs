using System.Globalization;
using Xunit.Abstractions;
using ZonedSdk.Backends;
using ZonedSdk.TestSupport;

namespace ZonedSdk.Simulation.Stress;

/// <summary>The runtime on real threads: what the simulator cannot show is what two threads do at the same instant.</summary>
public sealed class StressTests(ITestOutputHelper output)
{
    private static readonly StressEnding[] s_endings = [StressEnding.Crash, StressEnding.CloseUnderLoad, StressEnding.FlushesFail, StressEnding.CloseAtRest];

    // The threads run as they like, so a seed brings back the workload and the faults, not the interleaving.
    private static readonly int s_seed = Environment.GetEnvironmentVariable("ZONEDSDK_STRESS_SEED") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 1;

    private static readonly TimeSpan s_round = Campaign.Pick(brief: TimeSpan.FromSeconds(0.5), full: TimeSpan.FromSeconds(2.5));

    private static readonly int s_rounds = Campaign.Pick(brief: 4, full: 8);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Nothing_acknowledged_is_lost_on_a_memory_drive(bool enforcesOrder) => RunAsync(new StressMemoryDrive(enforcesOrder));

    [Theory]
    [InlineData(false, TransferEngine.Threads, 1)]
    [InlineData(true, TransferEngine.Threads, 1)]
    [InlineData(false, TransferEngine.Auto, 1)]
    [InlineData(false, TransferEngine.Auto, 2)]
    public async Task Nothing_acknowledged_is_lost_on_an_image(bool enforcesOrder, TransferEngine engine, int ringCount)
    {
        string path = Path.Combine(Path.GetTempPath(), $"zoned-stress-{Guid.NewGuid():N}.zimg");
        try
        {
            await StressImageDrive.CreateAsync(path);
            await RunAsync(new StressImageDrive(path, enforcesOrder, engine, ringCount));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public Task Nothing_flushed_is_lost_on_a_memory_drive_that_loses_its_cache_when_a_flush_fails() => RunAsync(new StressMemoryDrive(enforcesOrder: false), losesCache: true);

    private async Task RunAsync(StressDrive drive, bool losesCache = false)
    {
        var workload = new StressWorkload(drive, s_seed, losesCache);
        for (int round = 0; round < s_rounds && workload.Wrongs.Count == 0; round++)
        {
            await workload.RunAsync(s_round, s_endings[round % s_endings.Length]);
        }

        output.WriteLine($"seed {s_seed}\n{workload.Figures}");
        Assert.True(workload.Wrongs.Count == 0, $"{string.Join('\n', workload.Wrongs.Take(20))}\n{workload.Figures}\nOnce more: ZONEDSDK_STRESS_SEED={s_seed} dotnet test tests/ZonedSdk.Simulation -c Release --filter StressTests");
    }
}
