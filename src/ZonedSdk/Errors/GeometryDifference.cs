namespace ZonedSdk;

/// <summary>One thing in which a device is not what a volume describes.</summary>
/// <param name="Field">What differs, in the descriptor's words.</param>
/// <param name="Described">What the volume says.</param>
/// <param name="Found">What the device says.</param>
/// <param name="Consequence">What does not fit because of it; empty where that is plain.</param>
public sealed record GeometryDifference(string Field, string Described, string Found, string Consequence = "")
{
    /// <inheritdoc/>
    public override string ToString() => Consequence.Length == 0
        ? $"{Field}: described {Described}, found {Found}"
        : $"{Field}: described {Described}, found {Found}; {Consequence}";
}
