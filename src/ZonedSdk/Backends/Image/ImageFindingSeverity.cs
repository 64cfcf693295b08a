namespace ZonedSdk.Backends.Image;

/// <summary>What a finding means for the image.</summary>
public enum ImageFindingSeverity
{
    /// <summary>What a crash leaves and recovery is made for. Nothing is lost.</summary>
    Notice = 0,

    /// <summary>Something is damaged, and a second copy or an older checkpoint stands in for it. Nothing is lost yet.</summary>
    Warning = 1,

    /// <summary>The image cannot be opened for writing; where <see cref="ImageCheckReport.CanOpenReadOnly"/> is false, not at all.</summary>
    Error = 2,
}
