namespace ZonedSdk;

/// <summary>What makes a device that device: an image's uuid, a drive's WWN or serial number. Commands that destroy a whole device ask for it.</summary>
/// <param name="Value">The identity as text, compared ordinally; never empty.</param>
public readonly record struct DeviceIdentity(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
