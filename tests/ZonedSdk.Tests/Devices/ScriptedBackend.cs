using ZonedSdk.Backends;

namespace ZonedSdk.Tests.Devices;

/// <summary>A drive that does only what the test says: every command waits until the test ends it, so any interleaving can be written down.</summary>
internal sealed class ScriptedBackend : IZoneBackend, IChangedZoneLog
{
    public const int Block = 4096;

    private readonly Lock _gate = new();
    private readonly List<ScriptedCommand> _commands = [];
    private readonly ZoneInfo[] _zones;
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedBackend(int zones = 4, long blocksPerZone = 64, Limits? limits = null, BackendCapabilities? capabilities = null, ZoneType type = ZoneType.SequentialWriteRequired)
    {
        Geometry = new Geometry(Block, blocksPerZone * Block, zones * blocksPerZone * Block);
        Limits = limits ?? new Limits();
        Capabilities = capabilities ?? new BackendCapabilities();
        _zones = new ZoneInfo[zones];
        for (int i = 0; i < zones; i++)
        {
            _zones[i] = new ZoneInfo
            {
                Index = i,
                Type = type,
                Condition = type == ZoneType.Conventional ? ZoneCondition.NotWritePointer : ZoneCondition.Empty,
                Start = Geometry.StartOf(i),
                LengthBytes = Geometry.LengthOf(i),
                CapacityBytes = Geometry.LengthOf(i),
                WritePointer = Geometry.StartOf(i),
            };
        }
    }

    public string Name { get; init; } = "scripted";

    public DeviceIdentity Identity => new("scripted");

    public Geometry Geometry { get; }

    public Limits Limits { get; }

    public BackendCapabilities Capabilities
    {
        get
        {
            OnCapabilities?.Invoke();
            return field;
        }
    }

    /// <summary>Happens whenever the runtime asks for the capabilities: at open, and when a zone is used for the first time.</summary>
    public Action? OnCapabilities { get; set; }

    /// <summary>Answers management commands; null = success at once.</summary>
    public Func<ZoneAction, int, ValueTask<BackendResult>>? OnManage { get; set; }

    /// <summary>Answers reports; null = what <see cref="SetZone"/> says.</summary>
    public Func<int, ValueTask<BackendResult>>? OnReport { get; set; }

    public Func<int, ValueTask<BackendResult>>? OnFlush { get; set; }

    public string? WhyNoChangedZones { get; init; }

    /// <summary>Tells which zones the drive has changed by itself; null = none.</summary>
    public Func<CancellationToken, ValueTask<ChangedZoneList>>? OnTakeChanged { get; set; }

    /// <summary>Happens whenever the runtime starts what it has submitted.</summary>
    public Action? OnKick { get; set; }

    public int Reports { get; private set; }

    /// <summary>Reports from what the system keeps of the zones: open and closed ones are told as active.</summary>
    public int CachedReports { get; private set; }

    public List<(ZoneAction Action, int Zone)> Managed { get; } = [];

    public int Kicks { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Commands that were submitted and not ended by the test.</summary>
    public IReadOnlyList<ScriptedCommand> Pending
    {
        get
        {
            lock (_gate)
            {
                return [.. _commands.Where(c => !c.IsEnded)];
            }
        }
    }

    /// <summary>What the drive reports of a zone from now on.</summary>
    public void SetZone(int zone, ZoneCondition condition, long writtenBlocks) =>
        _zones[zone] = _zones[zone] with { Condition = condition, WritePointer = _zones[zone].Start + (writtenBlocks * Block) };

    public void Submit(ZoneRequest request)
    {
        lock (_gate)
        {
            _commands.Add(new ScriptedCommand(request));
        }
    }

    public void Kick()
    {
        Kicks++;
        OnKick?.Invoke();
        if (_released.Task.IsCompleted)
        {
            EndPending();
        }
    }

    /// <summary>The test is over: everything that waits for it ends, and so does at once all that still comes.</summary>
    public void Release()
    {
        (OnManage, OnReport, OnFlush) = (null, null, null);
        _released.TrySetResult();
        EndPending();
    }

    public async ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Managed.Add((action, zone));
        }

        BackendResult result = OnManage is { } answer ? await AnswerAsync(answer(action, zone)) : BackendResult.Success();
        if (result.IsSuccess)
        {
            ZoneInfo info = _zones[zone];
            _zones[zone] = action switch
            {
                ZoneAction.Open => info with { Condition = ZoneCondition.ExplicitlyOpen },
                ZoneAction.Close => info with { Condition = info.WritePointer == info.Start ? ZoneCondition.Empty : ZoneCondition.Closed },
                ZoneAction.Finish => info with { Condition = ZoneCondition.Full },
                _ => info with { Condition = ZoneCondition.Empty, WritePointer = info.Start },
            };
        }

        return result;
    }

    public async ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken)
    {
        Reports++;
        if (OnReport is { } answer && await AnswerAsync(answer(firstZone)) is { IsSuccess: false } failure)
        {
            return failure;
        }

        int count = Math.Min(zones.Length, _zones.Length - firstZone);
        _zones.AsSpan(firstZone, count).CopyTo(zones.Span);
        return BackendResult.Success(count);
    }

    public ValueTask<BackendResult> ReportCachedAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken)
    {
        CachedReports++;
        int count = Math.Min(zones.Length, _zones.Length - firstZone);
        for (int i = 0; i < count; i++)
        {
            ZoneInfo zone = _zones[firstZone + i];
            bool isActive = zone.Condition is ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen or ZoneCondition.Closed;
            zones.Span[i] = isActive ? zone with { Condition = ZoneCondition.Active } : zone;
        }

        return ValueTask.FromResult(BackendResult.Success(count));
    }

    public ValueTask<ChangedZoneList> TakeChangedZonesAsync(CancellationToken cancellationToken) =>
        OnTakeChanged is { } answer ? answer(cancellationToken) : ValueTask.FromResult(new ChangedZoneList { Result = BackendResult.Success() });

    public ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) =>
        OnFlush is { } answer ? AnswerAsync(answer(zone)) : ValueTask.FromResult(BackendResult.Success());

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    private void EndPending()
    {
        foreach (ScriptedCommand command in Pending)
        {
            command.Succeed();
        }
    }

    // The test's answer, or a success where the test ended without giving one.
    private async ValueTask<BackendResult> AnswerAsync(ValueTask<BackendResult> answer)
    {
        Task<BackendResult> task = answer.AsTask();
        return task == await Task.WhenAny(task, _released.Task) ? await task : BackendResult.Success();
    }
}

/// <summary>One command as the drive got it.</summary>
internal sealed class ScriptedCommand(ZoneRequest request)
{
    private readonly long _ticket = request.Ticket;

    public ZoneRequest Request { get; } = request;

    public long Offset { get; } = request.Offset;

    public long LengthBytes { get; } = request.CommandLengthBytes;

    public ZoneRequestKind Kind { get; } = request.Kind;

    public bool IsEnded { get; private set; }

    public void Succeed() => End(BackendResult.Success(LengthBytes));

    public void Fail(ZoneError error = ZoneError.Io, int errno = 5, long bytes = 0) => End(BackendResult.Failure(error, errno, bytes));

    public bool End(BackendResult result)
    {
        IsEnded = true;
        return Request.Complete(_ticket, result);
    }
}
