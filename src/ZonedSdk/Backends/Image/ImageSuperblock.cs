namespace ZonedSdk.Backends.Image;

/// <summary>One of an image's two superblocks.</summary>
public enum ImageSuperblock
{
    /// <summary>The one at byte 0.</summary>
    First = 0,

    /// <summary>The one at byte 4096.</summary>
    Second = 1,
}
