using System.Diagnostics;
using ZonedSdk.Backends;

namespace ZonedSdk.Benchmarks.Drives;

/// <summary>
/// A drive that takes its time and moves no byte: each write ends so long after it was begun, and as many are under way at once as the drive has channels.
/// It is a backend by nothing but the public contract, with write pointers of its own that a misplaced write fails at.
/// </summary>
/// <remarks>One thread ends the commands. It sleeps until the next one is due, to the microsecond, and never spins: a drive that spins would take a core from those whom it is to measure.</remarks>
internal sealed class SimulatedDrive : IZoneBackend
{
    public const int ZoneCount = 8;

    private const int BlockBytes = 4096;

    // So large that no run fills a zone.
    private const long ZoneBytes = 1L << 50;
    private const int MaxInFlight = 1024;

    private readonly Lock _gate = new();
    private readonly Command[] _commands = new Command[MaxInFlight];
    private readonly long[] _channelFreeAt;
    private readonly long[] _writtenBytes = new long[ZoneCount];
    private readonly bool[] _failsNext = new bool[ZoneCount];
    private readonly long _latencyTicks;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Thread _thread;
    private long _begun;
    private long _ended;
    private int _nextChannel;
    private int _isIdle;
    private volatile bool _isStopping;

    /// <summary>Switches the drive on.</summary>
    /// <param name="latency">How long a write takes.</param>
    /// <param name="channels">How many are under way at once; 0 = any number.</param>
    public SimulatedDrive(TimeSpan latency, int channels = 0)
    {
        _latencyTicks = (long)(latency.TotalSeconds * Stopwatch.Frequency);
        _channelFreeAt = new long[channels];
        _thread = new Thread(Work) { IsBackground = true, Name = "simulated drive" };
        _thread.Start();
    }

    /// <summary>How long a report takes.</summary>
    public TimeSpan ReportLatency { get; init; }

    public string Name => "simulated";

    public DeviceIdentity Identity => new("simulated");

    public Geometry Geometry { get; } = new(BlockBytes, ZoneBytes, ZoneCount * ZoneBytes);

    public Limits Limits { get; } = new();

    public BackendCapabilities Capabilities { get; } = new() { CompletesInOrder = true, ClosesImplicitly = true };

    /// <summary>Lets the next write of a zone fail.</summary>
    public void FailNextWriteOf(int zone) => Volatile.Write(ref _failsNext[zone], true);

    public void Submit(ZoneRequest request)
    {
        lock (_gate)
        {
            if (_begun - Volatile.Read(ref _ended) == MaxInFlight)
            {
                throw new InvalidOperationException($"The simulated drive takes {MaxInFlight} commands at once; let fewer writers loose on it.");
            }

            // Whoever comes while all channels are taken begins when the first of them is free: they take turns, for all commands are equally long.
            long due = Stopwatch.GetTimestamp();
            if (_channelFreeAt.Length > 0)
            {
                ref long freeAt = ref _channelFreeAt[_nextChannel];
                due = freeAt = Math.Max(due, freeAt) + _latencyTicks;
                _nextChannel = (_nextChannel + 1) % _channelFreeAt.Length;
            }
            else
            {
                due += _latencyTicks;
            }

            _commands[_begun % MaxInFlight] = new Command(request, request.Ticket, due);
            Volatile.Write(ref _begun, _begun + 1);
        }
    }

    public void Kick()
    {
        // A full fence on both sides: either the thread sees the command before it sleeps, or it is woken.
        if (Interlocked.CompareExchange(ref _isIdle, 0, 1) == 1)
        {
            _wake.Set();
        }
    }

    public ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken)
    {
        if (action == ZoneAction.Reset)
        {
            // Nothing of the zone is under way: the runtime sees to that.
            Volatile.Write(ref _writtenBytes[zone], 0);
        }

        return new(BackendResult.Success());
    }

    public async ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken)
    {
        if (ReportLatency > TimeSpan.Zero)
        {
            await Task.Delay(ReportLatency, cancellationToken).ConfigureAwait(false);
        }

        return DrivenZone.Report(Geometry, firstZone, zones, zone => Volatile.Read(ref _writtenBytes[zone]));
    }

    public ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) => new(BackendResult.Success());

    public ValueTask DisposeAsync()
    {
        _isStopping = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
        return default;
    }

    private void Work()
    {
        PreciseSleep.Prepare();
        while (!_isStopping)
        {
            if (_ended == Volatile.Read(ref _begun))
            {
                Interlocked.Exchange(ref _isIdle, 1);
                if (_ended == Volatile.Read(ref _begun))
                {
                    _wake.WaitOne();
                }

                Volatile.Write(ref _isIdle, 0);
                continue;
            }

            Command command = _commands[_ended % MaxInFlight];
            PreciseSleep.Until(command.Due);
            Volatile.Write(ref _ended, _ended + 1);
            End(command);
        }
    }

    private void End(in Command command)
    {
        ZoneRequest request = command.Request;
        int zone = request.ZoneIndex;
        BackendResult result;
        if (request.Offset != Geometry.StartOf(zone) + _writtenBytes[zone])
        {
            result = BackendResult.Failure(ZoneError.Misaligned);
        }
        else if (Volatile.Read(ref _failsNext[zone]))
        {
            Volatile.Write(ref _failsNext[zone], false);
            result = BackendResult.Failure(ZoneError.Io);
        }
        else
        {
            Volatile.Write(ref _writtenBytes[zone], _writtenBytes[zone] + request.CommandLengthBytes);
            result = BackendResult.Success(request.CommandLengthBytes);
        }

        request.Complete(command.Ticket, result);
    }

    private readonly record struct Command(ZoneRequest Request, long Ticket, long Due);
}
