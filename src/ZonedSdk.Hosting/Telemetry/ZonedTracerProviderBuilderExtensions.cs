namespace OpenTelemetry.Trace;

/// <summary>Adds the traces of zoned devices to OpenTelemetry.</summary>
public static class ZonedTracerProviderBuilderExtensions
{
    private const string SourceName = "ZonedSdk";

    /// <summary>Collects the activities of the source "ZonedSdk": opening, flushes, recoveries and zone management; of transfers where <see cref="ZonedSdk.ZonedDeviceOptions.TraceTransfers"/> is set.</summary>
    /// <param name="builder">The builder of the tracer provider.</param>
    public static TracerProviderBuilder AddZonedInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(SourceName);
    }
}
