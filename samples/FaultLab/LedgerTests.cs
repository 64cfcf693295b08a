using Xunit.Abstractions;
using ZonedSdk;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Testing;

namespace FaultLab;

/// <summary>Faults by rule: each test says what goes wrong, and when. Nothing here waits for real time.</summary>
public sealed class LedgerTests(ITestOutputHelper output)
{
    private const int Writers = 8;

    [Fact]
    public async Task Entry_whose_write_failed_is_added_by_the_next_try()
    {
        // The third write reports an error with half of it done. What the drive did is nobody's guess: the runtime asks it.
        await using ZonedDevice device = await OpenAsync(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 3 });
        Ledger ledger = new(device);
        for (int entry = 0; entry < 5; entry++)
        {
            await ledger.AddAsync(entry);
        }

        Assert.Equal([0, 1, 2, 3, 4], await ledger.ReadAsync());
    }

    [Fact]
    public async Task Entry_that_landed_although_its_write_failed_is_told_once()
    {
        await using ZonedDevice device = await OpenAsync(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 2, LandedBlocks = FaultRule.AllBlocks });
        Ledger ledger = new(device);
        await ledger.AddAsync(1);
        await ledger.AddAsync(2);

        Assert.Equal([1, 2], await ledger.ReadAsync());
        Assert.Equal(3 * device.Geometry.BlockSizeBytes, device.GetZone(0).WritePointer);
    }

    [Fact]
    public async Task Entries_behind_a_failed_one_are_added_too()
    {
        await using ZonedDevice device = await OpenAsync(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 5, RepeatEvery = 7 });
        Ledger ledger = new(device);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (int number = 0; number < 20; number++)
            {
                await ledger.AddAsync((writer * 1000) + number);
            }
        }));

        IReadOnlyList<long> entries = await ledger.ReadAsync();
        Assert.Equal(Writers * 20, entries.Count);
        foreach (int writer in Enumerable.Range(0, Writers))
        {
            Assert.Equal(Enumerable.Range(0, 20).Select(number => (long)(writer * 1000) + number), entries.Where(entry => entry / 1000 == writer));
        }
    }

    [Fact]
    public async Task Ledger_goes_on_in_the_next_zone_when_one_turns_read_only()
    {
        await using ZonedDevice device = await OpenAsync(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.ZoneReadOnly, Zone = 0, Nth = 4 });
        Ledger ledger = new(device);
        for (int entry = 0; entry < 6; entry++)
        {
            await ledger.AddAsync(entry);
        }

        Assert.Equal([0, 1, 2, 3, 4, 5], await ledger.ReadAsync());
        Assert.Equal(ZoneCondition.ReadOnly, device.GetZone(0).Condition);
    }

    [Fact]
    public async Task Ledger_says_when_it_is_full_and_keeps_what_it_has()
    {
        MemoryDriveOptions small = new() { SizeBytes = 4 * 16 * 1024, ZoneSizeBytes = 16 * 1024 };
        await using ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(small));
        Ledger ledger = new(device);
        for (int entry = 0; entry < 16; entry++)
        {
            await ledger.AddAsync(entry);
        }

        LedgerFullException full = await Assert.ThrowsAsync<LedgerFullException>(() => ledger.AddAsync(16));
        Assert.IsType<ZoneFullException>(full.InnerException);
        Assert.Equal(Enumerable.Range(0, 16).Select(static entry => (long)entry), await ledger.ReadAsync());
    }

    [Fact]
    public async Task Write_that_never_comes_back_faults_its_zone_and_not_the_ledger()
    {
        // The device's clock is ours: its time-out comes when we say so.
        ManualTimeProvider time = new();
        FaultPlan faults = new(seed: 1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Hang, Zone = 0, Nth = 2 });
        MemoryDrive drive = new(new MemoryDriveOptions { Faults = faults, TimeProvider = time });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = time });
        TaskCompletionSource faulted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        device.ZoneEvent += (_, change) => _ = change.Kind == ZoneEventKind.Faulted && faulted.TrySetResult();
        Ledger ledger = new(device);
        await ledger.AddAsync(1);
        Task hung = ledger.AddAsync(2);
        while (!faulted.Task.IsCompleted)
        {
            // What one time-out begins has the next one: step by step, and the device's own tasks in between.
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        // Its caller is told only when the command is known dead: until then the memory is the drive's.
        Assert.False(hung.IsCompleted);
        Assert.Equal(1, faults.ReleaseHung());
        await hung;

        Assert.Equal([1, 2], await ledger.ReadAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_was_flushed_survives_a_power_cut(int seed)
    {
        MemoryDrive drive = new(new MemoryDriveOptions { Seed = seed });
        ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        Ledger ledger = new(device);
        for (int entry = 0; entry < 40; entry++)
        {
            await ledger.AddAsync(entry);
            if (entry == 19)
            {
                await device.FlushAsync();
            }
        }

        // Of what came behind the flush the drive keeps whatever the seed says. To close the device would flush it, and says that it cannot.
        drive.PowerCut(seed);
        await Assert.ThrowsAsync<ZonedDeviceFaultedException>(async () => await device.DisposeAsync());

        await using ZonedDevice again = await ZonedDevice.OpenAsync(drive.Reopen());
        IReadOnlyList<long> entries = await new Ledger(again).ReadAsync();
        output.WriteLine($"{entries.Count} of 40 entries are left.");
        Assert.InRange(entries.Count, 20, 40);
        Assert.Equal(Enumerable.Range(0, entries.Count).Select(static entry => (long)entry), entries);
    }

    private static async Task<ZonedDevice> OpenAsync(params FaultRule[] rules) =>
        await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { Faults = new FaultPlan(seed: 1, rules) }));
}
