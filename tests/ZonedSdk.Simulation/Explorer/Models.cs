using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

/// <summary>The configurations that are explored, each in a brief and a full form.</summary>
internal static class Models
{
    private static readonly RequestOperation[] s_appenders = [RequestOperation.Append, RequestOperation.Append];

    public static Model[] All(bool full) => [.. OneZone(full), .. full ? Whole() : [], .. Management(full), .. Untrue(full), .. TwoZones(full)];

    private static IEnumerable<Model> OneZone(bool full)
    {
        // A real drive below io_uring: one command at a time, the rest queued and coalesced.
        yield return new()
        {
            Name = "one command, coalesced", Drive = DriveKind.EnforcingInOrder, EnforcesOrder = true, WritesPerClient = full ? 3 : 2, Capacity = 3,
            Budgets = [(Budget.Fault, 2), (Budget.Reset, 1), (Budget.Timeout, 1), (Budget.Deadline, 1), (Budget.Crash, 1)],
        };
        yield return new()
        {
            Name = "many in flight, executed in order", Drive = DriveKind.EnforcingInOrder, WritesPerClient = 2,
            Budgets = full
                ? [(Budget.Fault, 2), (Budget.Reset, 1), (Budget.Timeout, 1), (Budget.Deadline, 1), (Budget.Crash, 1)]
                : [(Budget.Fault, 1), (Budget.Reset, 1), (Budget.Crash, 1)],
        };
        yield return new()
        {
            Name = "many in flight, overtaking", Drive = DriveKind.EnforcingAnyOrder, WritesPerClient = 2,
            Budgets = full
                ? [(Budget.Fault, 1), (Budget.Reset, 1), (Budget.ReportFailure, 1)]
                : [(Budget.Fault, 1), (Budget.Reset, 1)],
        };
        yield return new()
        {
            Name = "emulated, acknowledged in order", Drive = DriveKind.Emulated, WritesPerClient = 2, Window = full ? 2 : 1,
            Budgets = [(Budget.Fault, 1), (Budget.Reset, 1), (Budget.Timeout, 1), (Budget.Deadline, full ? 1 : 0), (Budget.Crash, 1), (Budget.Flush, 1)],
        };
        foreach (Model native in Native(full))
        {
            yield return native;
        }

        yield return new()
        {
            Name = "longer writes in short transfers", Drive = DriveKind.EnforcingInOrder, EnforcesOrder = true, MaxTransfer = 4, Capacity = 6, WriteLength = 2, WritesPerClient = 2,
            Budgets = [(Budget.Fault, full ? 2 : 1), (Budget.Reset, 1), (Budget.Timeout, 1), (Budget.Recover, full ? 1 : 0), (Budget.ReportFailure, 1)],
        };
    }

    // The drive chooses the places of appends; with writers at the pointer they take turns.
    private static IEnumerable<Model> Native(bool full)
    {
        yield return new()
        {
            Name = "appends whose places the drive chooses", Drive = DriveKind.EnforcingAnyOrder, EnforcesOrder = true, NativeAppends = 3, WritesPerClient = 2, Clients = s_appenders,
            Budgets = full
                ? [(Budget.Fault, 2), (Budget.Reset, 1), (Budget.Timeout, 1), (Budget.Flush, 1)]
                : [(Budget.Fault, 1), (Budget.Reset, 1), (Budget.Timeout, 1)],
        };
        yield return new()
        {
            Name = "such appends, a power cut", Drive = DriveKind.EnforcingAnyOrder, EnforcesOrder = true, NativeAppends = 2, WritesPerClient = full ? 2 : 1, Clients = s_appenders,
            Budgets = [(Budget.Fault, 1), (Budget.Deadline, 1), (Budget.Timeout, 1), (Budget.Crash, 1), (Budget.Flush, 1)],
        };
        yield return new()
        {
            Name = "such appends and writes at the pointer", Drive = DriveKind.EnforcingAnyOrder, EnforcesOrder = true, NativeAppends = 2, WritesPerClient = 2,
            Budgets = full
                ? [(Budget.Fault, 1), (Budget.Reset, 1), (Budget.Timeout, 1), (Budget.Deadline, 1), (Budget.ReportFailure, 1), (Budget.DeviceFull, 1)]
                : [(Budget.Fault, 1), (Budget.Reset, 1), (Budget.Deadline, 1), (Budget.Timeout, 1)],
        };
        yield return new()
        {
            Name = "such appends beside somebody else's", Drive = DriveKind.EnforcingAnyOrder, EnforcesOrder = true, NativeAppends = 2, WritesPerClient = 2, Capacity = 5, WriteLength = full ? 2 : 1, Clients = s_appenders,
            Budgets = [(Budget.Foreign, full ? 2 : 1), (Budget.Fault, 1), (Budget.Recover, 1), (Budget.Reset, full ? 1 : 0), (Budget.DeviceReadOnly, full ? 1 : 0)],
        };
    }

