using System.Globalization;

namespace ZonedSdk.Hosting.Settings;

/// <summary>One key of a device's section: what it may be, and what it sets.</summary>
/// <param name="Key">The key, which is the option's name.</param>
/// <param name="Allowed">What is allowed, for the message.</param>
/// <param name="TrySet">Reads the value and sets the option; false where the value is none of the allowed ones.</param>
internal sealed record DeviceSetting(string Key, string Allowed, Func<HostedDeviceOptions, string, bool> TrySet)
{
    private const string Span = "a time as hh:mm:ss or d.hh:mm:ss";
    private const string Wait = Span + ", more than zero and at most 49.00:00:00, or Infinite";
    private const string Switch = "true or false";
    private const string Infinite = "Infinite";
    private const string Never = "Never";

    /// <summary>Every key that there is. Ranges are the business of <see cref="ZonedDeviceOptions.Validate"/>; the texts say them.</summary>
    public static IReadOnlyList<DeviceSetting> All { get; } =
    [
        new(nameof(HostedDeviceOptions.Path), "the path of an image file, a zoned device or a mount of zonefs, or memory:name", static (o, text) =>
        {
            o.Path = text;
            return !string.IsNullOrWhiteSpace(text);
        }),
        new(nameof(HostedDeviceOptions.ResourceWaitLogInterval), Span + ", more than zero and at most 49.00:00:00", static (o, text) =>
        {
            bool isAllowed = TryReadSpan(text, out TimeSpan value) && value > TimeSpan.Zero && value <= HostedDeviceOptions.LongestInterval;
            o.ResourceWaitLogInterval = isAllowed ? value : o.ResourceWaitLogInterval;
            return isAllowed;
        }),
        OfEnum<ZoneErrorPolicy>(nameof(ZonedDeviceOptions.ErrorPolicy), static (o, value) => o with { ErrorPolicy = value }),
        OfEnum<ReadBeyondPolicy>(nameof(ZonedDeviceOptions.ReadBeyond), static (o, value) => o with { ReadBeyond = value }),
        OfSwitch(nameof(ZonedDeviceOptions.WaitForAdmission), static (o, value) => o with { WaitForAdmission = value }),
        OfWait(nameof(ZonedDeviceOptions.RecoveryTimeout), static (o, value) => o with { RecoveryTimeout = value }),
        OfWait(nameof(ZonedDeviceOptions.CreditTimeout), static (o, value) => o with { CreditTimeout = value }),
        OfWait(nameof(ZonedDeviceOptions.DrainTimeout), static (o, value) => o with { DrainTimeout = value }),
        OfWait(nameof(ZonedDeviceOptions.CommandTimeout), static (o, value) => o with { CommandTimeout = value }),
        OfWait(nameof(ZonedDeviceOptions.ReportTimeout), static (o, value) => o with { ReportTimeout = value }),
        OfInt(nameof(ZonedDeviceOptions.ReportAttempts), "a whole number from 1 to 100", static (o, value) => o with { ReportAttempts = value }),
        Of(nameof(ZonedDeviceOptions.ReportBackoff), Span + ", from 00:00:00 to 49.00:00:00", static (o, text) => TryReadSpan(text, out TimeSpan value) ? o with { ReportBackoff = value } : null),
        OfWait(nameof(ZonedDeviceOptions.DisposeTimeout), static (o, value) => o with { DisposeTimeout = value }),
        Of(nameof(ZonedDeviceOptions.AuditInterval), Span + ", more than zero and at most 49.00:00:00, or Never", static (o, text) =>
            string.Equals(text, Never, StringComparison.OrdinalIgnoreCase) ? o with { AuditInterval = null } : TryReadSpan(text, out TimeSpan value) ? o with { AuditInterval = value } : null),
        OfSwitch(nameof(ZonedDeviceOptions.CopyWrites), static (o, value) => o with { CopyWrites = value }),
        OfSwitch(nameof(ZonedDeviceOptions.InlineContinuations), static (o, value) => o with { InlineContinuations = value }),
        OfInt(nameof(ZonedDeviceOptions.BufferArenaBytes), "a whole number of bytes from 0 to 1073741824", static (o, value) => o with { BufferArenaBytes = value }),
        OfSwitch(nameof(ZonedDeviceOptions.TraceTransfers), static (o, value) => o with { TraceTransfers = value }),
        OfSwitch(nameof(ZonedDeviceOptions.ReadOnly), static (o, value) => o with { ReadOnly = value }),
        OfSwitch(nameof(ZonedDeviceOptions.NvmePassThrough), static (o, value) => o with { NvmePassThrough = value }),
    ];

    private static DeviceSetting OfWait(string key, Func<ZonedDeviceOptions, TimeSpan, ZonedDeviceOptions> set) => Of(key, Wait, (o, text) =>
        string.Equals(text, Infinite, StringComparison.OrdinalIgnoreCase) ? set(o, Timeout.InfiniteTimeSpan) : TryReadSpan(text, out TimeSpan value) ? set(o, value) : null);

    private static DeviceSetting OfSwitch(string key, Func<ZonedDeviceOptions, bool, ZonedDeviceOptions> set) =>
        Of(key, Switch, (o, text) => bool.TryParse(text, out bool value) ? set(o, value) : null);

    private static DeviceSetting OfInt(string key, string allowed, Func<ZonedDeviceOptions, int, ZonedDeviceOptions> set) =>
        Of(key, allowed, (o, text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? set(o, value) : null);

    // A number is the value of a name that nobody would recognise in a file, and may be that of no name at all.
    private static DeviceSetting OfEnum<T>(string key, Func<ZonedDeviceOptions, T, ZonedDeviceOptions> set)
        where T : struct, Enum =>
        Of(key, $"one of {string.Join(", ", Enum.GetNames<T>())}", (o, text) =>
            Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) ? set(o, Enum.Parse<T>(text, ignoreCase: true)) : null);

    // Each value is checked alone, on the defaults, so that every wrong one is named, and by the key that has it.
    private static DeviceSetting Of(string key, string allowed, Func<ZonedDeviceOptions, string, ZonedDeviceOptions?> read) => new(key, allowed, (o, text) =>
    {
        if (read(new ZonedDeviceOptions(), text) is not { } alone)
        {
            return false;
        }

        try
        {
            alone.Validate();
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }

        o.Device = read(o.Device, text)!;
        return true;
    });

    // A bare number would be read as days.
    private static bool TryReadSpan(string text, out TimeSpan value)
    {
        value = default;
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
    }
}
