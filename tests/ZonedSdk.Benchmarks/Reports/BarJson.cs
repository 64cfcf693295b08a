using System.Text.Encodings.Web;
using System.Text.Json;
using ZonedSdk.Benchmarks.Bars;

namespace ZonedSdk.Benchmarks.Reports;

/// <summary>A run as JSON, for programs that compare runs.</summary>
internal static class BarJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(RunCircumstances circumstances, IReadOnlyList<RowResult> results) => JsonSerializer.Serialize(
        new
        {
            circumstances.Date,
            circumstances.Processor,
            circumstances.System,
            Rows = results.Select(result => new
            {
                result.Row.Id,
                result.Row.Title,
                result.Obstacle,
                result.IsJudged,
                ShareOfOthers = Math.Round(result.ShareOfOthers, 3),
                Seconds = Math.Round(result.Elapsed.TotalSeconds, 1),
                Figures = result.Figures.Select(figure => new
                {
                    figure.Bar.Label,
                    Unit = figure.Bar.Unit.ToString(),
                    Sense = figure.Bar.Sense.ToString(),
                    figure.Bar.Required,
                    figure.Bar.Aim,
                    figure.Estimate.Median,
                    figure.Estimate.Low,
                    figure.Estimate.High,
                    figure.Samples,
                    Verdict = figure.Verdict.ToString(),
                    figure.Seen,
                }),
            }),
        },
        s_options);
}
