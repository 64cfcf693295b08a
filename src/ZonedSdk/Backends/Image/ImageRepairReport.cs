namespace ZonedSdk.Backends.Image;

/// <summary>What a repair found, did, and left.</summary>
public sealed record ImageRepairReport
{
    /// <summary>What a check says before the repair.</summary>
    public required ImageCheckReport Before { get; init; }

    /// <summary>What a check says after it; the same as <see cref="Before"/> where nothing was written.</summary>
    public required ImageCheckReport After { get; init; }

    /// <summary>What was written, in this order; by a dry run, what would be.</summary>
    public required IReadOnlyList<ImageRepairStep> Steps { get; init; }

    /// <summary>Zones whose state is not known any more, by index. None of them is shown as something that it may not be.</summary>
    public required IReadOnlyList<ImageZoneLoss> Losses { get; init; }

    /// <summary>What was not mended: why not, and which choice of the options would allow it. Empty where all was.</summary>
    public required IReadOnlyList<string> Obstacles { get; init; }

    /// <summary>Nothing is damaged any more, and the image opens for writing.</summary>
    public bool IsSound => After.IsSound && After.CanOpenForWriting;
}