    // Everything at once: two clients with four writes each, two faults, a reset, a time-out and its deadline, a power cut.
    private static IEnumerable<Model> Whole()
    {
        (Budget, int)[] budgets = [(Budget.Fault, 2), (Budget.Reset, 1), (Budget.Timeout, 1), (Budget.Deadline, 1), (Budget.Crash, 1)];
        yield return new() { Name = "four writes of each client, coalesced", Drive = DriveKind.EnforcingInOrder, EnforcesOrder = true, WritesPerClient = 4, Window = 1, Budgets = budgets };
        yield return new() { Name = "four writes of each client, in flight together", Drive = DriveKind.EnforcingInOrder, WritesPerClient = 4, Capacity = 3, Window = 1, Budgets = budgets };
    }

    private static IEnumerable<Model> Management(bool full)
    {
        yield return new()
        {
            Name = "management commands", Drive = DriveKind.EnforcingInOrder, WritesPerClient = 1, Capacity = 2, Window = 1, ForceReset = true,
            Budgets = full
                ? [(Budget.Fault, 1), (Budget.Reset, 1), (Budget.Finish, 1), (Budget.Open, 1), (Budget.Close, 1), (Budget.Deadline, 1), (Budget.ReportFailure, 1)]
                : [(Budget.Fault, 1), (Budget.Reset, 1), (Budget.Finish, 1), (Budget.Deadline, 1), (Budget.Recover, 1)],
        };
        yield return new()
        {
            Name = "changes of the device's own", Drive = DriveKind.EnforcingInOrder, WritesPerClient = 2, Capacity = 3, Window = 1,
            Budgets = full
                ? [(Budget.Fault, 1), (Budget.Reset, 1), (Budget.DeviceFull, 1), (Budget.DeviceReadOnly, 1), (Budget.DeviceOffline, 1), (Budget.DeviceLoss, 1), (Budget.Recover, 1), (Budget.Flush, 1)]
                : [(Budget.Fault, 1), (Budget.Reset, 1), (Budget.DeviceFull, 1), (Budget.DeviceReadOnly, 1), (Budget.DeviceLoss, 1)],
        };
        yield return new()
        {
            Name = "read-only by policy, no waiting", Drive = DriveKind.EnforcingInOrder, WritesPerClient = 2, Capacity = 3, NoWait = true, Policy = ZoneErrorPolicy.ZoneReadOnly,
            Budgets = [(Budget.Fault, 1), (Budget.Reset, 1), (Budget.Recover, 1), (Budget.ReportFailure, full ? 1 : 0), (Budget.Deadline, 1), (Budget.Timeout, 1)],
        };
        yield return new()
        {
            Name = "readers and leases", Drive = DriveKind.EnforcingInOrder, WritesPerClient = 1, Window = 1, Capacity = 2,
            Budgets = [(Budget.Reset, full ? 2 : 1), (Budget.Read, full ? 2 : 1), (Budget.Lease, 1), (Budget.Deadline, 1), (Budget.Withdraw, full ? 0 : 1)],
        };
        yield return new()
        {
            Name = "readers of a zone whose reset fails", Drive = DriveKind.EnforcingInOrder, WritesPerClient = 1, Window = 1, Capacity = 2, Clients = [RequestOperation.Append],
            Budgets = full
                ? [(Budget.Fault, 1), (Budget.ReportFailure, 1), (Budget.Reset, 2), (Budget.Read, 1), (Budget.Lease, 1), (Budget.Deadline, 1), (Budget.Finish, 1)]
                : [(Budget.Fault, 1), (Budget.ReportFailure, 1), (Budget.Reset, 1), (Budget.Read, 1), (Budget.Deadline, 1), (Budget.Finish, 1)],
        };
    }

