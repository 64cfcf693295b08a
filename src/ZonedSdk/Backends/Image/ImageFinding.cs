namespace ZonedSdk.Backends.Image;

/// <summary>One thing that a check or an open found.</summary>
/// <param name="Severity">What it means for the image.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">The byte offset in the file.</param>
/// <param name="Message">What, the numbers, and what to do.</param>
public sealed record ImageFinding(ImageFindingSeverity Severity, FormatErrorKind Kind, long Offset, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Severity} at byte {Offset}: {Message} ({Kind})";
}
