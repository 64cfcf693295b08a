namespace ZonedSdk.TestSupport.Image;

/// <summary>Told of every change of a <see cref="MemoryImageFile"/>, page by page.</summary>
internal interface IImageRecorder
{
    /// <summary>Where the next change will stand.</summary>
    int Position { get; }

    void Written(long offset, byte[] data);

    void Cleared(long offset, long lengthBytes);

    /// <summary>Everything before a position is stable from here on.</summary>
    void Synchronized(int coveredPosition);
}
