using ZonedSdk.Backends;
using ZonedSdk.CompilerServices;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;
using ZonedSdk.Tests.Backends;

namespace ZonedSdk.Tests.Rings;

/// <summary>The engine of described commands over two rings, each of which says what came to it.</summary>
public sealed class RingPathTests
{
    private const int Block = TestRequests.Block;
    private const int Zones = 4;

    private readonly List<long>[] _offsets = [[], []];

    [Fact]
    public async Task Transfers_go_by_the_ring_of_their_zone_whoever_kicks()
    {
        RequestOwner owner = new();
        await using CommandEngine engine = Engine(maxTransferBytes: Block);
        for (int zone = 0; zone < Zones; zone++)
        {
            // In two pieces: the second goes where the first went.
            owner.Submit(engine, Of(zone, 2 * Block));
        }

        Assert.All(_offsets, Assert.Empty);
        engine.Kick();
        await owner.WhenAsync(Zones).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(Enumerable.Repeat(BackendResult.Success(2 * Block), Zones), owner.Results);
        Assert.Equal(Expected(0, 2), _offsets[0].Order());
        Assert.Equal(Expected(1, 3), _offsets[1].Order());
    }

    [Fact]
    public async Task Engine_that_has_ended_gives_no_ring_anything()
    {
        RequestOwner owner = new();
        CommandEngine engine = Engine(maxTransferBytes: Block);
        await engine.DisposeAsync();
        owner.Submit(engine, Of(0, Block));
        owner.Submit(engine, Of(1, Block));
        engine.Kick();
        await owner.WhenAsync(2).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.All(owner.Results, result => Assert.Equal(ZoneError.DeviceGone, result.Error));
        Assert.All(_offsets, Assert.Empty);
    }

    private static long[] Expected(params int[] zones) => [.. zones.SelectMany(zone => (long[])[zone * (long)TestRequests.ZoneBytes, (zone * (long)TestRequests.ZoneBytes) + Block])];

    private static ZoneRequest Of(int zone, int lengthBytes) =>
        new() { Kind = ZoneRequestKind.Write, ZoneIndex = zone, Offset = zone * (long)TestRequests.ZoneBytes, Buffer = new byte[lengthBytes], CommandLengthBytes = lengthBytes };

    private CommandEngine Engine(int maxTransferBytes) => new(
        new FakeCommands(),
        new BackendTable { Name = "rings", Ordering = WriteOrdering.Required, Limits = new Limits { MaxTransferBytes = maxTransferBytes } },
        new BackendShape
        {
            Name = "rings",
            Identity = new DeviceIdentity("r"),
            Geometry = new Geometry(Block, TestRequests.ZoneBytes, Zones * TestRequests.ZoneBytes),
            Ring = new RingPath([.. _offsets.Select(Ring)], new FileRingCommands(new FileDescriptor())),
        });

    private static AnsweringRing Ring(List<long> offsets) => new((in SubmissionEntry entry) =>
    {
        offsets.Add((long)entry.Offset);
        return AnsweringRing.Ended((int)entry.LengthBytes);
    });
}