    // Zones that take writes anywhere, drives that lie, and others who write.
    private static IEnumerable<Model> Untrue(bool full)
    {
        yield return new()
        {
            Name = "a host-aware zone", Drive = DriveKind.HostAware, WritesPerClient = full ? 2 : 1, Window = 1, Capacity = 3, WriteLength = full ? 2 : 1,
            Budgets = [(Budget.Fault, full ? 2 : 1), (Budget.Reset, 1), (Budget.Timeout, 1), (Budget.Deadline, 1), (Budget.ReportFailure, 1), (Budget.Recover, 1)],
        };
        yield return new()
        {
            Name = "reports that lie", Drive = DriveKind.EnforcingInOrder, WritesPerClient = 2, Capacity = 3, Window = 1,
            Budgets = [(Budget.Fault, 1), (Budget.ReportLie, 2), (Budget.Recover, full ? 2 : 1), (Budget.Reset, full ? 1 : 0), (Budget.Flush, 1)],
        };
        yield return new()
        {
            Name = "somebody else writes", Drive = DriveKind.EnforcingInOrder, WritesPerClient = 2, Capacity = 4, WriteLength = full ? 2 : 1,
            Budgets = [(Budget.Foreign, full ? 2 : 1), (Budget.Fault, 1), (Budget.Recover, 1), (Budget.Reset, full ? 1 : 0)],
        };
    }

    private static IEnumerable<Model> TwoZones(bool full)
    {
        yield return new()
        {
            Name = "two zones, a power cut", Drive = DriveKind.EnforcingInOrder, Zones = 2, MaxOpen = 1, MaxActive = 2, WritesPerClient = full ? 2 : 1, Capacity = 2, Window = 1, Clients = s_appenders,
            Budgets = [(Budget.Crash, 1), (Budget.Flush, 1), (Budget.Fault, full ? 1 : 0), (Budget.Reset, 1)],
        };
        yield return new()
        {
            Name = "two zones, one open", Drive = DriveKind.EnforcingInOrder, Zones = 2, MaxOpen = 1, MaxActive = 2, WritesPerClient = full ? 2 : 1, Capacity = 2, Window = 1, Clients = s_appenders,
            Budgets = [(Budget.Fault, 1), (Budget.Reset, 1), (Budget.Withdraw, 1), (Budget.Deadline, 1)],
        };
        yield return new()
        {
            Name = "two zones, one active", Drive = DriveKind.EnforcingInOrder, Zones = 2, MaxOpen = 1, MaxActive = 1, WritesPerClient = full ? 2 : 1, Capacity = 2, Window = 1, Clients = s_appenders,
            Budgets = [(Budget.Fault, 1), (Budget.Reset, 1), (Budget.Withdraw, 1), (Budget.DeviceOffline, 1), (Budget.Finish, 1)],
        };
        yield return new()
        {
            Name = "two zones, the drive closes", Drive = DriveKind.EnforcingInOrder, Zones = 2, MaxOpen = 1, MaxActive = 2, ClosesImplicitly = true, WritesPerClient = 1, Capacity = 2, Window = 1, Clients = s_appenders,
            Budgets = [(Budget.Fault, 1), (Budget.Open, full ? 2 : 1), (Budget.Close, full ? 1 : 0), (Budget.Withdraw, 1)],
        };
        yield return new()
        {
            Name = "two zones, a lease keeps one from closing", Drive = DriveKind.EnforcingInOrder, Zones = 2, MaxOpen = 1, MaxActive = 2, WritesPerClient = 1, Capacity = 2, Window = 1, Clients = s_appenders,
            Budgets = [(Budget.Lease, 1), (Budget.Reset, 1), (Budget.Withdraw, 1)],
        };
    }
}
