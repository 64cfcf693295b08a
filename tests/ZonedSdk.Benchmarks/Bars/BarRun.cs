using System.Diagnostics;
using ZonedSdk.Benchmarks.Load;

namespace ZonedSdk.Benchmarks.Bars;

/// <summary>Measures rows one after the other, and tells on the way how far it is.</summary>
internal static class BarRun
{
    public static IReadOnlyList<RowResult> Of(IList<Row> rows, Func<Row, (Effort Effort, bool IsJudged)> choose)
    {
        List<RowResult> results = [];
        foreach (Row row in rows.OrderByDescending(static row => row.ComesFirst))
        {
            (Effort effort, bool isJudged) = choose(row);
            var load = new MachineLoad();
            long start = Stopwatch.GetTimestamp();
            string? obstacle = row.Obstacle(effort);
            List<Figure> figures = [];
            foreach (Figure figure in obstacle is null ? row.Measure(effort) : [])
            {
                figures.Add(figure);
                Console.Error.WriteLine($"row {row.Id}, {figure.Bar.Label}: {figure.Bar.Unit.Format(figure.Estimate.Median)} ({figure.Seen})");
            }

            results.Add(new RowResult(row, figures, obstacle, isJudged, load.ShareOfOthers(), Stopwatch.GetElapsedTime(start)));

            // What a row leaves behind is not to be collected in the turns of the next one.
            GC.Collect();
        }

        return [.. results.OrderBy(result => rows.IndexOf(result.Row))];
    }
}
