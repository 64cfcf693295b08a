using System.Numerics;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;

namespace ZonedSdk.Tests.Emulation;

/// <summary>Whoever kicks takes what lies in the lanes that he names, whoever pushed it, and the works of a lane in their order.</summary>
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
    public void Who_kicks_a_zone_leaves_the_lanes_of_others_alone()
    {
        var stack = new SubmissionStack(Lanes);
        List<int> done = [];
        for (int lane = 0; lane < 2 * Lanes; lane++)
        {
            stack.Push(new Work(lane, lane, work => done.Add(work.Number)));
        }

        var scheduler = new InlineScheduler();
        scheduler.Dispatch(stack, stack.MaskOf(Lanes + 2));
        Assert.Equal([2, Lanes + 2], done);
        scheduler.Dispatch(stack, stack.AllLanes);
        Assert.Equal([2, 6, 0, 4, 1, 5, 3, 7], done);
    }

    [Fact]
    public void What_others_have_submitted_is_done_by_who_kicks_for_all_whatever_he_has_submitted_himself()
    {
        // As of a backend around this one that gathers kicks on a thread of its own.
        var stack = new SubmissionStack(Lanes);
        var scheduler = new InlineScheduler();
        List<int> done = [];
        OnAnotherThread(() => stack.Push(new Work(1, 1, work => done.Add(work.Number))));
        stack.Push(new Work(2, 2, work =>
        {
            done.Add(work.Number);
            OnAnotherThread(() => stack.Push(new Work(3, 3, later => done.Add(later.Number))));
            scheduler.Dispatch(stack, stack.AllLanes);
        }));
        scheduler.Dispatch(stack, stack.AllLanes);
        Assert.Equal([1, 2, 3], done);
    }

    [Fact]
    public void Kick_from_within_a_work_returns_to_the_loop_and_no_deeper()
    {
        var stack = new SubmissionStack(Lanes);
        var other = new SubmissionStack(Lanes);
        var scheduler = new InlineScheduler();
        var elsewhere = new InlineScheduler();
        List<string> said = [];
        stack.Push(new Work(1, 0, _ =>
        {
            said.Add("first begins");
            stack.Push(new Work(0, 1, _ => said.Add("second")));
            scheduler.Dispatch(stack, stack.MaskOf(0));

            // Another drive's loop on the same thread forgets nothing of this one.
            other.Push(new Work(2, 2, _ => said.Add("another drive's")));
            elsewhere.Dispatch(other, other.MaskOf(2));
            said.Add("first ends");
        }));
        scheduler.Dispatch(stack, stack.MaskOf(1));
        Assert.Equal(["first begins", "another drive's", "first ends", "second"], said);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_lost_or_taken_twice_where_all_push_and_take_at_once(bool takesItsLane)
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
                foreach (Work work in takesItsLane ? TakeLane(stack, index) : Take(stack))
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

    // Whoever pushes takes from there: nothing lies anywhere else for long.
    private static List<Work> TakeLane(SubmissionStack stack, int lane) => Take(() => stack.Take(BitOperations.TrailingZeroCount(stack.MaskOf(lane))));

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

    private sealed class Work(int lane, int number, Action<Work>? action = null) : DriveWork
    {
        public override int Lane => lane;

        public int Number => number;

        public override DriveStep Describe() => default;

        public override void Execute() => action?.Invoke(this);
    }
}
