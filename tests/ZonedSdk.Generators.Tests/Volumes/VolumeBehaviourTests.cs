using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests.Volumes;

/// <summary>What an emitted volume does when it runs: it refuses other devices with all differences, and keeps leases within budgets.</summary>
public sealed class VolumeBehaviourTests
{
    private const string Prelude = """
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using ZonedSdk.Backends.Memory;
        using static ZonedSdk.ByteUnits;

        [ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 * MiB, ZoneCount = 8, LogicalBlockSize = 4096, MaxOpenZones = 4, MaxActiveZones = 6, MaxAppendSize = 64 * KiB, Flavour = ZoneFlavour.Zns)]
        [ZoneRegion("Boot", ZoneCount = 1, Write = WriteMode.Random)]
        [ZoneRegion("Log", ZoneCount = 3, Write = WriteMode.AtWritePointer, MaxOpen = 1)]
        [ZoneRegion("Data", ZoneCount = Rest)]
        public sealed partial class Volume;

        public static class Probe
        {
            public static string Run() => RunAsync().GetAwaiter().GetResult();

            private static async Task<string> DifferencesAsync(MemoryDriveOptions options)
            {
                await using ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(options));
                try
                {
                    await Volume.OpenAsync(device);
                    return "none";
                }
                catch (ZoneGeometryMismatchException e)
                {
                    return string.Join("\n", e.Differences.Where(difference => e.Message.Contains(difference.ToString())));
                }
            }

            private static readonly MemoryDriveOptions Same = new()
            {
                ZoneSizeBytes = 1 * MiB, SizeBytes = 8 * MiB, BlockSizeBytes = 4096, ConventionalZones = 1, Flavour = ZoneFlavour.Zns,
                Limits = new Limits { MaxOpenZones = 4, MaxActiveZones = 6, MaxAppendBytes = 64 << 10 },
            };

            private static async Task<string> RunAsync()
            {
                BODY
            }
        }
        """;

    [Theory]
    [InlineData("Same", "none")]
    [InlineData("Same with { Limits = new Limits { MaxOpenZones = 5, MaxActiveZones = 7, MaxAppendBytes = 1 << 20 } }", "none")]
    [InlineData("Same with { Limits = new Limits { MaxAppendBytes = 1 << 20 } }", "none")]
    [InlineData("Same with { SizeBytes = 6 * MiB }", "ZoneCount: described 8, found 6; region 'Data' lacks zones 6 to 7")]
    [InlineData("Same with { SizeBytes = 3 * MiB }", "ZoneCount: described 8, found 3; region 'Log' lacks zone 3, region 'Data' lacks zones 4 to 7")]
    [InlineData("Same with { SizeBytes = 9 * MiB }", "ZoneCount: described 8, found 9; no region has zone 8")]
    [InlineData("Same with { SizeBytes = 8 * MiB - 4096 }", "Size: described 8388608, found 8384512; the last zone is shorter than the others\nZoneCapacity: described 1048576, found 1044480; zone 7, region 'Data'")]
    [InlineData("Same with { ConventionalZones = 0 }", "Type: described Conventional, found SequentialWriteRequired; zone 0, region 'Boot'")]
    [InlineData("Same with { ConventionalZones = 6 }", "Type: described SequentialWriteRequired, found Conventional; zones 1 to 3, region 'Log'\nType: described SequentialWriteRequired, found Conventional; zones 4 to 5, region 'Data'")]
    [InlineData("Same with { ZoneCapacityBytes = 512 * KiB }", "ZoneCapacity: described 1048576, found 524288; zones 1 to 3, region 'Log'\nZoneCapacity: described 1048576, found 524288; zones 4 to 7, region 'Data'")]
    [InlineData("Same with { BlockSizeBytes = 512, Flavour = ZoneFlavour.Zbc, Limits = new Limits { MaxOpenZones = 3, MaxActiveZones = 5, MaxAppendBytes = 4096 } }", "LogicalBlockSize: described 4096, found 512\nMaxOpenZones: described 4, found 3; the regions' budgets may not fit\nMaxActiveZones: described 6, found 5; written zones may not all stay unfinished\nMaxAppendSize: described 65536, found 4096\nFlavour: described Zns, found Zbc")]
    [InlineData("Same with { ZoneSizeBytes = 2 * MiB, SizeBytes = 16 * MiB }", "ZoneSize: described 1048576, found 2097152")]
    public void A_device_is_compared_field_by_field_and_zone_by_zone(string options, string differences) =>
        Assert.Equal(differences, Execute($"return await DifferencesAsync({options});"));

