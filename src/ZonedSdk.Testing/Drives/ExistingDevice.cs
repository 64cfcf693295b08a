using ZonedSdk.Backends;

namespace ZonedSdk.Testing;

/// <summary>A device that was there before, and stays: it is opened and closed, and nothing else is done to it.</summary>
internal sealed class ExistingDevice(Func<CancellationToken, ValueTask<IZoneBackend>> open) : DriveUnderTest
{
    /// <inheritdoc/>
    public override ValueTask<IZoneBackend> OpenAsync(CancellationToken cancellationToken) => open(cancellationToken);
}
