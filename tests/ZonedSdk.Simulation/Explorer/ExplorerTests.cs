using Xunit.Abstractions;
using ZonedSdk.TestSupport;
using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

public sealed class ExplorerTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_reachable_state_keeps_the_invariants()
    {
        Model[] models = Models.All(Campaign.IsFull);
        var findings = new Findings[models.Length];
        Parallel.For(0, models.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => findings[i] = Search.Run(models[i]));
        foreach (Findings finding in findings)
        {
            output.WriteLine(finding.ToString());
        }

        output.WriteLine($"{findings.Sum(finding => (long)finding.States)} states in all");
        Assert.DoesNotContain(findings, finding => finding.Violation is not null);
        Assert.All(findings, finding => Assert.True(finding.IsComplete));
        Assert.True(findings.Sum(finding => (long)finding.States) >= Campaign.Pick(500_000, 2_000_000));

        // Compared with their long form wherever they are taken, and never taken where one command is sent at a time.
        Assert.All(findings, finding => Assert.Equal(finding.Model.EnforcesOrder, finding.Shortcuts == 0));
    }
}
