using System.Diagnostics;
using System.Runtime.CompilerServices;
using ZonedSdk.Backends;

namespace ZonedSdk.Zones;

/// <content>Shortcuts for the ordinary write, which nothing is in the way of and whose end starts nothing: no effects are gathered for it and looked through. Each does what the long form would do, or nothing at all; the explorer takes both from every state and compares.</content>
internal static partial class ZoneTransitions
{
    /// <summary>Admits a write for which there is room, that has nothing to wait for, and that is the one to hand over, as <see cref="Submit"/> would.</summary>
    /// <returns>False where it takes the long form: nothing has changed.</returns>
    public static bool TryAdmitAtOnce(ref ZoneState s, in ZoneBounds b, CreditPool credits, ZoneRequest r)
    {
        if (s.Mode != ZoneMode.Normal || !s.Waiting.IsEmpty || s.Condition == ZoneCondition.Full || b.EnforcesOrder || !r.IsWrite || !HoldsAllForWrite(s, credits))
        {
            return false;
        }

        long offset = r.Operation == RequestOperation.Append ? s.Submitted : r.Offset;
        if ((b.WritesAtPointerOnly && offset != s.Submitted) || offset == b.End || r.LengthBytes > b.End - offset)
        {
            return false;
        }

        Promise(ref s, b, r, offset);
        r.Stage = RequestStage.InFlight;
        s.InFlight.Append(r);
        return true;
    }

    /// <summary>Completes a write that went well, beside which nothing waits and with which nothing ends, as <see cref="CompleteWrite"/> would. Its caller is then to be told.</summary>
    /// <returns>False where it takes the long form: nothing has changed.</returns>
    public static bool TryCompleteAtOnce(ref ZoneState s, in ZoneBounds b, CreditPool credits, ZoneRequest command, in BackendResult result)
    {
        if (s.Mode != ZoneMode.Normal || !s.Waiting.IsEmpty || s.Condition == ZoneCondition.Full || b.EnforcesOrder || command.NextCoalesced is not null
            || !result.IsSuccess || result.BytesTransferred < command.CommandLengthBytes)
        {
            return false;
        }

        // The last one makes the zone one that could be closed for another.
        if (!credits.IsUnlimited && (s.InFlight.Count == 1 || s.AwaitsCredit))
        {
            return false;
        }

        Debug.Assert(command.Epoch == s.Epoch && command.Outcome.Error == ZoneError.None, "Everything of an older epoch was drained, and nothing that failed is in flight in this mode.");
        s.InFlight.Remove(command);
        s.ToldEnd = Math.Max(s.ToldEnd, command.End);
        s.Acknowledged = OldestUnfinished(s, b);
        command.Stage = RequestStage.Finished;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HoldsAllForWrite(in ZoneState s, CreditPool credits) =>
        credits.IsUnlimited || (!s.AwaitsCredit && s.Granted == CreditHold.None && credits.MissingFor(s.Held, s.Condition, isExplicit: false) == CreditHold.None);

    /// <summary>From here on the bytes are the request's, and the next write goes behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Promise(ref ZoneState s, in ZoneBounds b, ZoneRequest r, long offset)
    {
        r.Offset = offset;
        r.Epoch = s.Epoch;
        r.CommandLengthBytes = r.LengthBytes;
        Debug.Assert(s.Submitted >= b.Start && r.End <= b.End, "A promised range lies within the capacity.");
        s.Submitted = Math.Max(s.Submitted, r.End);
        s.Condition = s.Submitted == b.End || s.Condition == ZoneCondition.Full ? ZoneCondition.Full
            : s.Condition == ZoneCondition.ExplicitlyOpen ? ZoneCondition.ExplicitlyOpen : ZoneCondition.ImplicitlyOpen;
    }
}
