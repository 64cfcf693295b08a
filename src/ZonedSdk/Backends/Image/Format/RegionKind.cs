namespace ZonedSdk.Backends.Image.Format;

/// <summary>The regions of an image, in the order in which the table lists them and the file holds them.</summary>
internal enum RegionKind : uint
{
    Superblocks = 1,
    Checkpoints = 2,
    Journal = 3,
    Data = 4,
}
