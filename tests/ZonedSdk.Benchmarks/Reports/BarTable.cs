using System.Globalization;
using System.Text;
using ZonedSdk.Benchmarks.Bars;

namespace ZonedSdk.Benchmarks.Reports;

/// <summary>The table of bars with what was measured, as Markdown that can be read as it is.</summary>
internal static class BarTable
{
    private static readonly string[] s_head = ["#", "bar", "required", "aim", "measured", "90 % interval", "verdict", "seen", "others"];

    public static string Of(IReadOnlyList<RowResult> results)
    {
        List<string[]> lines = [s_head];
        foreach (RowResult result in results)
        {
            if (result.Obstacle is { } obstacle)
            {
                lines.Add([result.Row.Id, result.Row.Title, "", "", "", "", "not run", obstacle, ""]);
            }

            lines.AddRange(result.Figures.Select((figure, index) => Line(result, figure, isFirst: index == 0)));
        }

        int[] widths = [.. Enumerable.Range(0, s_head.Length).Select(column => lines.Max(line => line[column].Length))];
        var table = new StringBuilder();
        Append(table, lines[0], widths);
        Append(table, [.. widths.Select(width => new string('-', width))], widths);
        lines.Skip(1).ToList().ForEach(line => Append(table, line, widths));
        return table.ToString();
    }

    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.AimMet => "met, and the aim",
        Verdict.Met => "met",
        Verdict.WithinNoise => "within noise",
        _ => "MISSED",
    };

    private static string[] Line(RowResult result, Figure figure, bool isFirst)
    {
        Bar bar = figure.Bar;
        string sign = bar.Sense == BarSense.AtLeast ? ">=" : "<=";
        string word = Word(figure.Verdict);
        return
        [
            result.Row.Id,
            isFirst ? $"{result.Row.Title}: {bar.Label}" : $"  {bar.Label}",
            $"{sign} {bar.Unit.Format(bar.Required)}",
            $"{sign} {bar.Unit.Format(bar.Aim)}",
            bar.Unit.Format(figure.Estimate.Median),
            $"{bar.Unit.Format(figure.Estimate.Low)} to {bar.Unit.Format(figure.Estimate.High)}",
            result.IsJudged ? word : $"({word})",
            figure.Seen,
            isFirst ? result.ShareOfOthers.ToString("P0", CultureInfo.InvariantCulture) : "",
        ];
    }

    private static void Append(StringBuilder table, string[] cells, int[] widths)
    {
        table.Append('|');
        for (int column = 0; column < cells.Length; column++)
        {
            table.Append(' ').Append(cells[column].PadRight(widths[column])).Append(" |");
        }

        table.Append('\n');
    }
}
