using System.Diagnostics;
using ZonedSdk.Backends;

namespace ZonedSdk.Zones;

/// <content>Management commands: each has the zone to itself.</content>
internal static partial class ZoneTransitions
{
    /// <summary>A management command has ended at the drive.</summary>
    public static void CompleteManage(ref ZoneState s, in ZoneBounds b, CreditPool credits, ZoneRequest r, in BackendResult result, ref ZoneEffects fx)
    {
        if (s.Mode == ZoneMode.FaultedUnknown)
        {
            // Its caller was told long ago. All that matters is that it cannot execute any more.
            s.ManageOutstanding = false;
            BecomeQuietIfDead(ref s);
            return;
        }

        Debug.Assert(s.Mode == ZoneMode.Managed && s.Running == r, "The zone belongs to the command that completes.");
        if (!result.IsSuccess)
        {
            ref RequestOutcome outcome = ref r.Outcome;
            outcome.Error = result.Error;
            outcome.Errno = result.Errno;
            StartReport(ref s, ref fx);
            return;
        }

        ApplyManaged(ref s, b, r);
        if (r.Operation == RequestOperation.Close && s.Submitted == b.Start)
        {
            // Drives differ in what becomes of an open zone with nothing in it: Empty or Closed. Ask.
            StartReport(ref s, ref fx);
            return;
        }

        s.Running = null;
        s.Mode = ZoneMode.Normal;

        // A reset or finish that healed a faulted zone ends the episode that faulted it, too.
        s.Cause = default;
        SynchronizeHold(ref s, credits, ref fx);
        if (r.Operation is RequestOperation.Reset or RequestOperation.Finish)
        {
            FailWaitingWrites(ref s, r.Operation == RequestOperation.Reset ? ZoneError.ZoneReset : ZoneError.ZoneFull, ref fx);
        }

        Finish(ref s, r, ZoneError.None, ref fx);
        fx.BecameQuiet = true;
        Pump(ref s, b, credits, ref fx);
    }

    /// <summary>Starts the implicit close of a zone that is still idle, or does nothing.</summary>
    /// <returns>True when the close was started.</returns>
    public static bool TryStartImplicitClose(ref ZoneState s, in ZoneBounds b, ZoneRequest r, ref ZoneEffects fx)
    {
        if (s.Mode != ZoneMode.Normal || s.Condition != ZoneCondition.ImplicitlyOpen || !s.IsQuiet || !s.Waiting.IsEmpty)
        {
            return false;
        }

        StartExclusive(ref s, b, r, ref fx);
        return true;
    }

    private static bool MayStartExclusive(ref ZoneState s, in ZoneBounds b, CreditPool credits, ZoneRequest r, ref ZoneEffects fx)
    {
        if (!s.IsQuiet || (r.Operation == RequestOperation.Reset && (s.Reads > 0 || s.ReaderLeases > 0)))
        {
            return false;
        }

        bool isOpen = r.Operation == RequestOperation.Open;
        bool needsCredit = isOpen
            ? s.Condition is not (ZoneCondition.Full or ZoneCondition.ExplicitlyOpen)
            : r.Operation == RequestOperation.Finish && b.FinishPassesThroughOpen && s.Condition is (ZoneCondition.Empty or ZoneCondition.Closed);
        return !needsCredit || credits.IsUnlimited || TakeCredit(ref s, credits, isOpen, ref fx);
    }

    private static void StartExclusive(ref ZoneState s, in ZoneBounds b, ZoneRequest r, ref ZoneEffects fx)
    {
        Debug.Assert(s.IsQuiet, "Nothing is in flight when a management command starts.");
        r.Stage = RequestStage.InFlight;
        s.Running = r;

        // A finish moves the drive's pointer to the end, and no report could show any more that acknowledged data are missing below it. So the drive is asked first.
        bool hidesLoss = r.Operation == RequestOperation.Finish && s.ToldEnd > b.Start;
        if (r.Operation == RequestOperation.Recover || hidesLoss)
        {
            r.Epoch = s.Epoch;
            StartReport(ref s, ref fx);
            return;
        }

        SendManage(ref s, r, ref fx);
    }

    private static void SendManage(ref ZoneState s, ZoneRequest r, ref ZoneEffects fx)
    {
        r.Epoch = s.Epoch;
        s.Mode = ZoneMode.Managed;
        fx.Manage = r;
    }

    private static void ApplyManaged(ref ZoneState s, in ZoneBounds b, ZoneRequest r)
    {
        s.Epoch++;
        switch (r.Operation)
        {
            case RequestOperation.Open:
                s.Condition = s.Condition == ZoneCondition.Full ? ZoneCondition.Full : ZoneCondition.ExplicitlyOpen;
                break;
            case RequestOperation.Close:
                s.Condition = s.Condition is ZoneCondition.Full or ZoneCondition.Empty ? s.Condition : ZoneCondition.Closed;
                break;
            case RequestOperation.Finish:
                if (s.IsResetUnsettled)
                {
                    // Whether the reset took the data away no report can tell any more. What is in the zone now counts as a life of its own, of which nothing was flushed.
                    BeginIncarnation(ref s, b);
                }

                s.Condition = ZoneCondition.Full;
                SetPointers(ref s, b.End);
                break;
            default:
                Debug.Assert(r.Operation == RequestOperation.Reset, "Recover goes to the drive as a report only.");
                BeginIncarnation(ref s, b);
                break;
        }
    }

    private static void BeginIncarnation(ref ZoneState s, in ZoneBounds b)
    {
        s.Incarnation++;
        s.IsResetUnsettled = false;
        s.Condition = ZoneCondition.Empty;
        s.Durable = b.Start;
        SetPointers(ref s, b.Start);
    }

    private static void SetPointers(ref ZoneState s, long pointer)
    {
        s.Submitted = pointer;
        s.Acknowledged = pointer;
        s.ToldEnd = pointer;
        s.Completed?.Clear();
        s.Durable = Math.Min(s.Durable, pointer);
    }

    // Makes what the zone holds fit its condition; what it holds too much goes to those who wait.
    private static void SynchronizeHold(ref ZoneState s, CreditPool credits, ref ZoneEffects fx)
    {
        CreditHold wanted = credits.HoldOf(s.Condition);
        CreditHold surplus = s.Held & ~wanted;
        CreditHold debt = wanted & ~s.Held;
        s.Held = wanted;
        if (debt != CreditHold.None)
        {
            credits.Force(debt);
        }

        if (surplus != CreditHold.None)
        {
            fx.AddGranted(credits.Release(surplus));
        }
    }
}
