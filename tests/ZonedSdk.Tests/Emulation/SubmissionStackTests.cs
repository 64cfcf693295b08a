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
    public void A_thread_leaves_lanes_alone_that_it_has_not_pushed_to()
    {
        var stack = new SubmissionStack(Lanes);

        // At its first push a thread does not know what it left here before it was elsewhere.
        stack.Push(new Work(0, 0));
        Assert.Single(TakePushed(stack));
        OnAnotherThread(() => stack.Push(new Work(1, 1)));
        stack.Push(new Work(2, 2));
        Assert.Equal([2], TakePushed(stack).Select(static work => work.Number));
        Assert.Equal([1], Take(stack).Select(static work => work.Number));
    }

    [Fact]
    public void A_thread_that_kicks_without_having_pushed_takes_what_others_left()
    {
        var stack = new SubmissionStack(Lanes);
        stack.Push(new Work(0, 0));
        Assert.Single(TakePushed(stack));
        OnAnotherThread(() =>
        {
            stack.Push(new Work(1, 1));
            stack.Push(new Work(3, 3));
        });
        Assert.Equal([1, 3], TakePushed(stack).Select(static work => work.Number));
    }

    [Fact]
    public void A_thread_that_was_at_another_stack_in_between_leaves_nothing_behind()
    {
        SubmissionStack[] stacks = [new(Lanes), new(Lanes)];
        for (int number = 0; number < 8; number++)
        {
            stacks[number % 2].Push(new Work(number, number));
        }

        Assert.Equal([0, 2, 4, 6], TakePushed(stacks[0]).Select(static work => work.Number).Order());
        Assert.Equal([1, 3, 5, 7], TakePushed(stacks[1]).Select(static work => work.Number).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_lost_or_taken_twice_where_all_push_and_take_at_once(bool takesPushed)
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
                foreach (Work work in takesPushed ? TakePushed(stack) : Take(stack))
                {
                    Interlocked.Increment(ref taken[work.Number]);
                }
            }
        });
        Assert.All(taken, static times => Assert.Equal(1, times));
    }

    private static void OnAnotherThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }

    private static List<Work> TakePushed(SubmissionStack stack)
    {
        stack.Kicked();
        return Take(stack.TakePushed);
    }

    private static List<Work> Take(SubmissionStack stack) => Take(stack.TakeAll);

    private static List<Work> Take(Func<DriveWork?> take)
    {
        List<Work> taken = [];
        while (take() is { } chain)
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
