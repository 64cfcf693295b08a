using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Testing.Benches;

/// <summary>A drive, a device on it, and a time that moves only when the case says so. Zones are numbered as the case's shape has them, places within them are in blocks.</summary>
internal sealed partial class Bench
{
    private readonly ConformanceTarget _target;
    private readonly CaseNeeds _needs;
    private ZoneChoice _zones = null!;
    private bool _isOpen;

    private Bench(ConformanceTarget target, CaseNeeds needs, DriveUnderTest drive, ManualTimeProvider time, CaseTrace trace)
    {
        _target = target;
        _needs = needs;
        Drive = drive;
        Time = time;
        Trace = trace;
    }

    public DriveUnderTest Drive { get; }

    public ManualTimeProvider Time { get; }

    public CaseTrace Trace { get; }

    public IZoneBackend Backend { get; private set; } = null!;

    public ZonedDevice Device { get; private set; } = null!;

    public ZoneFlavour Flavour => _target.Flavour;

    public IFaultInjector? Faults => Drive.Faults;

    /// <summary>The plan of a drive whose case asks for one.</summary>
    public FaultPlan Plan => Faults!.Plan!;

    public int Block => Device.Geometry.BlockSizeBytes;

    /// <summary>How many zones the case has.</summary>
    public int ZoneCount => _zones.All.Count;

    /// <summary>How many zones of the case can be written without one having to be finished for another.</summary>
    public int ZonesAtOnce
    {
        get
        {
            Limits limits = Device.Limits;
            int most = limits.MaxOpenZones == 0 ? ZoneCount : Math.Min(ZoneCount, limits.MaxOpenZones);
            return limits.MaxActiveZones == 0 ? most : Math.Min(most, limits.MaxActiveZones);
        }
    }

    /// <summary>What happened to zones, in the order in which it was told.</summary>
    public ConcurrentQueue<ZoneEventArgs> Events { get; } = new();

    /// <summary>Bytes that tell which write they came from, and where in it they stood: no two of its words are equal, nor one of them and one of another seed.</summary>
    public static byte[] Pattern(long lengthBytes, int seed)
    {
        byte[] bytes = new byte[lengthBytes];
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan());
        for (int i = 0; i < words.Length; i++)
        {
            // Seed and place, spread over all bits: an odd factor makes different products of different numbers.
            words[i] = (((ulong)(uint)seed << 32) + (uint)i + 1) * 0x9E3779B97F4A7C15;
        }

