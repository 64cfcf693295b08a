namespace ZonedSdk.Maps.Drawing;

/// <summary>Where the cells of a map stand. A small drive has large cells; the picture is always as wide.</summary>
internal readonly record struct MapLayout
{
    public const double Width = 1120;
    public const double Left = 76;
    public const double Right = Width - 24;

    public MapLayout(int cells)
    {
        (Columns, CellHeight, Gap) = cells switch
        {
            <= 16 => (8, 52, 6),
            <= 64 => (16, 40, 5),
            <= 256 => (32, 28, 4),
            <= 1000 => (50, 19, 3),
            _ => (100, 13, 1.5),
        };
        Rows = ((cells - 1) / Columns) + 1;
        Pitch = (Right - Left) / Columns;
    }

    public int Columns { get; }

    public int Rows { get; }

    public double CellHeight { get; }

    public double Gap { get; }

    public double Pitch { get; }

    public double CellWidth => Pitch - Gap;

    public double Height => (Rows * (CellHeight + Gap)) - Gap;

    public double X(int cell) => Left + (cell % Columns * Pitch);

    public double Y(int row) => row * (CellHeight + Gap);
}
