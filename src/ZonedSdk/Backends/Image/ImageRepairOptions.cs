namespace ZonedSdk.Backends.Image;

/// <summary>What a repair may decide. Without a choice it mends what can be mended without guessing, and says what it left.</summary>
public sealed record ImageRepairOptions
{
    /// <summary>Says what would be done, and changes no byte. No permission to write is needed.</summary>
    /// <value>Default false.</value>
    public bool IsDryRun { get; init; }

    /// <summary>Which superblock is this image's, where both are good and differ, or one of them was written and makes no sense. A copy that is merely damaged is mended from the other one without being asked.</summary>
    /// <value>Default null: nobody has said.</value>
    public ImageSuperblock? Superblock { get; init; }

    /// <summary>What becomes of zones whose state is not known any more, because records or checkpoint pages are lost.</summary>
    /// <value>Default null: nobody has said, and no zone's state is written; copies are mended from their good twins all the same.</value>
    public UncertainZoneChoice? UncertainZones { get; init; }

    internal void Validate()
    {
        if (Superblock is { } superblock && !Enum.IsDefined(superblock))
        {
            throw new ArgumentOutOfRangeException(nameof(Superblock), superblock, $"{nameof(Superblock)}: an image has the superblocks {nameof(ImageSuperblock.First)} and {nameof(ImageSuperblock.Second)}.");
        }

        if (UncertainZones is { } choice && !Enum.IsDefined(choice))
        {
            throw new ArgumentOutOfRangeException(nameof(UncertainZones), choice, $"{nameof(UncertainZones)}: a zone can become {nameof(UncertainZoneChoice.Offline)} or {nameof(UncertainZoneChoice.ReadOnly)}.");
        }
    }
}
