using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>Zones that are filled to their capacity, reset, and filled again, all at once and each by four writers; and what of it is seen from outside.</summary>
/// <param name="disk">The block device beneath.</param>
/// <param name="device">The device.</param>
/// <param name="zones">So many zones from the first.</param>
/// <param name="pages">How many pages an append has; a zone holds four times as many, or eight times, and so on.</param>
internal sealed class FillRun(BlockDevice disk, ZonedDevice device, int zones, int pages)
{
    private const int WritersOfZone = 4;

    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(40);

    private readonly Lock _gate = new();
    private int _filled;

    /// <summary>How often a zone became full.</summary>
    public int Filled => _filled;

    /// <summary>Most zones full before an append was done and not when it was submitted: as counted by those who filled them, so the clock does not matter.</summary>
    public int LongestWaitFills { get; private set; }

    /// <summary>Most zones that two reports in a row showed open meanwhile.</summary>
    public int MostOpen { get; private set; }

    /// <summary>Most zones that two reports in a row showed open or closed meanwhile.</summary>
    public int MostActive { get; private set; }

    /// <summary>Fills every zone so many times; the last time it is left full.</summary>
    public async Task RunAsync(int rounds)
    {
        // Those who look begin with a report. However fast the rest is, there is an open zone then.
        await device.AppendAsync(0, Stamp.Pages(pages, seed: 0)).ConfigureAwait(false);
        using CancellationTokenSource filled = new();
        Task watch = WatchAsync(filled.Token);
        await Task.WhenAll(Enumerable.Range(0, zones).Select(zone => FillAsync(zone, rounds))).ConfigureAwait(false);
        await filled.CancelAsync().ConfigureAwait(false);
        await watch.ConfigureAwait(false);
    }

    private async Task FillAsync(int zone, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            if (round > 0)
            {
                await device.ResetZoneAsync(zone).ConfigureAwait(false);
            }

            int before = zone == 0 && round == 0 ? 1 : 0;
            await Task.WhenAll(Enumerable.Range(0, WritersOfZone).Select(writer => WriteAsync(zone, writer, done: writer == 0 ? before : 0))).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(int zone, int writer, long done)
    {
        byte[] data = Stamp.Pages(pages, (zone * WritersOfZone) + writer);
        ZoneInfo info = device.GetZone(zone);
        for (long appends = info.CapacityBytes / data.Length / WritersOfZone; done < appends; done++)
        {
            // Whoever reads the count before may be kept from submitting for as long as the scheduler likes.
            ValueTask<long> append = device.AppendAsync(zone, data);
            int begun = Volatile.Read(ref _filled);
            long offset = await append.ConfigureAwait(false);
            Count(begun, hasFilled: offset + data.Length == info.Start + info.CapacityBytes);
        }
    }

    private void Count(int begun, bool hasFilled)
    {
        lock (_gate)
        {
            LongestWaitFills = Math.Max(LongestWaitFills, _filled - begun);
            _filled += hasFilled ? 1 : 0;
        }
    }

    // null_blk looks at one zone after the other: while it does, one becomes full and another is opened, and its report has both open. What two reports in a row show open was so between them.
    private async Task WatchAsync(CancellationToken end)
    {
        using ZoneConditions conditions = new(disk.NodePath, device.Geometry.ZoneCount);
        do
        {
            byte[] first = conditions.Read();
            byte[] second = conditions.Read();
            MostOpen = Math.Max(MostOpen, first.Zip(second).Count(static zone => IsOpen(zone.First) && IsOpen(zone.Second)));
            MostActive = Math.Max(MostActive, first.Zip(second).Count(static zone => IsActive(zone.First) && IsActive(zone.Second)));
            await Task.Delay(s_betweenLooks, CancellationToken.None).ConfigureAwait(false);
        }
        while (!end.IsCancellationRequested);
    }

    private static bool IsOpen(byte condition) => condition is 2 or 3;

    private static bool IsActive(byte condition) => condition is 2 or 3 or 4;
}
