using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Tests.Emulation;

/// <summary>Whoever kicks takes everything, from whichever lane and whoever pushed it, and the works of a lane in their order.</summary>
public sealed class SubmissionStackTests
{
    private const int Lanes = 4;

    [Fact]
    public void Works_of_a_lane_come_in_the_order_of_submission()
    {
        var stack = new SubmissionStack(Lanes);
        Work[] works = [.. Enumerable.Range(0, 40).Select(static number => new Work(number % 7, number))];
        Array.ForEach(works, stack.Push);
        List<Work> taken = Take(stack);
        Assert.Equal(works.Length, taken.Count);
        Assert.All(taken.GroupBy(static work => work.Lane % Lanes), static lane => Assert.Equal(lane.Select(static work => work.Number).Order(), lane.Select(static work => work.Number)));
    }

    [Fact]
    public void One_thread_takes_what_another_one_has_pushed()
    {
        var stack = new SubmissionStack(Lanes);
        var pusher = new Thread(() =>
        {
            for (int lane = 0; lane < Lanes; lane++)
            {
                stack.Push(new Work(lane, lane));
            }
        });
        pusher.Start();
        pusher.Join();
        Assert.Equal(Lanes, Take(stack).Count);
        Assert.Null(stack.TakeAll());
    }

    [Fact]
    public void Nothing_is_lost_or_taken_twice_where_all_push_and_take_at_once()
    {
        const int Threads = 4;
        const int Each = 20_000;
        var stack = new SubmissionStack(Lanes);
        int[] taken = new int[Threads * Each];
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            for (int index = 0; index < Each; index++)
            {
                stack.Push(new Work(index, (thread * Each) + index));
                foreach (Work work in Take(stack))
                {
                    Interlocked.Increment(ref taken[work.Number]);
                }
            }
        });
        Assert.All(taken, static times => Assert.Equal(1, times));
    }

    private static List<Work> Take(SubmissionStack stack)
    {
        List<Work> taken = [];
        while (stack.TakeAll() is { } chain)
        {
            for (DriveWork? work = chain; work is not null; work = work.NextWork)
            {
                taken.Add((Work)work);
            }
        }

        return taken;
    }

    private sealed class Work(int lane, int number) : DriveWork
    {
        public override int Lane => lane;

        public int Number => number;

        public override DriveStep Describe() => default;

        public override void Execute()
        {
        }
    }
}
