using System.Diagnostics;
using ZonedSdk.Backends;

namespace ZonedSdk.Zones;

/// <content>Reads and readers' leases: they disturb nobody but a reset.</content>
internal static partial class ZoneTransitions
{
    /// <summary>A read has ended at the drive.</summary>
    public static void CompleteRead(ref ZoneState s, in ZoneBounds b, CreditPool credits, ZoneRequest r, in BackendResult result, ref ZoneEffects fx)
    {
        ForgetRead(ref s, r);
        if (result.IsSuccess && r.Incarnation != s.Incarnation && s.Mode != ZoneMode.Offline)
        {
            // The zone began a new life under this read: what it brought is of neither life for certain.
            AdmitRead(ref s, b, r, ref fx);
            return;
        }

        ref RequestOutcome outcome = ref r.Outcome;
        outcome.Errno = result.Errno;
        outcome.LandedBytes = result.BytesTransferred;
        ZoneError error = result.IsSuccess && result.BytesTransferred < r.CommandLengthBytes ? ZoneError.ShortTransfer : result.Error;
        Finish(ref s, r, error, ref fx);
        PumpAfterReader(ref s, b, credits, ref fx);
    }

    /// <summary>
    /// One look of the watchdog. A read that it sees for the second time may hang for ever, and whoever waits for it would wait as long: resets are told.
    /// Nobody else needs to care, for a read changes nothing.
    /// </summary>
    public static void AgeReads(ref ZoneState s, in ZoneBounds b, CreditPool credits, ref ZoneEffects fx)
    {
        s.ReadRound++;
        s.OverdueReads += s.AgingReads;
        s.AgingReads = s.Reads - s.OverdueReads;
        if (s.OverdueReads == 0)
        {
            return;
        }

        for (ZoneRequest? r = s.Waiting.Head; r is not null;)
        {
            ZoneRequest? next = r.Next;
            if (r.Operation == RequestOperation.Reset)
            {
                s.Waiting.Remove(r);
                Finish(ref s, r, ZoneError.Blocked, ref fx);
            }

            r = next;
        }

        Pump(ref s, b, credits, ref fx);
    }

    /// <summary>A reader's lease ends.</summary>
    public static void ReleaseLease(ref ZoneState s, in ZoneBounds b, CreditPool credits, ref ZoneEffects fx)
    {
        Debug.Assert(s.ReaderLeases > 0, "A lease ends once.");
        s.ReaderLeases--;
        PumpAfterReader(ref s, b, credits, ref fx);
    }

    /// <summary>How far reads reach: up to the submitted write pointer, so that whoever wrote can read; where the pointer means nothing, up to the capacity.</summary>
    public static long ReadableEnd(in ZoneState s, in ZoneBounds b) =>
        s.Condition is ZoneCondition.Full or ZoneCondition.NotWritePointer || (s.Condition == ZoneCondition.ReadOnly && !s.KeepsPointer) || s.Mode is ZoneMode.FaultedQuiet or ZoneMode.FaultedUnknown
            ? b.End
            : s.Submitted;

    private static void SubmitRead(ref ZoneState s, in ZoneBounds b, ZoneRequest r, ref ZoneEffects fx)
    {
        if (IsResetAhead(s))
        {
            Wait(ref s, r, ref fx);
            return;
        }

        AdmitRead(ref s, b, r, ref fx);
    }

    private static void AdmitRead(ref ZoneState s, in ZoneBounds b, ZoneRequest r, ref ZoneEffects fx)
    {
        r.Incarnation = s.Incarnation;
        r.CommandLengthBytes = Math.Clamp(ReadableEnd(s, b) - r.Offset, 0, r.CallerBuffer.Length);
        r.Stage = RequestStage.InFlight;
        r.ReadRound = s.ReadRound;
        s.Reads++;
        fx.Reads.Append(r);
    }

    private static void ForgetRead(ref ZoneState s, ZoneRequest r)
    {
        Debug.Assert(s.Reads > 0, "A read completes once.");
        s.Reads--;
        switch (s.ReadRound - r.ReadRound)
        {
            case 0:
                break;
            case 1:
                s.AgingReads--;
                break;
            default:
                s.OverdueReads--;
                break;
        }
    }

    // Reads and leases wait for nothing but a reset, and only for one that came before them; reads not even for that while a lease keeps it from starting. After one whose outcome is unknown reads wait for whatever settles it.
    private static void AdmitReaders(ref ZoneState s, in ZoneBounds b, ref ZoneEffects fx)
    {
        if (s.IsResetUnsettled || s.Running is { Operation: RequestOperation.Reset })
        {
            return;
        }

        bool behindReset = false;
        for (ZoneRequest? r = s.Waiting.Head; r is not null && !(behindReset && s.ReaderLeases == 0);)
        {
            ZoneRequest? next = r.Next;
            if (r.Operation == RequestOperation.Reset)
            {
                behindReset = true;
            }
            else if (r.Operation == RequestOperation.Read && !s.IsResetUnsettled)
            {
                s.Waiting.Remove(r);
                AdmitRead(ref s, b, r, ref fx);
            }
            else if (r.Operation == RequestOperation.ReaderLease && !behindReset)
            {
                s.Waiting.Remove(r);
                s.ReaderLeases++;
                Finish(ref s, r, ZoneError.None, ref fx);
            }

            r = next;
        }
    }

    // While a lease is out the reset cannot start, and the lease may not end before its holder's reads have: they must not wait for the reset.
    private static bool IsResetAhead(in ZoneState s) =>
        s.IsResetUnsettled
        || s.Running is { Operation: RequestOperation.Reset }
        || (s.Waiting.Head is { Operation: RequestOperation.Reset } && s.ReaderLeases == 0);

    private static void PumpAfterReader(ref ZoneState s, in ZoneBounds b, CreditPool credits, ref ZoneEffects fx)
    {
        if (s.Reads == 0 && s.ReaderLeases == 0 && s.Waiting.Head is { Operation: RequestOperation.Reset })
        {
            Pump(ref s, b, credits, ref fx);
        }
    }
}
