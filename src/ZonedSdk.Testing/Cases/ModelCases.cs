using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>Random operations, one after another, on a device and on a model of it that is as simple as can be: after each of them both must say the same.</summary>
internal static class ModelCases
{
    private const int Zones = 6;
    private const int Capacity = 12;
    private const int Operations = 250;

    // The last zone of a drive that is made for the case is a runt.
    private static readonly DriveShape s_shape = new() { ZoneBlocks = 16, CapacityBlocks = Capacity, SizeBlocks = (16 * (Zones - 1)) + 5 };

    public static ConformanceCase OfSeed(int seed) =>
        new($"model: random operations of seed {seed} end as the model says", new CaseNeeds { Shape = s_shape, HasComparableTrace = false }, bench => RunAsync(bench, seed));

    private static async Task RunAsync(Bench bench, int seed)
    {
        int zones = bench.ZonesAtOnce;
        Random random = new(seed);
        bool closesToEmpty = await ClosesToEmptyAsync(bench);
        ZoneModel[] model = [.. Enumerable.Range(0, zones).Select(zone => new ZoneModel((int)Math.Min(bench.Capacity(zone), int.MaxValue), bench.Flavour, closesToEmpty))];
        for (int i = 0; i < Operations; i++)
        {
            int zone = random.Next(zones);
            string what = await StepAsync(bench, model, zone, random, seed: (seed * 1000) + i);
            await CompareAsync(bench, zone, model[zone], $"operation {i}, {what} of zone {zone}");
        }

        await bench.AssertAgreedAsync();
    }

    // Drives differ in what becomes of an open zone without data, and some differ from their standard. The state table says what must be; here the drive's word is enough.
    private static async Task<bool> ClosesToEmptyAsync(Bench bench)
    {
        await bench.OpenZoneAsync(0);
        await bench.CloseZoneAsync(0);
        bool closesToEmpty = await bench.DescribeAsync(0, withPointer: false) == "E";
        await bench.ResetZoneAsync(0);
        return closesToEmpty;
    }

    private static async Task<string> StepAsync(Bench bench, ZoneModel[] model, int zone, Random random, int seed)
    {
        ZoneModel m = model[zone];
        int blocks = 1 + random.Next(4);
        switch (random.Next(15))
        {
            case <= 4:
                Check.Equal(m.Append(blocks, seed), await Bench.ErrorOfAsync(bench.AppendAsync(zone, blocks, seed)), $"an append of {blocks}");
                return $"append of {blocks}";
            case <= 6:
                int at = Math.Max(0, m.Written.Count + random.Next(-1, 3));
                int length = (int)(bench.Known(zone).LengthBytes / bench.Block);
                if (at >= length && bench.Known(zone).Start + bench.Known(zone).LengthBytes < bench.Device.Geometry.SizeBytes)
                {
                    // Behind the zone's last block there is the next zone, and a write there is one to that.
                    at = length - 1;
                }

                string expected = at + blocks > length ? "Argument" : m.Write(at, blocks, seed);
                Check.Equal(expected, await Bench.ErrorOfAsync(bench.WriteAsync(zone, at, blocks, seed)), $"a write of {blocks} at {at}");
                return $"write of {blocks} at {at}";
            case 7:
                Check.Equal(m.Open(), await Bench.ErrorOfAsync(bench.OpenZoneAsync(zone)), "an open");
                return "open";
            case 8:
                Check.Equal(m.Close(), await Bench.ErrorOfAsync(bench.CloseZoneAsync(zone)), "a close");
                return "close";
            case 9:
                Check.Equal(m.Finish(), await Bench.ErrorOfAsync(bench.FinishZoneAsync(zone)), "a finish");
                return "finish";
            case 10 or 11:
                Check.Equal(m.Reset(), await Bench.ErrorOfAsync(bench.ResetZoneAsync(zone)), "a reset");
                return "reset";
            case 12:
                await bench.Device.FlushAsync();
                return "flush";
            case 13:
                return await FailAsync(bench, m, zone, blocks, landed: random.Next(blocks + 1), seed);
            default:
                await ReopenAsync(bench, model);
                return "reopening";
        }
    }

    // Of a device that only the kit has closed nobody knows whether it was switched off as well: its zones tell.
    private static async Task ReopenAsync(Bench bench, ZoneModel[] model)
    {
        await bench.ReopenAsync();
        bool isSwitchedOff = bench.Drive.IsSwitchedOff;
        for (int zone = 0; zone < model.Length && !isSwitchedOff; zone++)
        {
            isSwitchedOff = await bench.DescribeAsync(zone, withPointer: false) != $"{model[zone].After(isSwitchedOff: false)}";
        }

        foreach (ZoneModel any in model)
        {
            any.SwitchOff(isSwitchedOff);
        }
    }

    // A write that fails with some of it on the medium, where the drive can be made to: the pointer stands behind that, and the error says so.
    private static async Task<string> FailAsync(Bench bench, ZoneModel m, int zone, int blocks, int landed, int seed)
    {
        if (bench.Faults?.Supported.HasFlag(DriveFaults.FailWritePartly) != true || m.Letter == 'F' || m.Written.Count + blocks > m.Capacity)
        {
            return "nothing";
        }

        bench.Faults.FailWrite(bench.Index(zone), landed);
        ZonedIOException error = await Check.ThrowsAsync<ZonedIOException>(bench.AppendAsync(zone, blocks, seed));

        // A full zone has no write pointer that could tell how much landed.
        long? told = m.Written.Count + landed == m.Capacity ? null : (long)landed * bench.Block;
        Check.Equal((ZoneError.Io, told), (error.Error, error.LandedBytes), "the error of a failing append, and what it says has landed");
        m.Land(landed, seed);
        return $"failing append of {blocks}, {landed} landing";
    }

    private static async Task CompareAsync(Bench bench, int zone, ZoneModel m, string context)
    {
        string expected = m.Letter is 'F' ? "F" : $"{m.Letter}{m.Written.Count}";
        Check.Equal(expected, await bench.DescribeAsync(zone, withPointer: true), $"the zone after {context}");
        Check.Equal((await bench.ReportAsync(zone)).Condition, bench.Known(zone).Condition, $"the runtime's view after {context}");
        int looked = (int)Math.Min(m.Capacity, m.Written.Count + 4);
        byte[] data = await bench.ReadAsync(zone, 0, looked);
        for (int i = 0; i < looked; i++)
        {
            byte[] wanted = i < m.Written.Count ? bench.Blocks(m.Written[i].Index + 1, m.Written[i].Seed)[^bench.Block..] : new byte[bench.Block];
            Check.Bytes(wanted, data.AsMemory(i * bench.Block, bench.Block), $"block {i} after {context}");
        }
    }
}
