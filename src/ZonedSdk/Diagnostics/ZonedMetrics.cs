using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace ZonedSdk.Diagnostics;

/// <summary>The counters of the meter "ZonedSdk". Names and units follow OpenTelemetry's conventions.</summary>
internal static class ZonedMetrics
{
    public const string MeterName = "ZonedSdk";

    /// <summary>The tag that tells devices apart, in everything that a zone measures: a host has many.</summary>
    public const string DeviceTag = "zoned.device.name";

    private static readonly Meter s_meter = new(MeterName);

    public static readonly Counter<long> IgnoredCompletions =
        s_meter.CreateCounter<long>("zoned.io.ignored_completions", "{completion}", "Duplicated or late completions that were ignored.");

    public static readonly Counter<long> Copied =
        s_meter.CreateCounter<long>("zoned.io.copied", "By", "Bytes of callers' memory that were copied, because it does not lie as direct I/O needs it.");

    public static readonly Counter<long> Recoveries =
        s_meter.CreateCounter<long>("zoned.zone.recoveries", "{recovery}", "Recoveries: episodes that ended with a report, whatever became of the zone, and reports that found what nobody had noticed.");

    public static readonly Histogram<double> DrainDuration =
        s_meter.CreateHistogram<double>("zoned.zone.drain.duration", "s", "From the first error of an episode until nothing was in flight, or until the drain's deadline. Drains for management commands and explicit recoveries are not measured, and the report is not part of it.");

    public static readonly Counter<long> Followers =
        s_meter.CreateCounter<long>("zoned.zone.followers", "{request}", "Writes that failed because they stood behind a failed one.");

    public static readonly Counter<long> Regressions =
        s_meter.CreateCounter<long>("zoned.zone.wp_regressions", "{recovery}", "Recoveries that moved the submitted write pointer backwards.");

    public static readonly Counter<long> ImplicitCloses =
        s_meter.CreateCounter<long>("zoned.zones.implicit_closes", "{zone}", "Zones closed by the runtime to free an open resource.");

    public static readonly Counter<long> CreditWaits =
        s_meter.CreateCounter<long>("zoned.zones.credit_waits", "{wait}", "Times a zone waited for an open or active resource.");

    /// <summary>The tag of a device that is being opened. Whoever lists instruments finds them from here on, and not only once the first of them has counted.</summary>
    public static KeyValuePair<string, object?> TagOf(string device)
    {
        RuntimeHelpers.RunClassConstructor(typeof(ZonedMetrics).TypeHandle);
        return new KeyValuePair<string, object?>(DeviceTag, device);
    }
}
