namespace ZoneArchive;

/// <summary>Rounding to multiples of a power of two.</summary>
internal static class Align
{
    public static int Up(int value, int alignment) => (value + alignment - 1) & -alignment;

    public static long Up(long value, long alignment) => (value + alignment - 1) & -alignment;

    public static int Down(int value, int alignment) => value & -alignment;

    public static long Down(long value, long alignment) => value & -alignment;
}
