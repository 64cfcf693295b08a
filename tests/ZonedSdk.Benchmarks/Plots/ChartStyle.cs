namespace ZonedSdk.Benchmarks.Plots;

/// <summary>Colours and letters of every chart. The dark half is chosen by the reader's own setting.</summary>
internal static class ChartStyle
{
    public const string Css = """
        <style>
        svg { --ground: #ffffff; --ink: #1b2430; --quiet: #5b6776; --grid: #e7ebf0; --inline: #1668c7; --pool: #12917c; --held: #c2413a; --other: #a2700b; }
        @media (prefers-color-scheme: dark) { svg { --ground: #12171e; --ink: #e8edf3; --quiet: #9aa7b6; --grid: #27303b; --inline: #6cb0ff; --pool: #4fd1b8; --held: #ff8a80; --other: #f0c05a; } }
        text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; fill: var(--ink); }
        .ground { fill: var(--ground); } .title { font-size: 19px; font-weight: 650; } .subtitle { font-size: 13px; fill: var(--quiet); }
        .axis { font-size: 12.5px; fill: var(--quiet); } .tick { font-size: 12px; fill: var(--quiet); font-variant-numeric: tabular-nums; }
        .left { text-anchor: end; } .middle { text-anchor: middle; } .grid { stroke: var(--grid); } .mark { stroke: var(--quiet); }
        .line { fill: none; stroke: currentColor; stroke-width: 2.5; stroke-linejoin: round; } .point { fill: var(--ground); stroke: currentColor; stroke-width: 2; }
        .leader { stroke: currentColor; stroke-width: 1; opacity: .45; } .name { font-size: 13px; font-weight: 600; fill: currentColor; }
        .inline { color: var(--inline); } .pool { color: var(--pool); } .held { color: var(--held); } .other { color: var(--other); }
        .held .line { stroke-dasharray: 7 4; } .other .line { stroke-dasharray: 2 4; stroke-linecap: round; }
        </style>

        """;
}
