using ZonedSdk.Backends.Faults;
using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>
/// What a file system of one file a zone does when a zone fails under it, in the terms of this library: a zone's size is its write pointer, a file that cannot be
/// written is a zone that is not writable, and sync or async is one write awaited or many at once.
/// </summary>
internal static class DyingZoneCases
{
    private static readonly ZoneErrorPolicy[] s_policies = [ZoneErrorPolicy.DeviceReadOnly, ZoneErrorPolicy.ZoneReadOnly, ZoneErrorPolicy.ZoneOffline, ZoneErrorPolicy.Repair];

    public static IReadOnlyList<ConformanceCase> All { get; } = Read().Cases;

    private static CaseList Read()
    {
        CaseList list = new("dying zones");
        foreach (ZoneErrorPolicy policy in s_policies)
        {
            ZonedDeviceOptions options = new() { ErrorPolicy = policy };
            foreach (bool isAsync in new[] { false, true })
            {
                DriveFaults hang = isAsync ? DriveFaults.Plan : DriveFaults.None;
                string how = isAsync ? "seven in flight" : "one";
                list.AddNamed(
                    $"A write behind a pointer that somebody moved fails and the policy {policy} holds: {how}",
                    bench => MovedAsync(bench, policy, isAsync),
                    new CaseNeeds { Options = options, Faults = DriveFaults.MoveWritePointer | hang });
                list.AddNamed(
                    $"A write to a zone that turned read-only fails and the policy {policy} holds: {how}",
                    bench => ReadOnlyAsync(bench, policy, isAsync),
                    new CaseNeeds { Options = options, Faults = DriveFaults.ReadOnlyZone | hang });
                list.AddNamed(
                    $"A write to a zone that went offline fails and the zone is gone, with the policy {policy}: {how}",
                    bench => OfflineAsync(bench, policy, isAsync),
                    new CaseNeeds { Options = options, Faults = DriveFaults.OfflineZone | hang });
            }

            foreach (ZoneCondition dead in new[] { ZoneCondition.ReadOnly, ZoneCondition.Offline })
            {
                list.AddNamed(
                    $"A zone that was {dead} when the device was opened takes nothing and the others do, with the policy {policy}",
                    bench => DeadFromTheStartAsync(bench, dead),
                    new CaseNeeds { Options = options, Faults = dead == ZoneCondition.Offline ? DriveFaults.OfflineZone : DriveFaults.ReadOnlyZone });
            }
        }

        return list;
    }

    private static async Task MovedAsync(Bench bench, ZoneErrorPolicy policy, bool isAsync)
    {
        await bench.AppendAsync(0);
        ZonedIOException[] errors = await FailAsync(bench, isAsync, () => bench.Faults!.MoveWritePointer(bench.Index(0), 2 * bench.Block));

        // Nothing of a write that the drive refused as misaligned is on the medium, so the bytes in its range are somebody else's.
        foreach (ZonedIOException error in errors)
        {
            Check.Equal((bench.At(0, 2), ZoneError.ForeignWriter, 0L), (error.WritePointer, error.Finding, error.LandedBytes ?? -1));
        }

        Check.Equal(2, bench.Written(0));
        await CheckPolicyAsync(bench, policy);
        if (policy == ZoneErrorPolicy.Repair)
        {
            // That append went behind what was there, and the zone can be reset.
            Check.Equal(3, bench.Written(0));
            await bench.ResetZoneAsync(0);
            Check.Equal(0, bench.Written(0));
        }
    }

    private static async Task ReadOnlyAsync(Bench bench, ZoneErrorPolicy policy, bool isAsync)
    {
        await bench.AppendAsync(0, seed: 7);
        ZonedIOException[] errors = await FailAsync(bench, isAsync, () => bench.Faults!.SetCondition(bench.Index(0), ZoneCondition.ReadOnly));
        CheckOneSays(errors, ZoneError.ZoneReadOnly, ZoneCondition.ReadOnly);
        Check.Equal(1, bench.Written(0));
        await CheckPolicyAsync(bench, policy == ZoneErrorPolicy.Repair ? ZoneErrorPolicy.ZoneReadOnly : policy);
    }

