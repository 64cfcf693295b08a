namespace ZonedSdk.Cli;

/// <summary>Closes, finishes or resets zones.</summary>
internal static class ManageCommand
{
    public static async Task<int> RunAsync(string path, ZoneSelection zones, ZoneVerb verb, Consent consent, CancellationToken cancellationToken)
    {
        ZonedDevice device = await ZonedDevice.OpenAsync(path, null, cancellationToken).ConfigureAwait(false);
        await using (device.ConfigureAwait(false))
        {
            int[] chosen = [.. zones.On(device).SelectMany(range => Enumerable.Range(range.First, range.Count)).Where(zone => !zones.IsAll || Changes(device.GetZone(zone), verb)).Distinct().Order()];
            if (verb == ZoneVerb.Reset && chosen.Length > 0)
            {
                consent.Require(device, WhatIsLost(device, chosen));
            }

            foreach (int zone in chosen)
            {
                await ApplyAsync(device, zone, verb, cancellationToken).ConfigureAwait(false);
            }

            await Console.Out.WriteLineAsync($"{Done(verb)} {chosen.Length} {(chosen.Length == 1 ? "zone" : "zones")} of {device.Name}.").ConfigureAwait(false);
        }

        return ExitCode.Done;
    }

    private static ValueTask ApplyAsync(ZonedDevice device, int zone, ZoneVerb verb, CancellationToken cancellationToken) => verb switch
    {
        ZoneVerb.Close => device.CloseZoneAsync(zone, cancellationToken),
        ZoneVerb.Finish => device.FinishZoneAsync(zone, cancellationToken),
        _ => device.ResetZoneAsync(zone, cancellationToken),
    };

    // Of all zones those are meant for which the command is something to do.
    private static bool Changes(in ZoneInfo zone, ZoneVerb verb) => verb switch
    {
        ZoneVerb.Close => zone.Condition is ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen,
        ZoneVerb.Finish => zone.Condition is ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen or ZoneCondition.Closed,
        _ => zone.Condition is not (ZoneCondition.NotWritePointer or ZoneCondition.Empty or ZoneCondition.ReadOnly or ZoneCondition.Offline),
    };

    private static string WhatIsLost(ZonedDevice device, int[] zones)
    {
        long bytes = zones.Sum(zone => device.GetZone(zone) is var info && info.HasValidWritePointer ? info.WritePointer - info.Start : info.Condition == ZoneCondition.Full ? info.CapacityBytes : 0);
        return $"what stands in {zones.Length} {(zones.Length == 1 ? "zone" : "zones")}, {ByteText.Of(bytes)} at most";
    }

    private static string Done(ZoneVerb verb) => verb switch
    {
        ZoneVerb.Close => "Closed",
        ZoneVerb.Finish => "Finished",
        _ => "Reset",
    };
}
