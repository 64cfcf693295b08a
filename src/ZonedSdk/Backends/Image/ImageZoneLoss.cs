namespace ZonedSdk.Backends.Image;

/// <summary>A zone whose state is not known any more.</summary>
/// <param name="Zone">The zone's index.</param>
/// <param name="Condition">What it becomes, read-only or offline; null where nobody has chosen.</param>
/// <param name="Reason">What is known of it, and why that is not enough.</param>
public sealed record ImageZoneLoss(int Zone, ZoneCondition? Condition, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"Zone {Zone}{(Condition is { } condition ? $" becomes {condition}" : "")}: {Reason}";
}
