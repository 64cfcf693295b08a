namespace ZonedSdk.Cli;

/// <summary>What a drive's zones are, zone by zone looked at once.</summary>
/// <param name="Runs">Zones of one type that follow one another.</param>
/// <param name="Capacities">How many of the zones with a write pointer have which capacity, the most frequent first.</param>
/// <param name="Conditions">How many zones are in which condition, in the order of the conditions' numbers.</param>
internal sealed record DriveShape(
    IReadOnlyList<(ZoneType Type, int FirstZone, int ZoneCount)> Runs,
    IReadOnlyList<(long CapacityBytes, int ZoneCount)> Capacities,
    IReadOnlyList<(ZoneCondition Condition, int ZoneCount)> Conditions)
{
    /// <summary>Asks the drive.</summary>
    /// <exception cref="ZonedIOException">The report failed.</exception>
    public static async Task<DriveShape> OfAsync(ZonedDevice device, CancellationToken cancellationToken)
    {
        List<(ZoneType Type, int FirstZone, int ZoneCount)> runs = [];
        Dictionary<long, int> capacities = [];
        SortedDictionary<ZoneCondition, int> conditions = [];
        await foreach (ZoneInfo zone in device.ReportAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (runs.Count > 0 && runs[^1].Type == zone.Type)
            {
                runs[^1] = runs[^1] with { ZoneCount = runs[^1].ZoneCount + 1 };
            }
            else
            {
                runs.Add((zone.Type, zone.Index, 1));
            }

            if (zone.Type != ZoneType.Conventional)
            {
                capacities[zone.CapacityBytes] = capacities.GetValueOrDefault(zone.CapacityBytes) + 1;
            }

            conditions[zone.Condition] = conditions.GetValueOrDefault(zone.Condition) + 1;
        }

        return new DriveShape(
            runs,
            [.. capacities.OrderByDescending(static pair => pair.Value).ThenByDescending(static pair => pair.Key).Select(static pair => (pair.Key, pair.Value))],
            [.. conditions.Select(static pair => (pair.Key, pair.Value))]);
    }
}
