namespace ZonedSdk.Cli;

/// <summary>What a map is drawn into, and how.</summary>
internal sealed record MapOptions
{
    public string? SvgPath { get; init; }

    public string? HtmlPath { get; init; }

    /// <summary>0 = as wide as the terminal.</summary>
    public int WidthColumns { get; init; }

    public bool IsAscii { get; init; }

    public ReportSource Source { get; init; }
}
