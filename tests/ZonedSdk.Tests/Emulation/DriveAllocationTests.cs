using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Emulation;

public sealed class DriveAllocationTests : IRequestOwner
{
    private const int Block = 4096;
    private const int PerZone = (4 << 20) / Block;
    private int _completed;

    void IRequestOwner.OnCompleted(ZoneRequest request, in BackendResult result)
    {
        Assert.True(result.IsSuccess);
        _completed++;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_hundred_thousand_operations_allocate_nothing(bool enforcesOrder)
    {
        MemoryDrive drive = new(new MemoryDriveOptions
        {
            EnforcesOrder = enforcesOrder,
            ConventionalZones = 1,
            HasVolatileCache = true,
            SizeBytes = 16 << 20,
        });
        byte[] buffer = new byte[Block];
        ZoneRequest request = new() { Buffer = buffer, CommandLengthBytes = Block };

        // Once round, so that chunks, commands and zones are there; a reset keeps the chunks for the next round.
        Run(drive, request, 4 * PerZone);

        // A collection that another test causes counts what is left of this thread's allocation window (below 8 KiB) as allocated,
        // so one clean round of a few is what shows that an operation allocates nothing.
        long least = long.MaxValue;
        for (int round = 0; round < 5 && least != 0; round++)
        {
            _completed = 0;
            least = Math.Min(least, Run(drive, request, 100_000));
            Assert.Equal(100_000, _completed);
        }

        Assert.Equal(0, least);
    }

    /// <summary>One tenth reads, one tenth writes to a conventional zone, the rest sequential writes over three zones.</summary>
    private long Run(MemoryDrive drive, ZoneRequest request, int operations)
    {
        long start = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0, written = 0; i < operations; i++)
        {
            ZoneRequestKind kind = i % 10 == 1 ? ZoneRequestKind.Read : ZoneRequestKind.Write;
            int zone = i % 10 == 0 ? 0 : 1 + (written / PerZone % 3);
            long offset = zone == 0 || kind == ZoneRequestKind.Read ? i % PerZone * (long)Block : written++ % PerZone * (long)Block;
            if (zone > 0 && kind == ZoneRequestKind.Write && offset == 0)
            {
                // Management commands are rare and may allocate; they are not what is measured.
                long before = GC.GetAllocatedBytesForCurrentThread();
                Assert.True(drive.ManageAsync(ZoneAction.Reset, zone, CancellationToken.None).IsCompletedSuccessfully);
                start += GC.GetAllocatedBytesForCurrentThread() - before;
            }

            request.Kind = kind;
            request.ZoneIndex = zone;
            request.Offset = drive.Geometry.StartOf(zone) + offset;
            request.Arm(this);
            drive.Submit(request);
            drive.Kick();
        }

        return GC.GetAllocatedBytesForCurrentThread() - start;
    }
}
