using System.Globalization;
using System.Security;
using System.Text;

namespace ZonedSdk.Benchmarks.Plots;

/// <summary>A line chart as an SVG that needs nothing but itself. Each line has its name at its end, so that no legend has to be read; colours follow the reader's light or dark mode.</summary>
internal sealed record LineChart(string Title, string Subtitle, Axis Horizontal, Axis Vertical, IReadOnlyList<Series> Lines)
{
    private const double Width = 860;
    private const double Height = 460;
    private const double Left = 78;
    private const double Right = 628;
    private const double Top = 92;
    private const double Bottom = 396;
    private const double NameHeight = 18;

    public string ToSvg()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Escape(Title)}\">\n{ChartStyle.Css}");
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"ground\" width=\"{Width}\" height=\"{Height}\" rx=\"10\"/>\n");
        Text(svg, "title", 28, 36, Title);
        Text(svg, "subtitle", 28, 58, Subtitle);
        DrawAxes(svg);
        double[] names = PlaceNames();
        for (int index = 0; index < Lines.Count; index++)
        {
            Draw(svg, Lines[index], names[index]);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Escape(string text) => SecurityElement.Escape(text);

    private static void Text(StringBuilder svg, string kind, double x, double y, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{kind}\" x=\"{x:F1}\" y=\"{y:F1}\">{Escape(text)}</text>\n");

    private double X(double value) => Left + (Horizontal.Place(value) * (Right - Left));

    private double Y(double value) => Bottom - (Vertical.Place(value) * (Bottom - Top));

    private void DrawAxes(StringBuilder svg)
    {
        foreach ((double value, string text) in Vertical.Ticks)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Left} {Y(value):F1}H{Right}\"/>\n");
            Text(svg, "tick left", Left - 10, Y(value) + 4, text);
        }

        foreach ((double value, string text) in Horizontal.Ticks)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"mark\" d=\"M{X(value):F1} {Bottom}v5\"/>\n");
            Text(svg, "tick middle", X(value), Bottom + 21, text);
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"mark\" d=\"M{Left} {Bottom}H{Right}\"/>\n");
        Text(svg, "axis middle", (Left + Right) / 2, Bottom + 46, Horizontal.Title);
        Text(svg, "axis", 28, Top - 12, Vertical.Title);
    }

    private void Draw(StringBuilder svg, Series line, double nameY)
    {
        string role = line.Role.ToString().ToLowerInvariant();
        string path = string.Join('L', line.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):F1} {Y(point.Y):F1}")));
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"{role}\"><path class=\"line\" d=\"M{path}\"/>\n");
        foreach ((double x, double y) in line.Points)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"point\" cx=\"{X(x):F1}\" cy=\"{Y(y):F1}\" r=\"3.5\"/>\n");
        }

        (double lastX, double lastY) = line.Points[^1];
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"leader\" d=\"M{X(lastX) + 6:F1} {Y(lastY):F1}L{Right + 12} {nameY:F1}\"/>\n");
        Text(svg, "name", Right + 17, nameY + 4, line.Name);
        svg.Append("</g>\n");
    }

    /// <summary>Each name beside the end of its line, moved only as far as the others need.</summary>
    private double[] PlaceNames()
    {
        double[] places = [.. Lines.Select(line => Y(line.Points[^1].Y))];
        int[] order = [.. Enumerable.Range(0, places.Length).OrderBy(index => places[index])];
        for (int index = 1; index < order.Length; index++)
        {
            places[order[index]] = Math.Max(places[order[index]], places[order[index - 1]] + NameHeight);
        }

        double overflow = places.Length == 0 ? 0 : Math.Max(0, places[order[^1]] - Bottom);
        for (int index = order.Length - 1; index >= 0 && overflow > 0; index--)
        {
            double ceiling = index == order.Length - 1 ? Bottom : places[order[index + 1]] - NameHeight;
            places[order[index]] = Math.Min(places[order[index]], ceiling);
        }

        return places;
    }
}
