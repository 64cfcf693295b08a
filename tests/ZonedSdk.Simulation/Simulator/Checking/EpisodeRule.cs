namespace ZonedSdk.Simulation.Simulator;

/// <summary>One believed report for each episode of failures, none without a reason, and no write between the failure and the report.</summary>
internal static class EpisodeRule
{
    private const string Name = "episode";

    public static void Check(HistoryIndex index, List<Violation> found)
    {
        var zones = new Dictionary<int, Episode>();
        bool isDark = false;
        foreach (HistoryEvent happened in index.Events)
        {
            isDark = happened is PowerCut || (isDark && happened is not Opened);
            switch (happened)
            {
                case Opened:
                    zones.Clear();
                    break;
                case Completed { Command.IsWrite: true } completed:
                    OnCompleted(index, completed, Of(zones, completed.Command.Zone));
                    break;
                case Completed { Command.IsWrite: false, Result.Error: ZoneError.ZoneOffline } read:
                    // The runtime asks the drive whether that is so.
                    Of(zones, read.Command.Zone).Reasons++;
                    break;
                case Submitted { Command.IsWrite: true } submitted when !isDark && Of(zones, submitted.Command.Zone).FailedAt is >= 0 and var failedAt:
                    found.Add(new Violation(Name, submitted.Time, $"{submitted.Command} went to the drive after the failure at {failedAt} and before any report"));
                    break;
                case ManageEnded ended:
                    OnManaged(ended, Of(zones, ended.Zone));
                    break;
                case Called { Operation.Kind: OperationKind.Recover or OperationKind.Finish } call:
                    // A finish asks the drive first, unless the zone has nothing to lose.
                    Of(zones, call.Operation.Zone).Reasons++;
                    break;
                case Called { Operation.Kind: OperationKind.RecoverDevice }:
                    foreach (int zone in Enumerable.Range(0, 64))
                    {
                        Of(zones, zone).Reasons++;
                    }

                    break;
                case ReportBegan { IsListing: false } began:
                    // The one before it was given up.
                    Of(zones, began.First).Attempts += Of(zones, began.First).PendingReport != 0 ? 1 : 0;
                    Of(zones, began.First).PendingReport = began.Id;
                    break;
                case ReportEnded { IsListing: false } report when !isDark && index.IsAnswer(report):
                    Of(zones, report.First).PendingReport = 0;
                    OnReported(index, report, Of(zones, report.First), found);
                    break;
                case AtRest { IsRecovered: false } rest when !isDark:
                    CheckRest(rest, zones, found);
                    break;
                default:
                    break;
            }
        }
    }

    private static void OnCompleted(HistoryIndex index, Completed completed, Episode zone)
    {
        if (completed.Result.Error == ZoneError.DeviceGone)
        {
            zone.IsGone = true;
        }

        if (!completed.Command.IsWhole && zone.FailedAt < 0)
        {
            zone.FailedAt = completed.Time;
        }

        // A command that took longer than the runtime waits may have made the zone drain, or may not.
        zone.Reasons += completed.Age >= index.Facts.CommandTimeout ? 1 : 0;
    }

    private static void OnManaged(ManageEnded ended, Episode zone)
    {
        zone.Reasons++;
        if (ended.Result.IsSuccess && ended.Action is Backends.ZoneAction.Reset or Backends.ZoneAction.Finish)
        {
            // Either heals a zone whose report could not be had.
            zone.FailedAt = -1;
            zone.Attempts = 0;
            zone.PendingReport = 0;
        }
    }

    private static void OnReported(HistoryIndex index, ReportEnded report, Episode zone, List<Violation> found)
    {
        if (report.Result.Error == ZoneError.DeviceGone)
        {
            return;
        }

        if (report.Result.IsSuccess && !report.IsTruthful)
        {
            // A lie is believed or refused, as it shows or does not: either is right, and so is another report.
            zone.FailedAt = -1;
            zone.Attempts = 0;
            zone.Reasons++;
            return;
        }

        zone.Attempts++;
        if (!report.Result.IsSuccess && zone.Attempts < index.Facts.ReportAttempts)
        {
            // The next attempt belongs to the same episode.
            return;
        }

        zone.Attempts = 0;
        if (zone.FailedAt >= 0)
        {
            zone.FailedAt = -1;
        }
        else if (zone.Reasons > 0)
        {
            zone.Reasons--;
        }
        else
        {
            found.Add(new Violation(Name, report.Time, $"zone {report.First} was reported (r{report.Id}) for no reason: one report for each episode"));
        }
    }

    private static void CheckRest(AtRest rest, Dictionary<int, Episode> zones, List<Violation> found)
    {
        foreach ((int index, Episode zone) in zones)
        {
            if (zone.FailedAt >= 0 && !zone.IsGone && !rest.Runtime[index].IsFaulted)
            {
                found.Add(new Violation(Name, rest.Time, $"a write of zone {index} failed at {zone.FailedAt}, and nobody asked the drive where its pointer stands"));
            }
        }
    }

    private static Episode Of(Dictionary<int, Episode> zones, int zone) => zones.TryGetValue(zone, out Episode? known) ? known : zones[zone] = new Episode();

    private sealed class Episode
    {
        /// <summary>When the first failure was told that no report has followed yet; -1 = there is none.</summary>
        public long FailedAt { get; set; } = -1;

        /// <summary>What else may be followed by a report.</summary>
        public int Reasons { get; set; }

        /// <summary>Reports in a row that gave nothing to believe.</summary>
        public int Attempts { get; set; }

        /// <summary>A report that was asked for and has not come; 0 = none.</summary>
        public long PendingReport { get; set; }

        public bool IsGone { get; set; }
    }
}
