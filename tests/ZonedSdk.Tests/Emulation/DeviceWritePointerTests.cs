using FsCheck;
using FsCheck.Fluent;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Tests.Emulation;

/// <summary>The device's write pointer under random lengths, orders, failures and late arrivals: never a hole below it, leaving in order.</summary>
public sealed class DeviceWritePointerTests
{
    [Fact]
    public void In_any_order_with_any_failures_no_hole_lies_below_the_pointer()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Run(new Random(seed))));
    }

    [Fact]
    public void A_write_that_is_not_where_the_next_one_is_expected_is_misaligned()
    {
        DeviceWritePointer pointer = new(100);
        Assert.Equal(ZoneError.Misaligned, pointer.Accept(Write(99, 1)));
        Assert.Equal(ZoneError.None, pointer.Accept(Write(100, 10)));
        Assert.Equal(ZoneError.Misaligned, pointer.Accept(Write(100, 10)));
        Assert.Equal(ZoneError.None, pointer.Accept(Write(110, 5)));
        Assert.Equal((115, 100), (pointer.AcceptedBytes, pointer.CompletedBytes));
    }

    [Fact]
    public void Behind_a_failed_write_a_landed_one_fails_and_the_next_is_expected_where_the_failed_one_ended()
    {
        DeviceWritePointer pointer = new(0);
        DriveCommand[] writes = [Write(0, 10), Write(10, 10), Write(20, 10)];
        foreach (DriveCommand write in writes)
        {
            Assert.Equal(ZoneError.None, pointer.Accept(write));
        }

        writes[2].Settle(BackendResult.Success(10), 10);
        writes[0].Settle(BackendResult.Failure(ZoneError.Io), 4);
        Assert.Same(writes[0], pointer.TakeExecuted());
        Assert.Null(pointer.TakeExecuted());
        Assert.Equal(ZoneError.Follower, pointer.Accept(Write(30, 10)));
        writes[1].Settle(BackendResult.Success(10), 10);
        Assert.Same(writes[1], pointer.TakeExecuted());
        Assert.Same(writes[2], pointer.TakeExecuted());
        Assert.Equal([ZoneError.Io, ZoneError.Follower, ZoneError.Follower], writes.Select(write => write.Result.Error));
        Assert.Equal((4, 4), (pointer.AcceptedBytes, pointer.CompletedBytes));
        Assert.Equal(ZoneError.None, pointer.Accept(Write(4, 10)));
    }

    [Fact]
    public void A_refused_write_leaves_in_its_turn_and_breaks_what_stands_behind_it()
    {
        DeviceWritePointer pointer = new(0);
        DriveCommand first = Write(0, 10);
        DriveCommand refused = Write(50, 10);
        DriveCommand behind = Write(10, 10);
        pointer.Accept(first);
        pointer.Refuse(refused, ZoneError.Misaligned);
        Assert.Equal(ZoneError.None, pointer.Accept(behind));
        refused.Settle(refused.Result, 0);
        behind.Settle(BackendResult.Success(10), 10);
        Assert.Null(pointer.TakeExecuted());
        first.Settle(BackendResult.Success(10), 10);
        Assert.Equal([first, refused, behind], new[] { pointer.TakeExecuted(), pointer.TakeExecuted(), pointer.TakeExecuted() });
        Assert.Equal([ZoneError.None, ZoneError.Misaligned, ZoneError.Follower], new[] { first, refused, behind }.Select(write => write.Result.Error));
        Assert.Equal(10, pointer.AcceptedBytes);
    }

    private static bool Run(Random random)
    {
        DeviceWritePointer pointer = new(0);
        List<DriveCommand> executing = [];
        Queue<DriveCommand> expected = new();
        long written = 0;
        bool broken = false;
        for (int i = 0; i < 60; i++)
        {
            if (random.Next(2) == 0)
            {
                DriveCommand write = Write(pointer.AcceptedBytes, random.Next(1, 5));
                ZoneError error = pointer.Accept(write);
                Assert.Equal(broken ? ZoneError.Follower : ZoneError.None, error);
                if (error != ZoneError.None)
                {
                    pointer.Refuse(write, error);
                }

                executing.Add(write);
                expected.Enqueue(write);
            }
            else if (executing.Count > 0)
            {
                int index = random.Next(executing.Count);
                DriveCommand write = executing[index];
                executing.RemoveAt(index);
                Settle(write, random);
                while (pointer.TakeExecuted() is { } left)
                {
                    // In the order of acceptance, and nothing succeeds behind a failure.
                    Assert.Same(expected.Dequeue(), left);
                    Assert.False(broken && left.Result.IsSuccess);
                    if (!broken)
                    {
                        Assert.True(left.IsRefused || left.Offset == written);
                        written += left.LandedBytes;
                        broken = !left.Result.IsSuccess || left.LandedBytes < left.LengthBytes;
                    }

                    broken &= expected.Count > 0;
                }
            }

            Assert.Equal(written, pointer.CompletedBytes);
            Assert.Equal(expected.Count > 0, pointer.HasInFlight);
            Assert.True(expected.Count > 0 || pointer.AcceptedBytes == written);
            Assert.True(pointer.AcceptedBytes >= pointer.CompletedBytes);
        }

        return true;
    }

    private static void Settle(DriveCommand write, Random random)
    {
        if (write.IsRefused)
        {
            write.Settle(write.Result, 0);
            return;
        }

        bool fails = random.Next(6) == 0;
        long landed = fails ? random.NextInt64(write.LengthBytes + 1) : write.LengthBytes;
        write.Settle(fails ? BackendResult.Failure(ZoneError.Io) : BackendResult.Success(landed), landed);
    }

    private static DriveCommand Write(long offset, long length) =>
        new(drive: null, zone: null) { IsWrite = true, Offset = offset, LengthBytes = length };
}
