using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>Public tools and the runtime see the same zones: after what we did, and after what they did.</summary>
public sealed class ToolsAgreeTests
{
    private const int Block = 4096;

    [Fact]
    public async Task After_our_commands_three_tools_see_on_a_namespace_what_we_believe()
    {
        using NvmeNamespace disk = NvmeNamespace.Limited();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
        await ChangeAsync(device, firstZone: 1);

        AssertSame(BlkZone.Report(disk.NodePath), device);
        AssertSame(Zbd.Report(disk.NodePath), device);
        AssertSame(Zoned.Report(disk.NodePath), device);
        AssertSame(NvmeZns.Report(disk.NodePath, Block, disk.ZoneLengthBytes), device);
        AssertSame(NvmeZns.Report(disk.CharacterNodePath, Block, disk.ZoneLengthBytes), device);
    }

    [Fact]
    public async Task After_our_commands_the_tools_see_on_a_disk_what_we_believe()
    {
        using ScsiDebug disk = ScsiDebug.Create();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
        await ChangeAsync(device, firstZone: 2);

        AssertSame(BlkZone.Report(disk.NodePath), device);
        AssertSame(Zbd.Report(disk.NodePath), device);
        AssertSame(Zoned.Report(disk.NodePath), device);
    }

    [Fact]
    public async Task After_their_commands_we_see_what_they_did()
    {
        using NvmeNamespace disk = NvmeNamespace.Limited();
        foreach (int zone in Enumerable.Range(1, 6))
        {
            Assert.Null(disk.Write(zone, 0, zone * Block));
        }

        Zbd.Manage(disk.NodePath, "close", disk.StartOf(3), disk.ZoneLengthBytes);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
        AssertSame(BlkZone.Report(disk.NodePath), device);

        // With the device open, past us: a listing shows it, and a recovery takes it over.
        Zbd.Manage(disk.NodePath, "reset", disk.StartOf(1), disk.ZoneLengthBytes);
        Zbd.Manage(disk.NodePath, "finish", disk.StartOf(2), disk.ZoneLengthBytes);
        NvmeZns.Manage(disk.NodePath, "reset-zone", disk.StartOf(4) / Block);
        NvmeZns.Manage(disk.NodePath, "finish-zone", disk.StartOf(5) / Block);
        Assert.Null(disk.Write(zone: 6, 6 * Block, Block));
        IReadOnlyList<ReportedZone> theirs = BlkZone.Report(disk.NodePath);
        for (int zone = 1; zone <= 6; zone++)
        {
            AssertSame(theirs[zone], await device.ReportZoneAsync(zone), disk.StartOf(zone));
            await device.RecoverAsync(zone);
        }

        AssertSame(theirs, device);
        Assert.Equal(disk.StartOf(6) + (7 * Block), await device.AppendAsync(6, Stamp.Pages(1, seed: 1)));
    }

    [Fact]
    public async Task After_fio_has_written_we_find_every_write_pointer_and_append_behind_it()
    {
        using NullBlock disk = NullBlock.Create();
        Command.Run(
            "fio", "--name=lab", $"--filename={disk.NodePath}", "--zonemode=zbd", "--direct=1", "--rw=randwrite", "--bsrange=4k-64k", "--bs_unaligned=0", "--io_size=12M",
            "--ioengine=psync", "--max_open_zones=5", "--randseed=1", "--buffer_pattern=0x5a");
        IReadOnlyList<ReportedZone> theirs = BlkZone.Report(disk.NodePath);
        Assert.Contains(theirs, zone => zone.WritePointerBytes > 0);

        await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
        AssertSame(theirs, device);
        int written = theirs.ToList().FindIndex(zone => zone.WritePointerBytes > 0 && zone.Condition != "fu");
        byte[] read = new byte[Block];
        await device.ReadAsync(disk.StartOf(written), read);
        Assert.DoesNotContain(read, value => value != 0x5a);
        Assert.Equal(disk.StartOf(written) + theirs[written].WritePointerBytes, await device.AppendAsync(written, Stamp.Pages(1, seed: 1)));
    }

    // A zone in each condition that a command of ours brings about.
    private static async Task ChangeAsync(ZonedDevice device, int firstZone)
    {
        foreach (int zone in Enumerable.Range(firstZone, 5))
        {
            await device.AppendAsync(zone, Stamp.Pages(zone, seed: zone));
            if (zone == firstZone + 1)
            {
                await device.FinishZoneAsync(zone);
            }
            else if (zone == firstZone + 2)
            {
                await device.ResetZoneAsync(zone);
            }
            else if (zone == firstZone + 3)
            {
                await device.CloseZoneAsync(zone);
            }
        }

        OpenZoneLease lease = await device.OpenZoneAsync(firstZone + 6);
        await device.AppendAsync(firstZone + 6, Stamp.Pages(2, seed: 2));
        Assert.Equal(firstZone + 6, lease.Zone);
    }

    private static void AssertSame(IReadOnlyList<ReportedZone> seen, ZonedDevice device)
    {
        Assert.Equal(device.Geometry.ZoneCount, seen.Count);
        for (int zone = 0; zone < seen.Count; zone++)
        {
            AssertSame(seen[zone], device.GetZone(zone), device.Geometry.StartOf(zone));
        }
    }

    // Where the pointer means nothing, each tool prints something else.
    private static void AssertSame(ReportedZone seen, in ZoneInfo ours, long start)
    {
        Assert.Equal((start, seen.CapacityBytes, seen.Condition), (seen.StartBytes, ours.CapacityBytes, Letters(ours.Condition)));
        if (ours.HasValidWritePointer)
        {
            Assert.Equal(ours.WritePointer - start, seen.WritePointerBytes);
        }
    }

    private static string Letters(ZoneCondition condition) => condition switch
    {
        ZoneCondition.NotWritePointer => "nw",
        ZoneCondition.Empty => "em",
        ZoneCondition.ImplicitlyOpen => "oi",
        ZoneCondition.ExplicitlyOpen => "oe",
        ZoneCondition.Closed => "cl",
        ZoneCondition.Full => "fu",
        ZoneCondition.ReadOnly => "ro",
        ZoneCondition.Offline => "of",
        _ => throw new LabException($"The runtime knows a zone as {condition}, for which the tools have no letters."),
    };
}
