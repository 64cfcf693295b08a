using System.Globalization;

namespace ZonedSdk.Generators.Volumes.Writing;

/// <summary>Names of the runtime as emitted volumes spell them.</summary>
internal static class VolumeCode
{
    public const string Zoned = "global::ZonedSdk.";
    public const string Services = "global::ZonedSdk.CompilerServices.";
    public const string Runtime = Services + "VolumeRuntime";
    public const string Description = Services + "VolumeDescription";
    public const string Region = Services + "VolumeRegion";
    public const string Lease = Services + "VolumeLease";
    public const string Descriptors = "global::ZonedSdk.Descriptors.";
    public const string DeviceIo = "[global::ZonedSdk.Annotations.DeviceIo]";
    public const string ValueTask = "global::System.Threading.Tasks.ValueTask";
    public const string Cancellation = "global::System.Threading.CancellationToken cancellationToken = default";
    public const string CancellationType = "global::System.Threading.CancellationToken";
    public const string Buffer = "global::System.Memory<byte> buffer";
    public const string Data = "global::System.ReadOnlyMemory<byte> data";
    public const string NotOfRegion = "/// <exception cref=\"global::System.ArgumentOutOfRangeException\">The region has no such zone.</exception>";
    public const string Fails = "/// <exception cref=\"global::ZonedSdk.ZonedIOException\">The command failed.</exception>";

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
