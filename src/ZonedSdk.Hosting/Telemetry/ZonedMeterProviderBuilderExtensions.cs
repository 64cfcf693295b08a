using ZonedSdk.Hosting.Telemetry;

namespace OpenTelemetry.Metrics;

/// <summary>Adds the metrics of zoned devices to OpenTelemetry.</summary>
public static class ZonedMeterProviderBuilderExtensions
{
    /// <summary>Collects the meter "ZonedSdk".</summary>
    /// <param name="builder">The builder of the meter provider.</param>
    public static MeterProviderBuilder AddZonedInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(DeviceInstruments.MeterName);
    }
}
