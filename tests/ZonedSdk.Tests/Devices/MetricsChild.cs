using System.Diagnostics.Metrics;

namespace ZonedSdk.Tests.Devices;

/// <summary>A process in which no instrument has counted yet: prints those that are there when a device has been opened.</summary>
internal static class MetricsChild
{
    public static async Task<int> RunAsync()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(new ScriptedBackend());
        using MeterListener listener = new()
        {
            InstrumentPublished = static (instrument, _) =>
            {
                if (instrument.Meter.Name == "ZonedSdk")
                {
                    Console.WriteLine(instrument.Name);
                }
            },
        };
        listener.Start();
        return 0;
    }
}
