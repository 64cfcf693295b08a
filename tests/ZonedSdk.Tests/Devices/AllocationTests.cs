using System.Buffers;
using System.Diagnostics;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Tests.Devices;

/// <summary>A successful operation allocates nothing.</summary>
public sealed class AllocationTests
{
    private const int Operations = 20_000;
    private const int MaxRounds = 10;

    [Theory]
    [InlineData("append")]
    [InlineData("write")]
    [InlineData("read")]
    [InlineData("beyond")]
    [InlineData("gathered")]
    [InlineData("pieces")]
    [InlineData("lent")]
    [InlineData("conventional")]
    [InlineData("conventional read")]
    [InlineData("zeroes")]
    public async Task A_successful_operation_allocates_nothing(string kind) => await MeasureAsync(kind, new ZonedDeviceOptions());

    [Theory]
    [InlineData("append")]
    [InlineData("write")]
    [InlineData("conventional")]
    public async Task A_successful_operation_on_a_copy_allocates_nothing(string kind) => await MeasureAsync(kind, new ZonedDeviceOptions { CopyWrites = true });

    [Theory]
    [InlineData("append")]
    [InlineData("write")]
    [InlineData("read")]
    public async Task A_successful_operation_allocates_nothing_while_somebody_collects_spans_of_what_is_rarer(string kind)
    {
        using ActivityListener listener = new()
        {
            ShouldListenTo = static source => source.Name == "ZonedSdk",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        await MeasureAsync(kind, new ZonedDeviceOptions());
    }

    private static async Task MeasureAsync(string kind, ZonedDeviceOptions options)
    {
        // So little data that the memory which the reset gives back serves the measured round: only the operations themselves could allocate.
        var drive = new MemoryDrive(new MemoryDriveOptions { SizeBytes = 64L << 20, ZoneSizeBytes = 32 << 20, BlockSizeBytes = 512, ConventionalZones = 1, HasVolatileCache = false });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, options);
        byte[] data = new byte[512];
        ReadOnlySequence<byte> pieces = Sequences.Of(data.AsMemory(0, 100), data.AsMemory(100, 200), data.AsMemory(300));
        long next = device.Geometry.StartOf(1);

        // The first round makes what is kept: zones, memory, pooled requests, compiled code. It is also the longer one, so that the second finds its memory there.
        Round(Operations * 2);
        // A collection, which other tests bring about, counts what is left of the thread's allocation context as allocated. What an operation allocates, every round would show.
        long least = long.MaxValue;
        for (int round = 0; round < MaxRounds && least > 0; round++)
        {
            await device.ResetZoneAsync(1);
            next = device.Geometry.StartOf(1);
            Round(1000);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Round(Operations);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);

        void Round(int operations)
        {
            for (int i = 0; i < operations; i++)
            {
                ValueTask pending = ValueTask.CompletedTask;
                ValueTask<long> appended = default;
                ValueTask<int> read = default;
                switch (kind)
                {
                    case "append":
                        appended = device.AppendAsync(1, data);
                        break;
                    case "write":
                        pending = device.WriteAsync(next, data);
                        next += data.Length;
                        break;
                    case "read":
                        read = device.ReadAsync(device.Geometry.StartOf(1), data);
                        break;
                    case "beyond":
                        read = device.ReadAsync(device.Geometry.StartOf(1) + data.Length, data);
                        break;
                    case "gathered":
                        appended = device.AppendAsync(1, data.AsMemory(0, 100), data.AsMemory(100));
                        break;
                    case "pieces":
                        appended = device.AppendAsync(1, pieces);
                        break;
                    case "lent":
                        using (IMemoryOwner<byte> owner = device.Buffers.Rent(data.Length))
                        {
                            appended = device.AppendAsync(1, owner.Memory[..data.Length]);
                        }

                        break;
                    case "zeroes":
                        pending = device.WriteZeroesAsync(next, data.Length);
                        next += data.Length;
                        break;
                    case "conventional read":
                        read = device.ReadAsync(0, data);
                        break;
                    default:
                        pending = device.WriteAsync(0, data);
                        break;
                }

                Assert.True(pending.IsCompletedSuccessfully && appended.IsCompletedSuccessfully && read.IsCompletedSuccessfully);
                pending.GetAwaiter().GetResult();
                _ = appended.GetAwaiter().GetResult();
                _ = read.GetAwaiter().GetResult();
            }
        }
    }
}
