using ZoneArchive;

namespace ZonedSdk.Tests.Samples;

/// <summary>Room in data zones where only one of them can be open.</summary>
public sealed class DataZonesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_waits_for_room_gets_what_another_did_not_use(bool isAppended)
    {
        await using MemoryArchive archive = await MemoryArchive.CreateAsync(MemoryArchive.Shape() with { Limits = new Limits { MaxOpenZones = 4 } });
        DataZones zones = archive.Archive.Zones;
        int block = archive.Archive.Superblock.BlockSizeBytes;
        Reservation half = await ReserveAsync(zones, block, zones.SegmentBytes);
        Reservation rest = await ReserveAsync(zones, block, zones.SegmentBytes);
        Task<Reservation> waiting = ReserveAsync(zones, block, block);

        // Whatever is asked for afterwards has its turn afterwards.
        await zones.UnbarAsync([]);
        Assert.False(waiting.IsCompleted);

        if (isAppended)
        {
            Assert.True(await zones.TryBeginAsync(rest, CancellationToken.None));
            await rest.Zone.Lease.AppendAsync(new byte[block]);
            await zones.SucceededAsync(rest, block);
        }
        else
        {
            await zones.ReturnAsync(rest);
        }

        Reservation given = await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Same(half.Zone, given.Zone);
        await zones.ReturnAsync(given);
        await zones.ReturnAsync(half);
    }

    private static Task<Reservation> ReserveAsync(DataZones zones, int leastBytes, int wantedBytes) => zones.ReserveAsync(leastBytes, wantedBytes, isAppender: false, CancellationToken.None);
}
