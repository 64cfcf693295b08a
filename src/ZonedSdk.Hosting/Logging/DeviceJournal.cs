using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ZonedSdk.Hosting.Logging;

/// <summary>Takes a device's events off the threads that raise them, and logs them one by one on a thread of the pool.</summary>
/// <remarks>A handler of <see cref="ZonedDevice.ZoneEvent"/> may run on the thread that completes I/O. It only puts the event into a bounded queue; where a slow logger lets that fill up, events are dropped and counted, and the count is logged.</remarks>
internal sealed class DeviceJournal
{
    /// <summary>Most events that wait to be logged.</summary>
    public const int Capacity = 1024;

    private readonly string _name;
    private readonly ZonedDevice _device;
    private readonly ILogger _logger;
    private readonly Channel<ZoneEventArgs?> _events = Channel.CreateBounded<ZoneEventArgs?>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly ITimer _timer;
    private readonly Task _logging;
    private long _dropped;
    private long _toldWaits;

    public DeviceJournal(string name, ZonedDevice device, TimeSpan interval, ILogger logger)
    {
        _name = name;
        _device = device;
        _logger = logger;
        device.ZoneEvent += OnEvent;
        _logging = LogAsync();
        _timer = device.Options.TimeProvider.CreateTimer(static state => ((DeviceJournal)state!).Look(), this, interval, interval);
    }

    /// <summary>Takes what was raised until now, logs what is left of it as long as the token allows, and ends. The device is closed.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await RaisedAsync().ConfigureAwait(false);
        Look();
        _device.ZoneEvent -= OnEvent;
        await _timer.DisposeAsync().ConfigureAwait(false);
        _events.Writer.TryComplete();
        await _logging.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Events are raised from the pool's common queue, which is taken from in order: what was raised before this has begun when it runs.
    private static Task RaisedAsync()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(static r => r.SetResult(), reached, preferLocal: false);
        return reached.Task;
    }

    private void OnEvent(object? sender, ZoneEventArgs e)
    {
        if (!_events.Writer.TryWrite(e))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    // Nothing (null) asks the reader to look at what has no event: it is only asked where there is room, for it comes again.
    private void Look() => _events.Writer.TryWrite(null);

    private async Task LogAsync()
    {
        await foreach (ZoneEventArgs? e in _events.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (e is not null)
            {
                Log.Happened(_logger, _name, e);
            }
            else
            {
                TellWaits();
            }

            TellDropped();
        }

        TellDropped();
    }

    private void TellDropped()
    {
        if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
        {
            Log.EventsDropped(_logger, _name, dropped);
        }
    }

    private void TellWaits()
    {
        DeviceStatus status = _device.GetStatus();
        long waits = status.ResourceWaits - _toldWaits;
        if (waits > 0)
        {
            _toldWaits = status.ResourceWaits;
            Log.ZonesWaited(_logger, _name, waits, status.ZonesWaiting, status.OpenZones, _device.Limits.MaxOpenZones, status.ActiveZones, _device.Limits.MaxActiveZones);
        }
    }
}
