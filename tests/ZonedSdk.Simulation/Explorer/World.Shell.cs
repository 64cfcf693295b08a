using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

/// <content>What the runtime's shell does around the transitions, step by step as it does it.</content>
internal sealed partial class World
{
    void IRequestOwner.OnCompleted(ZoneRequest request, in BackendResult result)
    {
        ModelZone zone = _zones[request.ZoneIndex];
        if (!_live[SlotOf(request)])
        {
            // Control only: the runtime has forgotten the command.
            return;
        }

        if (_model.Control == Control.AdvanceAtCompletion)
        {
            zone.S.Submitted = Math.Max(zone.S.Submitted, request.End);
        }

        Invariant.Holds(zone.S.Mode is ZoneMode.Normal or ZoneMode.Draining or ZoneMode.FaultedUnknown, "I12", $"a write completes while the zone is {zone.S.Mode}");
        Invariant.Holds(request.Epoch == zone.S.Epoch || zone.S.Mode == ZoneMode.FaultedUnknown, "I14", "a completion of an older epoch reaches the pointers");
        (long submitted, long acknowledged, long told) = (zone.S.Submitted, zone.S.Acknowledged, zone.S.ToldEnd);
        ZoneEffects fx = default;
        if (TakesShortcuts && request.Kind == ZoneRequestKind.Write && ZoneTransitions.TryCompleteAtOnce(ref zone.S, zone.B, _pool, request, result))
        {
            HasTakenShortcut = true;
            fx.Finished.Append(request);
        }
        else
        {
            ZoneTransitions.CompleteWrite(ref zone.S, zone.B, _pool, request, result, ref fx);
        }

        Invariant.Holds(zone.ModeBefore != ZoneMode.FaultedUnknown || (submitted, acknowledged, told) == (zone.S.Submitted, zone.S.Acknowledged, zone.S.ToldEnd), "I8", "a zombie moved a pointer");
        if (_model.Control == Control.ReportBeforeDrain && fx.DrainStarted)
        {
            zone.EarlyPointer = zone.Pointer;
            zone.EarlyCondition = zone.Condition;
        }

        if (_model.Control == Control.NoDrain && zone.S is { Mode: ZoneMode.Draining, InFlight.IsEmpty: false })
        {
            GoOnWithoutDrain(zone, ref fx);
            return;
        }

        Perform(zone, ref fx);
    }

    private void GoOnWithoutDrain(ModelZone zone, ref ZoneEffects fx)
    {
        List<ZoneRequest> inFlight = [];
        while (zone.S.InFlight.RemoveHead() is { } r)
        {
            inFlight.Add(r);
        }

        zone.S.Mode = ZoneMode.Recovering;
        ZoneTransitions.ApplyReport(ref zone.S, zone.B, _pool, zone.Info(zone.Pointer, zone.Condition), ref fx);
        Perform(zone, ref fx);
        foreach (ZoneRequest r in inFlight)
        {
            r.Epoch = zone.S.Epoch;
            zone.S.InFlight.Append(r);
        }
    }

    private void Perform(ModelZone zone, ref ZoneEffects fx)
    {
        HandOver(zone, ref fx);
        while (TryClaim(zone, ref fx))
        {
            HandOver(zone, ref fx);
        }

        if (fx.Manage is { } manage)
        {
            Invariant.Holds(!zone.IsDriveBusy || _model.Control == Control.ResetWithZombie, "I13", $"{manage.Operation} starts while a command may still execute");
            Invariant.Holds(manage.Operation != RequestOperation.Reset || (zone.S.Reads == 0 && zone.Leases == 0), "I13", "a reset starts under a reader");
            zone.Manage = ManageStage.Issued;
            zone.ManageOperation = manage.Operation;
        }

        if (fx.Report)
        {
            Invariant.Holds(!zone.ReportAsked, "I16", "a second report of one episode is asked for");
            zone.ReportAsked = true;
        }

        while (fx.Reads.RemoveHead() is { } read)
        {
            int slot = SlotOf(read);
            Invariant.Holds(!zone.Unlearned, "I5", "a read goes to a zone of which nobody knows whether it was reset");
            read.Arm(this);
            _read[slot] = ReadStage.Issued;
            _readOldHalf[slot] = false;
            _readOldEnd[slot] = false;
        }

        while (fx.Finished.RemoveHead() is { } finished)
        {
            Tell(zone, finished);
        }

        for (CreditClaim? claim = fx.Granted; claim is not null; claim = claim.Next)
        {
            _zones[(int)claim.Zone].GrantOnItsWay = true;
        }

        _makeRoomAsked |= fx.CreditWaitStarted || (fx.BecameQuiet && _pool.Waiting > 0);
    }

    private void HandOver(ModelZone zone, ref ZoneEffects fx)
    {
        for (ZoneRequest? r = fx.FirstHandOver; r is not null; r = r.Next)
        {
            if (_model.Control == Control.LateHandOver)
            {
                zone.Limbo.Add(r);
            }
            else
            {
                Submit(zone, r, zone.CommandCount);
            }
        }

        fx.FirstHandOver = null;
    }

    private bool TryHandOverLate(ModelZone zone, int index)
    {
        if (index >= zone.Limbo.Count)
        {
            return false;
        }

        ZoneRequest r = zone.Limbo[index];
        zone.Limbo.RemoveAt(index);
        Submit(zone, r, zone.CommandCount);
        return true;
    }

