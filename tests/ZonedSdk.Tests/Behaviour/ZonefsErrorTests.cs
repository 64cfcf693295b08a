using ZonedSdk.Backends.Faults;
using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>
/// What a file system of one file a zone does when a zone fails under it, in the terms of this library: a zone's size is its write pointer, a file that cannot be
/// written is a zone that is not writable, and sync or async is one write awaited or many at once.
/// </summary>
public sealed class ZonefsErrorTests
{
    private static readonly ZoneErrorPolicy[] s_policies = [ZoneErrorPolicy.DeviceReadOnly, ZoneErrorPolicy.ZoneReadOnly, ZoneErrorPolicy.ZoneOffline, ZoneErrorPolicy.Repair];

    public static TheoryData<string, ZoneErrorPolicy, bool> Matrix()
    {
        TheoryData<string, ZoneErrorPolicy, bool> cells = [];
        foreach (string drive in Drives.Names)
        {
            foreach (ZoneErrorPolicy policy in s_policies)
            {
                cells.Add(drive, policy, false);
                cells.Add(drive, policy, true);
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_write_behind_a_pointer_that_somebody_moved_fails_and_the_policy_holds(string drive, ZoneErrorPolicy policy, bool async)
    {
        await using Bench bench = await OpenAsync(drive, policy);
        await bench.AppendAsync(0);
        ZonedIOException[] errors = await FailAsync(bench, async, () => bench.Drive.MoveWritePointer(0, 2 * bench.Block));

        // Nothing of a write that the drive refused as misaligned is on the medium, so the bytes in its range are somebody else's.
        Assert.All(errors, error => Assert.Equal((8192L, ZoneError.ForeignWriter, 0L), (error.WritePointer, error.Finding, error.LandedBytes)));
        Assert.Equal(8192, bench.SizeOf(0));
        await AssertPolicyAsync(bench, policy);
        if (policy == ZoneErrorPolicy.Repair)
        {
            // That append went behind what was there, and the zone can be reset.
            Assert.Equal(12288, bench.SizeOf(0));
            await bench.Device.ResetZoneAsync(0);
            Assert.Equal(0, bench.SizeOf(0));
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_write_to_a_zone_that_turned_read_only_fails_and_the_policy_holds(string drive, ZoneErrorPolicy policy, bool async)
    {
        await using Bench bench = await OpenAsync(drive, policy);
        await bench.AppendAsync(0, seed: 7);
        ZonedIOException[] errors = await FailAsync(bench, async, () => bench.Drive.SetCondition(0, ZoneCondition.ReadOnly));
        Assert.Contains(errors, error => error.Error == ZoneError.ZoneReadOnly);
        Assert.Equal(4096, bench.SizeOf(0));
        await AssertPolicyAsync(bench, policy == ZoneErrorPolicy.Repair ? ZoneErrorPolicy.ZoneReadOnly : policy);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_write_to_a_zone_that_went_offline_fails_and_the_zone_is_gone(string drive, ZoneErrorPolicy policy, bool async)
    {
        await using Bench bench = await OpenAsync(drive, policy);
        await bench.AppendAsync(0);
        ZonedIOException[] errors = await FailAsync(bench, async, () => bench.Drive.SetCondition(0, ZoneCondition.Offline));
        Assert.Contains(errors, error => error.Error == ZoneError.ZoneOffline);
        await AssertPolicyAsync(bench, policy == ZoneErrorPolicy.DeviceReadOnly ? policy : ZoneErrorPolicy.ZoneOffline, isGone: true);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_zone_that_was_dead_when_the_device_was_opened_takes_nothing_and_the_others_do(string drive, ZoneErrorPolicy policy, bool isOffline)
    {
        await using Bench bench = await OpenAsync(drive, policy);
        await bench.AppendAsync(0, seed: 9);
        await bench.ReopenAsync(d => d.SetCondition(0, isOffline ? ZoneCondition.Offline : ZoneCondition.ReadOnly));

        string expected = isOffline ? "ZoneOffline" : "ZoneReadOnly";
        Assert.Equal(expected, await ZoneScript.ErrorOfAsync(bench.AppendAsync(0)));
        Assert.Equal(expected, await ZoneScript.ErrorOfAsync(bench.Device.ResetZoneAsync(0).AsTask()));
        Assert.Equal(isOffline ? "ZoneOffline" : "None", await ZoneScript.ErrorOfAsync(bench.ReadAsync(0, 0, 1)));
        if (!isOffline)
        {
            Assert.Equal(Bench.Pattern(4096, 9), await bench.ReadAsync(0, 0, 1));
        }

        // Nothing failed here that a policy could answer.
        await bench.AppendAsync(1);
    }

    private static Task<Bench> OpenAsync(string drive, ZoneErrorPolicy policy) =>
        Bench.OpenAsync(drive, new DeviceShape(), new ZonedDeviceOptions { ErrorPolicy = policy });

    // One write after it happened, or seven in flight while it happens: each of them fails.
    private static async Task<ZonedIOException[]> FailAsync(Bench bench, bool async, Action happens)
    {
        if (async)
        {
            bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Hang });
        }
        else
        {
            happens();
        }

        Task<long>[] writes = [.. Enumerable.Range(0, async ? 7 : 1).Select(_ => bench.AppendAsync(0))];
        if (async)
        {
            Assert.Equal(7, bench.Device.GetStatus(0).InFlight);
            happens();
            bench.Drive.ReleaseHung();
        }

        ZonedIOException[] errors = new ZonedIOException[writes.Length];
        for (int i = 0; i < writes.Length; i++)
        {
            errors[i] = await Assert.ThrowsAnyAsync<ZonedIOException>(() => writes[i].WaitAsync(TimeSpan.FromSeconds(30)));
        }

        return errors;
    }

    private static async Task AssertPolicyAsync(Bench bench, ZoneErrorPolicy policy, bool isGone = false)
    {
        string append = await ZoneScript.ErrorOfAsync(bench.AppendAsync(0));
        string reset = policy == ZoneErrorPolicy.Repair ? "None" : await ZoneScript.ErrorOfAsync(bench.Device.ResetZoneAsync(0).AsTask());
        string read = await ZoneScript.ErrorOfAsync(bench.ReadAsync(0, 0, 1));
        string elsewhere = await ZoneScript.ErrorOfAsync(bench.AppendAsync(1));
        (string, string, string, string) expected = policy switch
        {
            ZoneErrorPolicy.DeviceReadOnly => ("DeviceReadOnly", "DeviceReadOnly", isGone ? "ZoneOffline" : "None", "DeviceReadOnly"),
            ZoneErrorPolicy.ZoneReadOnly => ("ZoneReadOnly", "ZoneReadOnly", "None", "None"),
            ZoneErrorPolicy.ZoneOffline => ("ZoneOffline", "ZoneOffline", "ZoneOffline", "None"),
            _ => ("None", "None", "None", "None"),
        };
        Assert.Equal(expected, (append, reset, read, elsewhere));
    }
}