        return bytes;
    }

    public byte[] Blocks(long blocks, int seed = 1) => Pattern(blocks * Block, seed);

    /// <summary>The device's index of a zone of the case.</summary>
    public int Index(int zone) => _zones[zone];

    /// <summary>Absolute offset of a block of a zone.</summary>
    public long At(int zone, long block) => Device.Geometry.StartOf(Index(zone)) + (block * Block);

    /// <summary>Blocks of a zone that can be written.</summary>
    public long Capacity(int zone) => Device.GetZone(Index(zone)).CapacityBytes / Block;

    /// <summary>The zone as the runtime has it.</summary>
    public ZoneInfo Known(int zone) => Device.GetZone(Index(zone));

    public ZoneStatus Status(int zone) => Device.GetStatus(Index(zone));

    /// <summary>Blocks that are written, by the runtime's pointer.</summary>
    public long Written(int zone) => (Status(zone).Submitted - At(zone, 0)) / Block;

    /// <summary>The zone as the drive reports it.</summary>
    public async Task<ZoneInfo> ReportAsync(int zone)
    {
        await foreach (ZoneInfo info in Device.ReportAsync(Index(zone), 1).ConfigureAwait(false))
        {
            return info;
        }

        throw new CheckFailedException($"The report of zone {zone} came back empty.");
    }

    /// <summary>All zones of the case as the drive reports them.</summary>
    public async Task<List<ZoneInfo>> ReportAllAsync(ReportFilter filter = ReportFilter.All)
    {
        HashSet<int> mine = [.. _zones.All];
        List<ZoneInfo> zones = [];
        await foreach (ZoneInfo zone in Device.ReportAsync(filter).ConfigureAwait(false))
        {
            if (mine.Contains(zone.Index))
            {
                zones.Add(zone);
            }
        }

        return zones;
    }

    /// <summary>A write of some blocks, at a block of a zone.</summary>
    public Task WriteAsync(int zone, long block, long blocks = 1, int seed = 1) =>
        TracedAsync($"write {blocks} at {zone}+{block}", async () =>
        {
            await Device.WriteAsync(At(zone, block), Blocks(blocks, seed)).ConfigureAwait(false);
            return "ok";
        });

    /// <summary>An append; the answer is the block of the zone at which it stands.</summary>
    public async Task<long> AppendAsync(int zone, long blocks = 1, int seed = 1)
    {
        long block = 0;
        await TracedAsync($"append {blocks} to {zone}", async () =>
        {
            long offset = await Device.AppendAsync(Index(zone), Blocks(blocks, seed)).ConfigureAwait(false);
            block = (offset - At(zone, 0)) / Block;
            return $"at {Place(zone, block)}";
        }).ConfigureAwait(false);
        return block;
    }

    public async Task<byte[]> ReadAsync(int zone, long block, long blocks)
    {
        byte[] target = Blocks(blocks, -1);
        await TracedAsync($"read {blocks} at {zone}+{Place(zone, block)}", async () =>
        {
            int read = await Device.ReadAsync(At(zone, block), target).ConfigureAwait(false);
            target = target[..read];
            return string.Concat(target.Chunk(Block).Select(static part => part.AsSpan().ContainsAnyExcept((byte)0) ? 'd' : '0'));
        }).ConfigureAwait(false);
        return target;
    }

    public Task OpenZoneAsync(int zone) => ManageAsync("open", zone, async index => _ = await Device.OpenZoneAsync(index).ConfigureAwait(false));

    public Task CloseZoneAsync(int zone) => ManageAsync("close", zone, index => Device.CloseZoneAsync(index).AsTask());

    public Task FinishZoneAsync(int zone) => ManageAsync("finish", zone, index => Device.FinishZoneAsync(index).AsTask());

    public Task ResetZoneAsync(int zone) => ManageAsync("reset", zone, index => Device.ResetZoneAsync(index).AsTask());

    public Task RecoverAsync(int zone) => ManageAsync("recover", zone, index => Device.RecoverAsync(index).AsTask());

    /// <summary>Writes a zone from its pointer on until so many blocks are left, in pieces that one command takes.</summary>
    public async Task FillAsync(int zone, long leaving = 0, int seed = 1)
    {
        long left = ((Known(zone).End - Known(zone).WritePointer) / Block) - leaving;
        long most = Math.Max(1, Device.Limits.MaxTransferBytes / Block);
        byte[] piece = Blocks(Math.Min(left, most), seed);
        for (; left > 0; left -= most)
        {
            await Device.WriteAsync(Known(zone).WritePointer, piece.AsMemory(0, (int)(Math.Min(left, most) * Block))).ConfigureAwait(false);
        }
    }

    /// <summary>A place in a zone as all devices have it: from the start, or from the end of the capacity where that is close by.</summary>
    public string Place(int zone, long block)
    {
        long capacity = Capacity(zone);
        return block > 1 && capacity - block is 0 or 1 ? $"-{capacity - block}" : $"{block}";
    }

    /// <summary>Runs an operation with a line in the trace.</summary>
    public Task TracedAsync(string what, Func<Task<string>> operation)
    {
        int line = Trace.Begin(what);
        return RunAsync();

        async Task RunAsync()
        {
            try
            {
                Trace.End(line, await operation().ConfigureAwait(false));
            }
            catch (Exception e)
            {
                Trace.End(line, ErrorOf(e) ?? e.GetType().Name);
                throw;
            }
        }
    }

    private Task ManageAsync(string verb, int zone, Func<int, Task> command) => TracedAsync($"{verb} {zone}", async () =>
    {
        await command(Index(zone)).ConfigureAwait(false);
        return "ok";
    });
}
