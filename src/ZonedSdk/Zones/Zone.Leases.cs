using ZonedSdk.Annotations;
using ZonedSdk.Backends;

namespace ZonedSdk.Zones;

/// <content>Leases of the explicitly open zone: whoever asks for one is counted before its OPEN, and the last to leave closes.</content>
/// <remarks>Count and command change in one critical section, and the zone's queue keeps their order: no CLOSE can overtake the OPEN of a lease that it does not know of.</remarks>
internal sealed partial class Zone
{
    // Leases that are held, and those whose OPEN is under way.
    [GuardedBy(nameof(_gate))]
    private int _openLeases;

    // A lease has ended and left the close to the others.
    [GuardedBy(nameof(_gate))]
    private bool _owesClose;

    /// <summary>Opens the zone explicitly for one more lease.</summary>
    public async ValueTask OpenLeaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SubmitExclusive(RequestOperation.Open, force: false, box: null, cancellationToken).Task.ConfigureAwait(false);
        }
        catch
        {
            try
            {
                await EndOpenLeaseAsync(wasOpened: false).ConfigureAwait(false);
            }
            catch (ZonedException)
            {
                // Why the zone could not be opened is what the caller asked; the zone has dealt with the close that failed.
            }

            throw;
        }
    }

    /// <summary>One lease less. The last one closes the zone, unless that is no longer open: full, reset, or dead zones need no closing.</summary>
    /// <param name="wasOpened">False for a lease that never came to be: it closes only what others have left open for it.</param>
    public ValueTask EndOpenLeaseAsync(bool wasOpened)
    {
        ZoneRequest? close = null;
        ZoneEffects fx = default;
        using (ZoneGuard guard = Enter())
        {
            _openLeases--;
            _owesClose |= wasOpened;
            if (_openLeases == 0)
            {
                // A device that is gone, or that is being closed, closes what is open by itself.
                if (_owesClose && guard.State.Condition == ZoneCondition.ExplicitlyOpen && _context.AllLatch is null)
                {
                    close = Rent(RequestOperation.Close, ZoneRequestKind.Write);
                    close.EndsLease = true;
                    SubmitLocked(ref guard.State, close, isLast: false, ref fx);
                }

                _owesClose = false;
            }
        }

        ValueTask closed = close?.Task ?? ValueTask.CompletedTask;
        Perform(ref fx);
        return closed;
    }
}
