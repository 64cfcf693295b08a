using ZonedSdk.Annotations;
using ZonedSdk.Backends;

namespace ZonedSdk.Zones;

/// <summary>
/// Keeps finished requests for the next operation, of whichever device: each thread has some of its own, which cost it neither a lock nor an atomic operation, and gives and takes them by whole loads where one
/// thread submits and another takes the results.
/// </summary>
internal static class RequestPool
{
    /// <summary>So many requests change hands at once. A thread keeps up to twice as many.</summary>
    private const int LoadLength = 8;

    // The pool never holds more than were in use at once; beyond so many, finished requests are left to the collector.
    private const int MaxLoads = 512;

    private static readonly Lock s_gate = new();

    // Chains of LoadLength requests each, linked by Next within a chain and by Previous from head to head.
    [GuardedBy(nameof(s_gate))]
    private static ZoneRequest? s_loads;

    [GuardedBy(nameof(s_gate))]
    private static int s_loadCount;

    [ThreadStatic]
    private static Shelf? t_shelf;

    public static ZoneRequest Rent()
    {
        Shelf shelf = t_shelf ??= new Shelf();
        if (shelf.Top is not { } request)
        {
            if (TakeLoad() is not { } load)
            {
                return new ZoneRequest(isPooled: true);
            }

            request = load;
            shelf.Count = LoadLength;
        }

        shelf.Top = request.Next;
        shelf.Count--;
        request.Next = null;
        return request;
    }

    public static void Return(ZoneRequest request)
    {
        Shelf shelf = t_shelf ??= new Shelf();
        if (shelf.Count == 2 * LoadLength)
        {
            GiveLoad(shelf);
        }

        request.Next = shelf.Top;
        shelf.Top = request;
        shelf.Count++;
    }

    private static ZoneRequest? TakeLoad()
    {
        lock (s_gate)
        {
            ZoneRequest? load = s_loads;
            if (load is not null)
            {
                s_loads = load.Previous;
                s_loadCount--;
                load.Previous = null;
            }

            return load;
        }
    }

    private static void GiveLoad(Shelf shelf)
    {
        ZoneRequest load = shelf.Top!;
        ZoneRequest last = load;
        for (int index = 1; index < LoadLength; index++)
        {
            last = last.Next!;
        }

        shelf.Top = last.Next;
        shelf.Count -= LoadLength;
        last.Next = null;
        lock (s_gate)
        {
            if (s_loadCount < MaxLoads)
            {
                load.Previous = s_loads;
                s_loads = load;
                s_loadCount++;
            }
        }
    }

    private sealed class Shelf
    {
        public ZoneRequest? Top;
        public int Count;
    }
}
