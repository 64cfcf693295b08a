namespace ZonedSdk.Simulation.Simulator;

/// <summary>An error tells the truth: something did fail, the root cause is one that happened, and the landed bytes and the pointer are those of the recovery's report.</summary>
internal static class FailureRule
{
    private const string Name = "failure";

    // Whoever hears one of these was never admitted.
    private static readonly ZoneError[] s_neverAdmitted = [ZoneError.ZoneReset, ZoneError.Recovering, ZoneError.DeviceReadOnly, ZoneError.Disposed];

    // Told of a write that the drive may well have done: its zone's state is unproven, or the drive took it back.
    private static readonly ZoneError[] s_despiteSuccess =
        [ZoneError.AcknowledgedDataLost, ZoneError.Faulted, ZoneError.Blocked, ZoneError.Timeout, ZoneError.DeviceGone, ZoneError.Disposed, ZoneError.FlushFailed];

    public static void Check(HistoryIndex index, List<Violation> found)
    {
        List<CommandRecord> commands = [.. index.Events.OfType<Submitted>().Select(s => s.Command).Where(c => c.IsWrite)];
        var reports = new Dictionary<int, ReportEnded>();
        foreach (HistoryEvent happened in index.Events)
        {
            switch (happened)
            {
                case ReportEnded { IsListing: false, Result.IsSuccess: true, Told.Length: 1 } report when index.IsAnswer(report):
                    reports[report.First] = report;
                    break;
                case Returned { Operation: { IsWrite: true } write, Outcome.Kind: OutcomeKind.Failed } returned:
                    CheckOne(index, returned, index.PlacementOf(write), found);
                    CheckCause(returned, commands, found);
                    CheckLanding(index, returned, reports.GetValueOrDefault(write.Zone), found);
                    break;
                default:
                    break;
            }
        }
    }

    private static void CheckOne(HistoryIndex index, Returned returned, Placement? placement, List<Violation> found)
    {
        Outcome outcome = returned.Outcome;
        if (placement is not null && !returned.Operation.IsFlushed && s_neverAdmitted.Contains(outcome.Error))
        {
            found.Add(new Violation(Name, returned.Time, $"{returned.Operation} was told {outcome.Error}, yet {placement.Command} carried it to the drive"));
        }

        if (placement is { Command: { IsWhole: true } done } && !returned.Operation.IsFlushed && done.CompletedAt <= returned.Time && !s_despiteSuccess.Contains(outcome.Error))
        {
            found.Add(new Violation(Name, returned.Time, $"{returned.Operation} was told {outcome.Error} though {done} ended well"));
        }

        if (outcome.Error == ZoneError.Follower && outcome.RootCause is null)
        {
            found.Add(new Violation(Name, returned.Time, $"{returned.Operation} follows nothing"));
        }

        if (outcome.Error == ZoneError.None)
        {
            found.Add(new Violation(Name, returned.Time, $"{returned.Operation} failed with no error"));
        }
    }

    private static void CheckCause(Returned returned, List<CommandRecord> commands, List<Violation> found)
    {
        if (returned.Outcome.RootCause is not { } cause)
        {
            return;
        }

        bool happened = commands.Exists(c => c.Zone == returned.Operation.Zone
            && c.SubmittedAt < returned.Time
            && cause.Offset >= c.Offset && cause.Offset < c.End
            && (cause.Error == ZoneError.Timeout
                ? c.CompletedAt > returned.Operation.CalledAt
                : c.CompletedAt < returned.Time && (c.Result.Error == cause.Error ? c.Result.Errno == cause.Errno : c.Result.IsSuccess && !c.IsWhole && cause.Error == ZoneError.ShortTransfer)));
        if (!happened)
        {
            found.Add(new Violation(Name, returned.Time, $"{returned.Operation} names the cause {cause}, which did not happen"));
        }
    }

    private static void CheckLanding(HistoryIndex index, Returned returned, ReportEnded? report, List<Violation> found)
    {
        Operation write = returned.Operation;
        Outcome outcome = returned.Outcome;
        if (index.PlacementOf(write) is not { } placement || write.IsFlushed || outcome.LandedBytes is not { } landed)
        {
            if (index.PlacementOf(write) is null && outcome.LandedBytes > 0)
            {
                found.Add(new Violation(Name, returned.Time, $"{write} never went to the drive, and {outcome.LandedBytes} bytes of it are said to be there"));
            }

            return;
        }

        // Refused by the drive before anything moved, be it told as a follower: what stands there is somebody else's.
        if (outcome.Error is ZoneError.Misaligned or ZoneError.ZoneFull or ZoneError.Boundary
            || (landed == 0 && placement.Command.Result.Error == ZoneError.Misaligned))
        {
            return;
        }

        if (report is null || report.Time < placement.Command.CompletedAt)
        {
            found.Add(new Violation(Name, returned.Time, $"{write} is told {landed} landed bytes, and nobody asked the drive"));
            return;
        }

        ZoneInfo told = report.Told[0];
        long expected = Math.Clamp(told.WritePointer - placement.Offset, 0, write.LengthBytes);
        if (!told.HasValidWritePointer || landed != expected || (outcome.WritePointer != told.WritePointer && told.Condition != ZoneCondition.Full))
        {
            found.Add(new Violation(Name, returned.Time, $"{write} at {placement.Offset} is told {landed} landed bytes and the pointer {outcome.WritePointer}; the report said {told.Condition} at {told.WritePointer}: {expected} bytes"));
        }
    }
}
