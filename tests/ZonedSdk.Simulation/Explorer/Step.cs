namespace ZonedSdk.Simulation.Explorer;

internal enum StepKind : byte
{
    Write,
    Manage,
    Withdraw,
    Execute,
    Acknowledge,
    Deliver,
    HandOver,
    TimeOut,
    Deadline,
    ExecuteManage,
    DeliverManage,
    Report,
    FailReport,
    LieInReport,
    StartFlush,
    ExecuteFlush,
    EndFlush,
    Crash,
    Read,
    ExecuteRead,
    DeliverRead,
    TakeLease,
    ReleaseLease,
    Disturb,
    Grant,
    MakeRoom,
}

/// <summary>How a write command ends at the drive.</summary>
internal enum Ending : byte
{
    Well,
    FailNothingWritten,
    FailAllWritten,
    FailPartWritten,
    ShortWithCount,
}

/// <summary>One thing that can happen next. Which ones can is decided by the world.</summary>
internal readonly record struct Step(StepKind Kind, byte Zone, byte Index, byte Choice)
{
    /// <summary>Every step that a model knows; in each state the world takes those that are possible.</summary>
    public static Step[] AllOf(Model model)
    {
        List<Step> steps = [];
        foreach (StepKind kind in Enum.GetValues<StepKind>().Where(kind => CanHappen(model, kind)))
        {
            (int indexes, int choices) = kind switch
            {
                StepKind.Write => (model.Clients.Length, model.Drive == DriveKind.HostAware ? model.Capacity : 1),
                StepKind.LieInReport => (1, 3),
                StepKind.Manage => (1, World.ManageOperations.Length),
                StepKind.Withdraw => (4, 1),
                StepKind.Execute => (model.Clients.Length * model.Window, Enum.GetValues<Ending>().Length),
                StepKind.Deliver or StepKind.Acknowledge or StepKind.HandOver => (model.Clients.Length * model.Window, 1),
                StepKind.ExecuteManage => (1, 3),
                StepKind.Crash => (1, (int)Math.Pow(model.Capacity + 1, model.Zones)),
                StepKind.Read => (1, 1),
                StepKind.ExecuteRead or StepKind.DeliverRead => (World.MaxRequests, 1),
                StepKind.Disturb => (1, 5),
                _ => (1, 1),
            };
            int zones = kind is StepKind.MakeRoom or StepKind.Crash ? 1 : model.Zones;
            for (int zone = 0; zone < zones; zone++)
            {
                for (int index = 0; index < indexes; index++)
                {
                    for (int choice = 0; choice < choices; choice++)
                    {
                        steps.Add(new Step(kind, (byte)zone, (byte)index, (byte)choice));
                    }
                }
            }
        }

        return [.. steps];
    }

    // Steps that a model has no budget for would only be tried in vain, in each of millions of states.
    private static bool CanHappen(Model model, StepKind kind)
    {
        Budget[] needs = kind switch
        {
            StepKind.Withdraw => [Budget.Withdraw],
            StepKind.TimeOut => [Budget.Timeout],
            StepKind.Deadline => [Budget.Deadline],
            StepKind.FailReport => [Budget.ReportFailure],
            StepKind.LieInReport => [Budget.ReportLie],
            StepKind.StartFlush or StepKind.ExecuteFlush or StepKind.EndFlush => [Budget.Flush],
            StepKind.Crash => [Budget.Crash],
            StepKind.Read or StepKind.ExecuteRead or StepKind.DeliverRead => [Budget.Read],
            StepKind.TakeLease or StepKind.ReleaseLease => [Budget.Lease],
            StepKind.Disturb => [Budget.DeviceFull, Budget.DeviceReadOnly, Budget.DeviceOffline, Budget.DeviceLoss, Budget.Foreign],
            _ => [],
        };
        return needs.Length == 0 || model.Budgets.Any(budget => needs.Contains(budget.Kind));
    }
}
