using ZonedSdk;
using ZonedSdk.Annotations;

namespace Middle;

/// <summary>A library's use of the package, down to an annotation that its own users inherit.</summary>
public class Store
{
    /// <summary>The gate.</summary>
    protected readonly Lock Gate = new();

    /// <summary>Counts under the gate.</summary>
    [GuardedBy(nameof(Gate))]
    protected int Count;

    /// <summary>The drive's size.</summary>
    public static long SizeOf(ZonedDevice device) => device.Geometry.BlockSizeBytes;
}
