using ZonedSdk.Backends;

namespace ZonedSdk.Benchmarks.Load;

/// <summary>Opens and closes devices from code that measures, where nothing else waits.</summary>
internal static class BlockingDevice
{
    public static ZonedDevice Open(IZoneBackend backend, bool isInline) =>
        ZonedDevice.OpenAsync(backend, new ZonedDeviceOptions { InlineContinuations = isInline }).AsTask().GetAwaiter().GetResult();

    public static void Close(IAsyncDisposable device) => device.DisposeAsync().AsTask().GetAwaiter().GetResult();

    public static long Append(ZonedDevice device, int zone, ReadOnlyMemory<byte> data) => device.AppendAsync(zone, data).AsTask().GetAwaiter().GetResult();

    public static void Reset(ZonedDevice device, int zone) => device.ResetZoneAsync(zone).AsTask().GetAwaiter().GetResult();
}
