using Spectre.Console;
using Spectre.Console.Rendering;
using ZonedSdk.Maps;

namespace ZonedSdk.Cli;

/// <summary>A map's lines in the colours that the terminal has.</summary>
internal sealed class ZoneMapView(IReadOnlyList<IReadOnlyList<ZoneMapRun>> lines) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (IReadOnlyList<ZoneMapRun> line in lines)
        {
            foreach (ZoneMapRun run in line.Where(run => run.Text.Length > 0))
            {
                yield return new Segment(run.Text, StyleOf(run.Tone));
            }

            yield return Segment.LineBreak;
        }
    }

    private static Style StyleOf(ZoneMapTone tone) => tone switch
    {
        ZoneMapTone.Title => new Style(decoration: Decoration.Bold),
        ZoneMapTone.Quiet => new Style(decoration: Decoration.Dim),
        ZoneMapTone.Conventional => new Style(Color.Olive),
        ZoneMapTone.Full => new Style(Color.SteelBlue),
        ZoneMapTone.Closed => new Style(Color.LightSkyBlue3),
        ZoneMapTone.Open => new Style(Color.Aquamarine3),
        ZoneMapTone.ReadOnly => new Style(Color.Orange1),
        ZoneMapTone.Recovering => new Style(Color.Orchid),
        ZoneMapTone.Failed => new Style(Color.IndianRed1),
        _ => Style.Plain,
    };
}
