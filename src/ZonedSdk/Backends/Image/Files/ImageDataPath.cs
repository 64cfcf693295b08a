namespace ZonedSdk.Backends.Image.Files;

/// <summary>Which way an image's data take, and why it is not another one.</summary>
/// <param name="Path">Through the page cache or past it.</param>
/// <param name="Rings">The rings that carry them; null where <see cref="IImageFile.ReadData"/> and <see cref="IImageFile.WriteData"/> do, on threads.</param>
/// <param name="WhyBuffered">Why they go through the page cache although they were not to, to go on a sentence; otherwise null.</param>
/// <param name="WhyNoRing">Why there is no ring although one was welcome, to go on a sentence; otherwise null.</param>
/// <param name="WhyFewer">Why there are fewer rings than were asked for; otherwise null.</param>
internal sealed record ImageDataPath(IoPath Path, ImageRings? Rings = null, string? WhyBuffered = null, string? WhyNoRing = null, BackendFinding? WhyFewer = null)
{
    /// <summary>Memory that does not lie as the way past the page cache needs it is copied, in pieces of this length at most.</summary>
    public const int MaxCopiedBytes = 256 * 1024;

    /// <summary>Through the page cache, on threads.</summary>
    public static ImageDataPath Buffered { get; } = new(IoPath.Buffered);
}