    private void Submit(ModelZone zone, ZoneRequest r, int at)
    {
        int offset = (int)(r.Offset - zone.B.Start);
        bool isAppend = r.Kind == ZoneRequestKind.Append;
        for (int i = 0; i < at; i++)
        {
            Command earlier = zone.Commands[i];
            Invariant.Holds(isAppend == earlier.IsAppend, "I11", "a write and an append whose place the drive chooses are at the drive together");
            Invariant.Holds(isAppend || IsHostAware || offset >= earlier.Offset + earlier.Length || _model.Control == Control.NoDrain, "I11", $"the write at {offset} is handed over behind the one at {earlier.Offset}");
        }

        Invariant.Holds(at < Math.Max(1, _model.NativeAppends) || !isAppend, "I11", $"{at} appends are at the drive already");
        Invariant.Holds(at == 0 || !zone.B.EnforcesOrder || isAppend, "I11", "two commands of one zone are at a drive that enforces order");
        r.Arm(this);
        zone.Commands[zone.CommandCount++] = new Command { Slot = (byte)SlotOf(r), Offset = (byte)offset, Length = (byte)r.CommandLengthBytes, IsAppend = isAppend };
    }

    private bool TryClaim(ModelZone zone, ref ZoneEffects fx)
    {
        if (!fx.CreditWaitStarted || zone.S.AwaitsCredit || zone.S.Waiting.Head is not { } head)
        {
            return false;
        }

        CreditHold needed = _pool.MissingFor(zone.S.Held, zone.S.Condition, head.Operation == RequestOperation.Open);
        if (_pool.TakeOrQueue(zone.Claim, needed))
        {
            fx.CreditWaitStarted = false;
            ZoneTransitions.CreditGranted(ref zone.S, zone.B, _pool, needed, ref fx);
            return true;
        }

        zone.S.AwaitsCredit = true;
        return false;
    }

    private void Tell(ModelZone zone, ZoneRequest r)
    {
        int slot = SlotOf(r);
        Invariant.Holds(_live[slot], "I15", $"the caller of a {r.Operation} is told twice");
        Invariant.Holds(!IsAtDrive(zone, r), "I20", $"the caller of a {r.Operation} is told while the command may still use the buffer");
        byte client = _client[slot];
        ZoneError error = r.Outcome.Error;
        if (r.IsWrite && error == ZoneError.None)
        {
            TellWritten(zone, r);
        }
        else if (r.IsWrite)
        {
            CheckLanded(zone, r);
        }

        if (error != ZoneError.None && r.Operation == RequestOperation.Write && client < _believed.Length && !IsHostAware)
        {
            _believed[client] = (byte)(r.Outcome.WritePointer - zone.B.Start);
        }
        else if (r.Operation == RequestOperation.ReaderLease && error == ZoneError.None)
        {
            zone.Leases++;
        }
        else if (r.Operation == RequestOperation.Read && error == ZoneError.None)
        {
            Invariant.Holds(_readOldHalf[slot] == _readOldEnd[slot], "I5", "a read brings a mixture of two lives of the zone");
        }

        Forget(r);
    }

    private void TellWritten(ModelZone zone, ZoneRequest r)
    {
        int start = (int)(r.Offset - zone.B.Start);
        for (int i = start; i < start + r.LengthBytes; i++)
        {
            if (IsHostAware)
            {
                Invariant.Holds(zone.Blocks[i] != 0 && i < zone.Pointer, "I6", $"a write was told that its data are in block {i}, and nothing is there");
                zone.Told[i] = zone.Blocks[i] == TagOf(r) ? zone.Blocks[i] : zone.Told[i];
                continue;
            }

            Invariant.Holds(zone.Told[i] == 0, "I2", $"two writes were told that they have written block {i}");
            Invariant.Holds(zone.Disturbed || zone.Blocks[i] == TagOf(r), "I6", $"a write was told that its data are in block {i}, and they are not");
            zone.Told[i] = zone.Disturbed && zone.Blocks[i] != TagOf(r) ? (byte)0 : zone.Blocks[i];
        }
    }

    // Bytes of a failed write that are called landed are on the medium, below the pointer, and no others of it are.
    // What somebody else wrote where a write failed can be told from its own only where the drive says that it refused the write.
    private void CheckLanded(ModelZone zone, ZoneRequest r)
    {
        if (_model.Control != Control.None || r.Outcome.LandedBytes < 0 || r.Offset < zone.B.Start || zone.Disturbed || zone.Unlearned || zone.Astray
            || (_model.Budgets.Any(budget => budget.Kind == Budget.Foreign) && !r.Outcome.WasRefused))
        {
            return;
        }

        int start = (int)(r.Offset - zone.B.Start);
        int end = Math.Min(start + r.LengthBytes, zone.Pointer);
        int own = 0;
        for (int i = start; i < end; i++)
        {
            own += zone.Blocks[i] == TagOf(r) ? 1 : 0;
        }

        Invariant.Holds(own == r.Outcome.LandedBytes, "row 13", $"{r.Outcome.LandedBytes} bytes of the write at {start} are called landed, and {own} are on the medium");

        // A full zone has no pointer that could tell: the drive may have finished it by itself.
        Invariant.Holds(!r.Outcome.WasRefused || end <= start + own || zone.Condition == ZoneCondition.Full || r.Outcome.Finding != ZoneError.None, "row 14", $"somebody else wrote where the write at {start} was refused, and nobody is told");
    }

    private void Forget(ZoneRequest r)
    {
        int slot = SlotOf(r);
        _live[slot] = false;
        _read[slot] = ReadStage.None;
    }

    private bool IsAtDrive(ModelZone zone, ZoneRequest r)
    {
        for (int i = 0; i < zone.CommandCount; i++)
        {
            for (ZoneRequest? member = _requests[zone.Commands[i].Slot]; member is not null; member = member.NextCoalesced)
            {
                if (member == r)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
