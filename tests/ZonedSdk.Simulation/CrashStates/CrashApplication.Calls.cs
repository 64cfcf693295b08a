namespace ZonedSdk.Simulation.CrashStates;

/// <content>What the application asks of the device, and what it makes of the answers.</content>
internal sealed partial class CrashApplication
{
    public long BlockSizeBytes => Superblock.Geometry.BlockSizeBytes;

    /// <summary>Bytes that the application may still append to a zone.</summary>
    public long RoomIn(int zone) => _tallies[zone] is { IsFull: false, IsManaged: false, Death: null } tally && Device.GetZone(zone).Type != ZoneType.Conventional
        ? Superblock.CapacityOf(zone) - tally.NextEnd
        : 0;

    public void Append(int zone, long lengthBytes)
    {
        StartAppend(zone, lengthBytes);
        Settle();
    }

    /// <summary>Asks for an append; it happens while the application runs, drains or settles.</summary>
    public void StartAppend(int zone, long lengthBytes, Durability durability = Durability.Acknowledged)
    {
        Tally tally = _tallies[zone];
        ZoneStatus status = Device.GetStatus(zone);
        if (!status.IsWritable || status.Waiting > 0 || status.Submitted != StartOf(zone) + tally.NextEnd)
        {
            // What it would write depends on where that will stand.
            Settle();
            tally.NextEnd = Device.GetStatus(zone).Submitted - StartOf(zone);
        }

        if (RoomIn(zone) < lengthBytes)
        {
            return;
        }

        long offset = tally.NextEnd;
        tally.NextEnd += lengthBytes;
        uint incarnation = _models[zone].Incarnation;
        byte[] data = new byte[lengthBytes];
        Pattern.Fill(zone, incarnation, offset, data);
        bool isLast = tally.NextEnd == Superblock.CapacityOf(zone);
        Ask(zone, _models[zone] with
        {
            SubmittedEnd = Math.Max(_models[zone].SubmittedEnd, tally.NextEnd),
            RequestedCondition = isLast ? ZoneCondition.Full : _models[zone].RequestedCondition,
        });
        Start(AppendAsync(zone, offset, data, incarnation, durability));
    }

    public void Flush(int zone = -1)
    {
        StartFlush(zone);
        Settle();
    }

    /// <summary>Asks for a flush of a zone, or of all.</summary>
    public void StartFlush(int zone = -1) => Start(FlushAsync(zone));

    public void Reset(int zone)
    {
        StartReset(zone);
        Settle();
    }

    /// <summary>Asks for a reset, where there is something to reset.</summary>
    public void StartReset(int zone)
    {
        Tally tally = _tallies[zone];
        if (!tally.IsManaged && tally.Death is null && (tally.ToldEnd > 0 || tally.IsFull))
        {
            tally.IsManaged = true;
            Ask(zone, _models[zone] with { ResetPending = true });
            Start(ResetAsync(zone));
        }
    }

    public void Finish(int zone)
    {
        StartFinish(zone);
        Settle();
    }

    public void StartFinish(int zone)
    {
        if (RoomIn(zone) > 0)
        {
            _tallies[zone].IsManaged = true;
            Ask(zone, _models[zone] with { RequestedCondition = ZoneCondition.Full });
            Start(FinishAsync(zone));
        }
    }

    /// <summary>The zone may die from now on.</summary>
    public void Expect(int zone, ZoneCondition death) => Ask(zone, _models[zone] with { RequestedCondition = death });

    private async Task AppendAsync(int zone, long offset, byte[] data, uint incarnation, Durability durability)
    {
        try
        {
            long told = await Device.AppendAsync(zone, data, durability);
            Assert.Equal(StartOf(zone) + offset, told);
        }
        catch (ZonedIOException e)
        {
            NoteFailure(zone, e);
            return;
        }

        if (_models[zone].Incarnation != incarnation)
        {
            return;
        }

        Tally tally = _tallies[zone];
        tally.ToldEnd = Math.Max(tally.ToldEnd, offset + data.Length);
        tally.IsFull |= tally.ToldEnd == Superblock.CapacityOf(zone);
        if (durability == Durability.Flushed)
        {
            PromiseFlushed(zone, incarnation, offset + data.Length, lasting: null);
            _log.Promised(_models);
        }
    }

    private async Task FlushAsync(int only)
    {
        (uint Incarnation, long End, ZoneCondition? Lasting)[] atCall = [.. _tallies.Select((t, zone) => (_models[zone].Incarnation, t.ToldEnd, t.Death ?? (t.IsFull ? ZoneCondition.Full : null)))];
        try
        {
            await (only < 0 ? Device.FlushAsync() : Device.FlushAsync(only));
        }
        catch (ZonedException)
        {
            Failures++;
            return;
        }

        for (int zone = 0; zone < ZoneCount; zone++)
        {
            if (only < 0 || only == zone)
            {
                PromiseFlushed(zone, atCall[zone].Incarnation, atCall[zone].End, atCall[zone].Lasting);
            }
        }

        _log.Promised(_models);
    }

    private async Task ResetAsync(int zone)
    {
        long life = Device.GetStatus(zone).Incarnation;
        try
        {
            await Device.ResetZoneAsync(zone);
        }
        catch (ZonedIOException e)
        {
            NoteFailure(zone, e);
        }

        _tallies[zone].IsManaged = false;
        if (Device.GetStatus(zone).Incarnation != life)
        {
            _models[zone] = new ZoneModel(_models[zone].Incarnation + 1);
            _tallies[zone] = new Tally();
            _log.Promised(_models);
        }
    }

    private async Task FinishAsync(int zone)
    {
        try
        {
            await Device.FinishZoneAsync(zone);
            _tallies[zone].IsFull = true;
        }
        catch (ZonedIOException e)
        {
            NoteFailure(zone, e);
        }

        _tallies[zone].IsManaged = false;
    }

    // A zone that died is dead for good with the next flush.
    private void NoteFailure(int zone, ZonedIOException failure)
    {
        Failures++;
        if (failure is ZoneReadOnlyException or ZoneOfflineException)
        {
            _tallies[zone].Death = failure.Condition;
        }
    }

    private void PromiseFlushed(int zone, uint incarnation, long endBytes, ZoneCondition? lasting)
    {
        ZoneModel model = _models[zone];
        if (model.Incarnation == incarnation)
        {
            _models[zone] = model with
            {
                FlushedEnd = Math.Max(model.FlushedEnd, endBytes),
                DurableCondition = model.DurableCondition ?? lasting,
            };
        }
    }

    private void Ask(int zone, ZoneModel asked)
    {
        _models[zone] = asked;
        _log.Asked(_models);
    }

    private void Start(Task call) => _calls.Add(call);

    private long StartOf(int zone) => Superblock.Geometry.StartOf(zone);
}