    [Fact]
    public void A_region_has_as_many_leases_as_its_budget_and_who_asks_for_more_waits() => Assert.Equal("ok", Execute("""
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Volume.CreateEmulated());
        Volume volume = await Volume.OpenAsync(device);
        Volume.LogLease first = await volume.Log.OpenAsync();
        Task<Volume.LogLease> second = volume.Log.OpenAsync().AsTask();
        using CancellationTokenSource impatient = new();
        Task<Volume.LogLease> third = volume.Log.OpenAsync(impatient.Token).AsTask();
        impatient.Cancel();
        bool isCancelled = await third.ContinueWith(task => task.IsCanceled, TaskScheduler.Default);
        if (second.IsCompleted || !isCancelled)
        {
            return "budget";
        }

        await first.DisposeAsync();
        await first.DisposeAsync();
        await using Volume.LogLease lease = await second;
        try
        {
            await first.WriteAsync(first.WritePointer, new byte[4096]);
            return "ended lease";
        }
        catch (ObjectDisposedException)
        {
            return volume.Log.OpenAsync().IsCompleted ? "budget given twice" : "ok";
        }
        """));

    [Fact]
    public void A_zone_has_one_holder_and_begun_zones_go_first() => Assert.Equal("ok", Execute("""
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Volume.CreateEmulated());
        Volume volume = await Volume.OpenAsync(device);
        await using (Volume.DataLease begun = await volume.Data[2].OpenAsync())
        {
            await begun.AppendAsync(new byte[4096]);
        }

        await using Volume.DataLease again = await volume.Data.OpenAsync();
        if (again.Zone.Index != 2 || again.WritePointer.OffsetInZone != 4096)
        {
            return "begun zones";
        }

        int refused = 0;
        foreach (Func<Task> use in (Func<Task>[])[async () => await volume.Data[2].OpenAsync(), async () => await volume.Data[2].ResetAsync(), async () => await volume.Data[2].FinishAsync()])
        {
            try
            {
                await use();
            }
            catch (InvalidOperationException)
            {
                refused++;
            }
        }

        await using Volume.DataLease other = await volume.Data[0].OpenAsync();
        return refused == 3 && other.Zone.Index == 0 ? "ok" : "holders";
        """));

    [Fact]
    public void A_region_without_room_says_so_and_keeps_its_budget() => Assert.Equal("ok", Execute("""
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Volume.CreateEmulated());
        Volume volume = await Volume.OpenAsync(device);
        for (int zone = 0; zone < Volume.LogRegion.ZoneCount; zone++)
        {
            await volume.Log[zone].FinishAsync();
        }

        for (int attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                await volume.Log.OpenAsync();
                return "opened";
            }
            catch (ZonedIOException e) when (e.Error == ZoneError.ZoneFull && e.Message.Contains("'Log'"))
            {
            }
        }

        await volume.Log[1].ResetAsync();
        await using Volume.LogLease lease = await volume.Log.OpenAsync();
        return lease.Zone.Index == 1 ? "ok" : "zone";
        """));

    [Fact]
    public void An_address_stays_within_its_region_and_zone() => Assert.Equal("ok", Execute("""
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Volume.CreateEmulated());
        Volume volume = await Volume.OpenAsync(device);
        await using Volume.LogLease log = await volume.Log[0].OpenAsync();
        int refused = 0;
        foreach (Func<Task> use in (Func<Task>[])
            [
                () => Task.FromResult(Volume.LogAddress.FromOffset(0)),
                () => Task.FromResult(Volume.LogAddress.FromOffset((4 * MiB) + 1)),
                () => Task.FromResult(Volume.LogAddress.FromOffset(long.MinValue)),
                () => Task.FromResult(volume.Log[3]),
                () => Task.FromResult(volume.Log[-1]),
                () => Task.FromResult(volume.Log[0].At(1 * MiB)),
                async () => await volume.Log[0].ReadAsync(1 * MiB, new byte[4096]),
                async () => await volume.Log.ReadAsync(Volume.LogAddress.FromOffset(4 * MiB), new byte[4096]),
                async () => await log.WriteAsync(volume.Log[1].At(0), new byte[4096]),
            ])
        {
            try
            {
                await use();
            }
            catch (ArgumentOutOfRangeException)
            {
                refused++;
            }
        }

        return refused == 9 && default(Volume.LogAddress) == volume.Log[0].At(0) ? "ok" : refused.ToString();
        """));

    [Fact]
    public void A_serial_pattern_is_asked_of_real_devices_only() => Assert.Equal("ok", Execute("""
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Serial.CreateEmulated());
        await Serial.OpenAsync(device);
        return "ok";
        """, "[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 2, LogicalBlockSize = 512, SerialPattern = \"ZL2*\")] public sealed partial class Serial;"));

    [Fact]
    public void A_twin_that_an_emulated_drive_cannot_be_is_refused_with_the_reason() => Assert.Equal("ok", Execute("""
        await Task.Yield();
        try
        {
            Backwards.CreateEmulated();
            return "created";
        }
        catch (NotSupportedException e)
        {
            return e.Message.Contains("from zone 1 on") ? "ok" : e.Message;
        }
        """, "[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 2, LogicalBlockSize = 512), ZoneRegion(\"A\", ZoneCount = 1), ZoneRegion(\"B\", ZoneCount = 1, Write = WriteMode.Random)] public sealed partial class Backwards;"));

    private static string Execute(string body, string more = "") =>
        GeneratorRun.Of(Prelude.Replace("BODY", body, StringComparison.Ordinal), more).Compiles().Execute();
}
