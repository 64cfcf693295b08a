using System.Text;

namespace ZonedSdk;

/// <summary>A device is not the one that a volume describes, or has no room for its regions. All differences are listed, not just the first.</summary>
public sealed class ZoneGeometryMismatchException : ZonedException
{
    // A drive of another kind differs in every zone; the list has them all, a message need not.
    private const int MaxListed = 32;

    /// <summary>Makes an exception that lists what differs.</summary>
    /// <param name="volume">The volume's type.</param>
    /// <param name="device">The device's name.</param>
    /// <param name="differences">All differences, at least one.</param>
    public ZoneGeometryMismatchException(string volume, string device, IReadOnlyList<GeometryDifference> differences)
        : this(differences, $"{device} is not the device that {volume} describes", "Use the device's own descriptor (zoned capture), or another device.")
    {
    }

    private ZoneGeometryMismatchException(IReadOnlyList<GeometryDifference> differences, string what, string remedy)
        : base(Compose(what, remedy, differences)) => Differences = differences;

    /// <summary>All differences.</summary>
    public IReadOnlyList<GeometryDifference> Differences { get; }

    internal static ZoneGeometryMismatchException NoRoom(string volume, string device, IReadOnlyList<GeometryDifference> differences) =>
        new(differences, $"{device} has no room for the regions of {volume}", "Use another device.");

    private static string Compose(string what, string remedy, IReadOnlyList<GeometryDifference> differences)
    {
        ArgumentNullException.ThrowIfNull(differences);
        StringBuilder text = new();
        text.Append(FormattableString.Invariant($"{what} ({differences.Count} differences). {remedy}"));
        foreach (GeometryDifference difference in differences.Take(MaxListed))
        {
            text.Append("\n- ").Append(difference);
        }

        if (differences.Count > MaxListed)
        {
            text.Append(FormattableString.Invariant($"\n- and {differences.Count - MaxListed} more, in Differences"));
        }

        return text.ToString();
    }
}