    private static async Task OfflineAsync(Bench bench, ZoneErrorPolicy policy, bool isAsync)
    {
        await bench.AppendAsync(0);
        ZonedIOException[] errors = await FailAsync(bench, isAsync, () => bench.Faults!.SetCondition(bench.Index(0), ZoneCondition.Offline));
        CheckOneSays(errors, ZoneError.ZoneOffline, ZoneCondition.Offline);
        await CheckPolicyAsync(bench, policy == ZoneErrorPolicy.DeviceReadOnly ? policy : ZoneErrorPolicy.ZoneOffline, isGone: true);
    }

    private static async Task DeadFromTheStartAsync(Bench bench, ZoneCondition dead)
    {
        bool isOffline = dead == ZoneCondition.Offline;
        await bench.AppendAsync(0, seed: 9);
        await bench.ReopenAsync(off => off.Faults!.SetCondition(off.Index(0), dead));

        string expected = isOffline ? "ZoneOffline" : "ZoneReadOnly";
        Check.Equal(expected, await Bench.ErrorOfAsync(bench.AppendAsync(0)), "an append to the dead zone");
        Check.Equal(expected, await Bench.ErrorOfAsync(bench.ResetZoneAsync(0)), "a reset of the dead zone");
        Check.Equal(isOffline ? "ZoneOffline" : "None", await Bench.ErrorOfAsync(bench.ReadAsync(0, 0, 1)), "a read of the dead zone");
        if (!isOffline)
        {
            Check.Bytes(bench.Blocks(1, 9), await bench.ReadAsync(0, 0, 1), "what was written before the zone died");
        }

        // Nothing failed here that a policy could answer.
        await bench.AppendAsync(1);
    }

    // A kernel says no more than EIO to the first who meets a dead zone; the report says why, and the exception has what the report said.
    private static void CheckOneSays(ZonedIOException[] errors, ZoneError error, ZoneCondition condition) =>
        Check.True(errors.Any(e => e.Error == error || (e.Error == ZoneError.Io && e.Condition == condition)), $"one of the errors says {error}; they say {string.Join(' ', errors.Select(static e => e.Error))}");

    // One write after it happened, or seven in flight while it happens: each of them fails.
    private static async Task<ZonedIOException[]> FailAsync(Bench bench, bool isAsync, Action happens)
    {
        if (isAsync)
        {
            bench.Plan.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Hang });
        }
        else
        {
            happens();
        }

        Task<long>[] writes = [.. Enumerable.Range(0, isAsync ? 7 : 1).Select(_ => bench.AppendAsync(0))];
        if (isAsync)
        {
            Check.Equal(7, bench.Status(0).InFlight);
            happens();
            bench.Plan.ReleaseHung();
        }

        ZonedIOException[] errors = new ZonedIOException[writes.Length];
        for (int i = 0; i < writes.Length; i++)
        {
            errors[i] = await Check.ThrowsAsync<ZonedIOException>(writes[i], $"write {i}");
        }

        return errors;
    }

    private static async Task CheckPolicyAsync(Bench bench, ZoneErrorPolicy policy, bool isGone = false)
    {
        string append = await Bench.ErrorOfAsync(bench.AppendAsync(0));
        string reset = policy == ZoneErrorPolicy.Repair ? "None" : await Bench.ErrorOfAsync(bench.ResetZoneAsync(0));
        string read = await Bench.ErrorOfAsync(bench.ReadAsync(0, 0, 1));
        string elsewhere = await Bench.ErrorOfAsync(bench.AppendAsync(1));
        (string, string, string, string) expected = policy switch
        {
            ZoneErrorPolicy.DeviceReadOnly => ("DeviceReadOnly", "DeviceReadOnly", isGone ? "ZoneOffline" : "None", "DeviceReadOnly"),
            ZoneErrorPolicy.ZoneReadOnly => ("ZoneReadOnly", "ZoneReadOnly", "None", "None"),
            ZoneErrorPolicy.ZoneOffline => ("ZoneOffline", "ZoneOffline", "ZoneOffline", "None"),
            _ => ("None", "None", "None", "None"),
        };
        Check.Equal(expected, (append, reset, read, elsewhere), "the ends of an append, a reset and a read of the zone, and of an append elsewhere");
    }
}
