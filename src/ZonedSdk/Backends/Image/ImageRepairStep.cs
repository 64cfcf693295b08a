namespace ZonedSdk.Backends.Image;

/// <summary>One thing that a repair does to an image's file.</summary>
/// <param name="Offset">The byte offset in the file.</param>
/// <param name="LengthBytes">How many bytes it writes there.</param>
/// <param name="Message">What is written, and where that is known from.</param>
public sealed record ImageRepairStep(long Offset, long LengthBytes, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{LengthBytes} bytes at byte {Offset}: {Message}";
}
