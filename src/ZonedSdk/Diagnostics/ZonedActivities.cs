using System.Diagnostics;

namespace ZonedSdk.Diagnostics;

/// <summary>The activities of the source "ZonedSdk": spans in OpenTelemetry's words. While nobody listens, starting one costs a look at a list.</summary>
internal static class ZonedActivities
{
    public const string SourceName = "ZonedSdk";

    public const string OpenDevice = "zoned.device.open";
    public const string CloseDevice = "zoned.device.close";
    public const string FlushDevice = "zoned.device.flush";
    public const string RecoverZone = "zoned.zone.recovery";
    public const string ReadZone = "zoned.zone.read";
    public const string WriteZone = "zoned.zone.write";
    public const string AppendZone = "zoned.zone.append";

    private const string ZoneTag = "zoned.zone.index";
    private const string OffsetTag = "zoned.io.offset";
    private const string SizeTag = "zoned.io.size";
    private const string ErrorTag = "error.type";

    private static readonly ActivitySource s_source = new(SourceName);

    /// <summary>Somebody collects activities; they may still want none of ours.</summary>
    public static bool HasListeners => s_source.HasListeners();

    /// <summary>Starts an activity of a device, or of one of its zones; null where nobody wants it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="device">The device's name.</param>
    /// <param name="zone">Zone index; -1 where the whole device is meant.</param>
    public static Activity? Start(string name, string device, int zone = -1)
    {
        Activity? activity = s_source.StartActivity(name);
        activity?.SetTag(ZonedMetrics.DeviceTag, device);
        if (zone >= 0)
        {
            activity?.SetTag(ZoneTag, zone);
        }

        return activity;
    }

    /// <summary>Starts the activity of one transfer; null where nobody wants it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="device">The device's name.</param>
    /// <param name="zone">Zone index; -1 where it is not known yet.</param>
    /// <param name="lengthBytes">Bytes to be transferred.</param>
    public static Activity? Start(string name, string device, int zone, long lengthBytes)
    {
        Activity? activity = Start(name, device, zone);
        activity?.SetTag(SizeTag, lengthBytes);
        return activity;
    }

    /// <summary>Says where the transfer begins, in absolute bytes.</summary>
    public static void TellOffset(Activity? activity, long offset) => activity?.SetTag(OffsetTag, offset);

    /// <summary>Says that and why the operation failed.</summary>
    public static void Fail(Activity? activity, Exception error) =>
        Fail(activity, error is ZonedIOException failure ? failure.Error.ToString() : error.GetType().FullName!, error.Message);

    /// <summary>Says that and why the operation failed.</summary>
    public static void Fail(Activity? activity, string error, string message)
    {
        activity?.SetTag(ErrorTag, error);
        activity?.SetStatus(ActivityStatusCode.Error, message);
    }

    /// <summary>The name of a management command's activity.</summary>
    public static string NameOf(Zones.RequestOperation operation) => operation switch
    {
        Zones.RequestOperation.Open => "zoned.zone.open",
        Zones.RequestOperation.Close => "zoned.zone.close",
        Zones.RequestOperation.Finish => "zoned.zone.finish",
        Zones.RequestOperation.Reset => "zoned.zone.reset",
        _ => throw new UnreachableException($"{operation} is no management command."),
    };
}
