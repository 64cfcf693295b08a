using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ZonedSdk.Annotations;
using ZonedSdk.Backends;

namespace ZonedSdk.Zones;

/// <summary>Keeps finished requests of one device for the next operation: first in a slot of the thread's own stripe, then in a shared stack.</summary>
internal sealed class RequestPool
{
    private const int StripeCount = 16;

    // The stack never holds more than were in use at once; beyond this many, finished requests are left to the collector.
    private const int MaxKept = 4096;

    private readonly Stripe[] _stripes = new Stripe[StripeCount];
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private ZoneRequest? _top;

    [GuardedBy(nameof(_gate))]
    private int _kept;

    public ZoneRequest Rent()
    {
        ZoneRequest? request = Interlocked.Exchange(ref MyStripe().Request, null);
        if (request is null)
        {
            lock (_gate)
            {
                request = _top;
                if (request is not null)
                {
                    _top = request.Next;
                    _kept--;
                    request.Next = null;
                }
            }
        }

        return request ?? new ZoneRequest(this);
    }

    public void Return(ZoneRequest request)
    {
        if (Interlocked.CompareExchange(ref MyStripe().Request, request, null) is null)
        {
            return;
        }

        lock (_gate)
        {
            if (_kept < MaxKept)
            {
                request.Next = _top;
                _top = request;
                _kept++;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Stripe MyStripe() => ref _stripes[Environment.CurrentManagedThreadId & (StripeCount - 1)];

    // Padded, so that two threads' slots do not share a cache line.
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Stripe
    {
        public ZoneRequest? Request;
    }
}
