using ZonedSdk;
using ZonedSdk.Annotations;

namespace ZoneArchive;

/// <summary>How the archive ends leases.</summary>
internal static class LeaseEnds
{
    /// <summary>Ends a lease. A zone that the drive does not close stays open until the drive needs its place, and nothing that was written depends on it.</summary>
    public static async ValueTask EndAsync<TLease>([TakesOwnership] this TLease lease)
        where TLease : IAsyncDisposable
    {
        try
        {
            await lease.DisposeAsync();
        }
        catch (ZonedIOException)
        {
            // Where the drive as a whole has failed, the next command says so.
        }
    }
}
