using System.Collections.Concurrent;
using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Zones;

/// <summary>Requests go from thread to thread, and never to two users at once.</summary>
public sealed class RequestPoolTests
{
    private const int InFlight = 100;

    [Fact]
    public void A_request_is_one_users_until_it_comes_back()
    {
        const int Users = 4;
        const int Rounds = 200;
        var used = new ConcurrentDictionary<ZoneRequest, int>(ReferenceEqualityComparer.Instance);
        var ended = new ConcurrentQueue<ZoneRequest>();
        Parallel.For(0, Users, new ParallelOptions { MaxDegreeOfParallelism = Users }, user =>
        {
            // Each takes many and gives back what others took, so that whole loads wander.
            for (int round = 0; round < Rounds; round++)
            {
                for (int count = 0; count < InFlight; count++)
                {
                    ZoneRequest request = RequestPool.Rent();
                    Assert.True(used.TryAdd(request, user));
                    Assert.Null(request.Next);
                    Assert.Null(request.Previous);
                    ended.Enqueue(request);
                }

                for (int count = 0; count < InFlight && ended.TryDequeue(out ZoneRequest? request); count++)
                {
                    Assert.True(used.TryRemove(request, out _));
                    RequestPool.Return(request);
                }
            }
        });
    }

    [Fact]
    public void What_one_thread_takes_and_another_gives_back_is_not_made_anew()
    {
        const int Operations = 100_000;
        using var onTheWay = new BlockingCollection<ZoneRequest>(InFlight);
        var seen = new HashSet<ZoneRequest>(ReferenceEqualityComparer.Instance);
        var giver = new Thread(() =>
        {
            foreach (ZoneRequest request in onTheWay.GetConsumingEnumerable())
            {
                RequestPool.Return(request);
            }
        });
        giver.Start();
        for (int operation = 0; operation < Operations; operation++)
        {
            ZoneRequest request = RequestPool.Rent();
            seen.Add(request);
            onTheWay.Add(request);
        }

        onTheWay.CompleteAdding();
        giver.Join();

        // Other tests use the pool meanwhile, and take a load or leave one.
        Assert.InRange(seen.Count, 1, 50 * InFlight);
    }
}
