namespace ZonedSdk.Testing.Benches;

/// <content>How operations end, and whether runtime and drive agree.</content>
internal sealed partial class Bench
{
    /// <summary>What went wrong with a task, as one word.</summary>
    public static async Task<string> ErrorOfAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
            return "None";
        }
        catch (Exception e) when (ErrorOf(e) is not null)
        {
            return ErrorOf(e)!;
        }
    }

    public static string? ErrorOf(Exception exception) => exception switch
    {
        ZonedIOException e => e.Error.ToString(),
        ArgumentException => "Argument",
        NotSupportedException => "NotSupported",
        _ => null,
    };

    /// <summary>Lets time go by until a task has ended.</summary>
    public async Task PassUntilEndedAsync(Task task, TimeSpan step)
    {
        for (int i = 0; i < 20_000 && !task.IsCompleted; i++)
        {
            Time.Advance(step);

            // What the device's time has set free runs on other threads, or at a drive, and takes a moment of real time.
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System)).ConfigureAwait(false);
        }

        Check.True(task.IsCompleted, "The operation ends, whatever time passes");
    }

    /// <summary>At rest the runtime and the drive agree, and the limits hold (invariants I9 and I17).</summary>
    public async Task AssertAgreedAsync()
    {
        int open = 0;
        int active = 0;
        await foreach (ZoneInfo drive in Device.ReportAsync().ConfigureAwait(false))
        {
            bool isOpen = drive.Condition is ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen;
            open += isOpen ? 1 : 0;
            active += isOpen || drive.Condition == ZoneCondition.Closed ? 1 : 0;

            // A drive that closes implicitly open zones by itself tells nobody.
            ZoneInfo runtime = Device.GetZone(drive.Index);
            bool closedItself = drive.Condition == ZoneCondition.Closed && runtime.Condition == ZoneCondition.ImplicitlyOpen;
            Check.True(drive.Condition == runtime.Condition || closedItself, $"zone {drive.Index} is {runtime.Condition} in the runtime; the drive reports {drive.Condition}");
            if (drive.HasValidWritePointer)
            {
                Check.Equal(drive.WritePointer, runtime.WritePointer, $"the runtime's write pointer of zone {drive.Index}");
            }
        }

        CheckCounts(open, active);
        Limits limits = Device.Limits;
        Check.True(limits.MaxOpenZones == 0 || open <= limits.MaxOpenZones, $"at most {limits.MaxOpenZones} zones are open; there are {open}");
        Check.True(limits.MaxActiveZones == 0 || active <= limits.MaxActiveZones, $"at most {limits.MaxActiveZones} zones are active; there are {active}");
    }

    /// <summary>The drive's own counts, where it says them.</summary>
    public void CheckCounts(int open, int active)
    {
        if (Drive.Counts is { } counts)
        {
            Check.Equal((open, active), counts, "the drive's own counts of open and active zones");
        }
    }

    /// <summary>A zone as the drive reports it, in the letters of the script.</summary>
    public async Task<string> DescribeAsync(int zone, bool withPointer)
    {
        ZoneInfo info = await ReportAsync(zone).ConfigureAwait(false);
        return withPointer && info.HasValidWritePointer ? $"{ZoneScript.Letter(info.Condition)}{(info.WritePointer - info.Start) / Block}" : ZoneScript.Letter(info.Condition);
    }
}
