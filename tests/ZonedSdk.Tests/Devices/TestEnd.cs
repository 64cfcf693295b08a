using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>
/// Closes a device at the end of its test, whatever the test has left at the drive: declared behind the device, it goes first.
/// A test that fails half-way would otherwise wait for ever, because closing waits for the drive in a time that nobody moves any more.
/// </summary>
internal sealed class TestEnd(ZonedDevice device, ScriptedBackend drive) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        drive.Release();
        using IDisposable? running = (device.Options.TimeProvider as ManualTimeProvider)?.RunFreely();
        await device.DisposeAsync();
    }
}
