using System.Runtime.InteropServices;
using ZonedSdk.Backends;

namespace ZonedSdk.Zones;

/// <summary>What the shell has to do after a transition: <see cref="FirstHandOver"/> still under the lock, everything else outside it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ZoneEffects
{
    /// <summary>The first of the commands to hand over; the rest follow it in the list of commands in flight.</summary>
    public ZoneRequest? FirstHandOver;

    /// <summary>Something was handed over or is about to be: start the backend.</summary>
    public bool Kick;

    /// <summary>Outcomes are final: tell the callers.</summary>
    public RequestList Finished;

    /// <summary>Reads that were admitted: submit them.</summary>
    public RequestList Reads;

    /// <summary>Run this management command.</summary>
    public ZoneRequest? Manage;

    /// <summary>The zone is drained and gated: report it.</summary>
    public bool Report;

    /// <summary>A drain began: watch its deadline.</summary>
    public bool DrainStarted;

    /// <summary>How long the drain took that ended; null where none did. The shell's own, told outside the lock: listeners are somebody else's code.</summary>
    public TimeSpan? Drained;

    /// <summary>The zone stands in the pool's queue from now on: count it, outside the lock.</summary>
    public bool CreditWaitCounted;

    /// <summary>Requests began to wait: watch their deadlines.</summary>
    public bool WaitStarted;

    /// <summary>The zone waits for an open or active resource: make room if that is the runtime's job.</summary>
    public bool CreditWaitStarted;

    /// <summary>Nothing is in flight any more: the zone could be closed for another one's sake.</summary>
    public bool BecameQuiet;

    /// <summary>The error policy turns the whole device read-only.</summary>
    public bool DeviceReadOnly;

    /// <summary>Claims of other zones that were granted: tell those zones.</summary>
    public CreditClaim? Granted;

    /// <summary>A report took submitted bytes away: nothing from <see cref="RewoundTo"/> on will ever be durable, even though the next write may stand there already.</summary>
    public bool IsRewound;

    public long RewoundTo;

    /// <summary>Who waits for the durability of bytes that are gone; null where nobody does. The shell's own: no transition knows of these waits.</summary>
    public List<DurabilityWaiter>? NeverDurable;

    /// <summary>A report ended an episode, or found something that nobody had noticed: one recovery.</summary>
    public bool IsRecovered;

    /// <summary>Something worth telling the owner of the device.</summary>
    public ZoneNotice Notice;

    public void AddGranted(CreditClaim? claims)
    {
        if (claims is null)
        {
            return;
        }

        CreditClaim last = claims;
        while (last.Next is not null)
        {
            last = last.Next;
        }

        last.Next = Granted;
        Granted = claims;
    }
}
