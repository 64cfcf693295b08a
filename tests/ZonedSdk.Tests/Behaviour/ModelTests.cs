using System.Globalization;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Tests.Behaviour.Kit;
using ZonedSdk.TestSupport;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>Random operations, one after another, on a device and on a model of it that is as simple as can be: after each of them both must say the same.</summary>
public sealed class ModelTests
{
    private const int Zones = 6;
    private const int Capacity = 12;
    private const int Operations = 250;

    private static readonly DeviceShape s_shape = new() { ZoneBlocks = 16, CapacityBlocks = Capacity, SizeBlocks = (16 * (Zones - 1)) + 5 };

    public static TheoryData<string, ZoneFlavour, int> Runs()
    {
        TheoryData<string, ZoneFlavour, int> runs = [];
        foreach (string drive in Drives.Names)
        {
            for (int seed = 1; seed <= Campaign.Pick(10, 200); seed++)
            {
                runs.Add(drive, seed % 2 == 0 ? ZoneFlavour.Zbc : ZoneFlavour.Zns, seed);
            }
        }

        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task The_device_does_what_the_model_does(string drive, ZoneFlavour flavour, int seed)
    {
        Random random = new(seed);
        await using Bench bench = await Bench.OpenAsync(drive, s_shape with { Flavour = flavour });
        ZoneModel[] model = [.. Enumerable.Range(0, Zones).Select(zone => new ZoneModel(zone == Zones - 1 ? 5 : Capacity, flavour))];
        for (int i = 0; i < Operations; i++)
        {
            int zone = random.Next(Zones);
            string what = await StepAsync(bench, model, zone, random, seed: (seed * 1000) + i);
            await CompareAsync(bench, zone, model[zone], string.Create(CultureInfo.InvariantCulture, $"seed {seed}, operation {i}: {what} of zone {zone}"));
        }

        bench.AssertAgreed();
    }

    private static async Task<string> StepAsync(Bench bench, ZoneModel[] model, int zone, Random random, int seed)
    {
        ZoneModel m = model[zone];
        int blocks = 1 + random.Next(4);
        switch (random.Next(15))
        {
            case <= 4:
                Assert.Equal(m.Append(blocks, seed), await ZoneScript.ErrorOfAsync(bench.AppendAsync(zone, blocks, seed)));
                return $"append of {blocks}";
            case <= 6:
                int at = Math.Max(0, m.Written.Count + random.Next(-1, 3));
                string expected = at + blocks > bench.Device.Geometry.LengthOf(zone) / bench.Block ? "Argument" : m.Write(at, blocks, seed);
                Assert.Equal(expected, await ZoneScript.ErrorOfAsync(Task.Run(() => bench.WriteAsync(zone, at, blocks, seed))));
                return $"write of {blocks} at {at}";
            case 7:
                Assert.Equal(m.Open(), await ZoneScript.ErrorOfAsync(bench.Device.OpenZoneAsync(zone).AsTask()));
                return "open";
            case 8:
                Assert.Equal(m.Close(), await ZoneScript.ErrorOfAsync(bench.Device.CloseZoneAsync(zone).AsTask()));
                return "close";
            case 9:
                Assert.Equal(m.Finish(), await ZoneScript.ErrorOfAsync(bench.Device.FinishZoneAsync(zone).AsTask()));
                return "finish";
            case 10 or 11:
                Assert.Equal(m.Reset(), await ZoneScript.ErrorOfAsync(bench.Device.ResetZoneAsync(zone).AsTask()));
                return "reset";
            case 12:
                await bench.Device.FlushAsync();
                return "flush";
            case 13:
                return await FailAsync(bench, m, zone, blocks, landed: random.Next(blocks + 1), seed);
            default:
                await bench.ReopenAsync();
                foreach (ZoneModel any in model)
                {
                    any.SwitchOff();
                }

                return "reopening";
        }
    }

    // A write that fails with some of it on the medium: the pointer stands behind that, and the error says so.
    private static async Task<string> FailAsync(Bench bench, ZoneModel m, int zone, int blocks, int landed, int seed)
    {
        if (m.Letter == 'F' || m.Written.Count + blocks > m.Capacity)
        {
            return "nothing";
        }

        FaultRule fault = new() { Event = DriveEvent.Write, Effect = FaultEffect.Fail, LandedBlocks = landed };
        bench.Drive.Faults.Add(fault);
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => bench.AppendAsync(zone, blocks, seed));
        Assert.True(bench.Drive.Faults.Remove(fault));

        // A full zone has no write pointer that could tell how much landed.
        long? told = m.Written.Count + landed == m.Capacity ? null : (long)landed * bench.Block;
        Assert.Equal((ZoneError.Io, told), (error.Error, error.LandedBytes));
        m.Land(landed, seed);
        return $"failing append of {blocks}, {landed} landing";
    }

    private static async Task CompareAsync(Bench bench, int zone, ZoneModel m, string context)
    {
        string expected = m.Letter is 'F' ? "F" : $"{m.Letter}{m.Written.Count}";
        Assert.True(expected == ZoneScript.Describe(bench, zone, withPointer: true), $"{context}: {expected} expected, {ZoneScript.Describe(bench, zone, withPointer: true)} found.");
        ZoneInfo runtime = bench.Device.GetZone(zone);
        Assert.True(runtime.Condition == bench.Drive.Inspect(zone).Condition, $"{context}: the runtime says {runtime.Condition}.");
        byte[] data = await bench.ReadAsync(zone, 0, m.Capacity);
        for (int i = 0; i < m.Capacity; i++)
        {
            byte[] block = data[(i * bench.Block)..((i + 1) * bench.Block)];
            byte[] wanted = i < m.Written.Count ? Bench.Pattern((m.Written[i].Index + 1) * bench.Block, m.Written[i].Seed)[^bench.Block..] : new byte[bench.Block];
            Assert.True(block.AsSpan().SequenceEqual(wanted), $"{context}: block {i} has other data.");
        }
    }
}
