using System.Globalization;
using Spectre.Console;

namespace ZoneArchive;

/// <summary>Times the steps and prints the tables.</summary>
internal sealed class DemoReport
{
    private readonly List<(string Step, int Count, long Bytes, TimeSpan Time)> _steps = [];
    private ArchiveStatistics? _statistics;

    public IReadOnlyList<(string What, long Hits)> Faults { get; set; } = [];

    public async Task<T> TimeAsync<T>(string step, Func<Task<T>> work, Func<T, (int Count, long Bytes)> measure)
    {
        long started = TimeProvider.System.GetTimestamp();
        T result = await work();
        (int count, long bytes) = measure(result);
        _steps.Add((step, count, bytes, TimeProvider.System.GetElapsedTime(started)));
        return result;
    }

    /// <summary>Keeps the counts of the session that wrote.</summary>
    public void Take(ArchiveStatistics statistics) => _statistics = statistics;

    /// <summary>Prints everything.</summary>
    /// <returns>True when the comparison found nothing.</returns>
    public bool Print(IAnsiConsole console, FolderComparison comparison, DemoSource source)
    {
        var steps = new Table().Border(TableBorder.Ascii).AddColumn("step").AddColumn(Right("entries")).AddColumn(Right("bytes")).AddColumn(Right("seconds")).AddColumn(Right("rate"));
        foreach ((string step, int count, long bytes, TimeSpan time) in _steps)
        {
            steps.AddRow(step, Text(count), Text(bytes), time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture), ByteText.Rate(bytes, time));
        }

        console.Write(steps);
        if (_statistics is { } statistics)
        {
            var counts = new Table().Border(TableBorder.Ascii).AddColumn("what happened").AddColumn(Right("count"));
            foreach ((string what, long count) in Counts(statistics))
            {
                counts.AddRow(what, Text(count));
            }

            console.Write(counts);
        }

        foreach (string difference in comparison.Differences.Take(10))
        {
            Console.WriteLine($"DIFFERENT {difference}");
        }

        bool isEqual = comparison.Differences.Count == 0 && comparison.Entries == source.Items.Count;
        Console.WriteLine(isEqual
            ? $"All {Text(comparison.Bytes)} bytes of {Text(comparison.Entries)} entries are equal to the originals."
            : $"{comparison.Differences.Count} of {comparison.Entries} entries differ from the originals.");
        return isEqual;
    }

    private IEnumerable<(string What, long Count)> Counts(ArchiveStatistics statistics)
    {
        yield return ("faults injected", Faults.Sum(fault => fault.Hits));
        yield return ("zones recovered by the runtime", statistics.Recoveries);
        yield return ("appends that failed", statistics.Failures);
        yield return ("appends that failed as followers of these", statistics.Followers);
        yield return ("appends made again", statistics.Reappends);
        yield return ("appends that succeeded", statistics.Appends);
        yield return ("extents in them", statistics.ExtentsWritten);
        yield return ("group commits", statistics.Groups);
        yield return ("zones retired", statistics.ZonesRetired);
        yield return ("zones reset", statistics.ZonesReset);
    }

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();

    private static string Text(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
