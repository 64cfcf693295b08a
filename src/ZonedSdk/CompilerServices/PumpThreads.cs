using System.Globalization;
using ZonedSdk.Annotations;

namespace ZonedSdk.CompilerServices;

/// <summary>Threads of one drive, for calls that block: each is started when there is work and nobody is idle, sleeps when there is none, and never spins.</summary>
/// <param name="pump">What they execute.</param>
/// <param name="name">The drive's name.</param>
/// <param name="maxCount">So many at most.</param>
internal sealed class PumpThreads(RequestPump pump, string name, int maxCount) : IDisposable
{
    // A monitor, not a Lock: threads wait on it.
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private int _wanted;

    [GuardedBy(nameof(_gate))]
    private int _idle;

    [GuardedBy(nameof(_gate))]
    private int _count;

    [GuardedBy(nameof(_gate))]
    private bool _isStopping;

    /// <summary>Has one more thread execute the pump.</summary>
    public void Start()
    {
        int number;
        lock (_gate)
        {
            _wanted++;
            Monitor.Pulse(_gate);

            // A thread that was woken counts as idle until it runs: it can take one piece of work, not two.
            if (_wanted <= _idle || _count == maxCount)
            {
                return;
            }

            number = _count++;
        }

        new Thread(Work) { IsBackground = true, Name = string.Create(CultureInfo.InvariantCulture, $"{name} command {number}") }.Start();
    }

    /// <summary>Lets each thread end when it has nothing to do.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Work()
    {
        while (true)
        {
            lock (_gate)
            {
                while (_wanted == 0)
                {
                    if (_isStopping)
                    {
                        _count--;
                        return;
                    }

                    _idle++;
                    Monitor.Wait(_gate);
                    _idle--;
                }

                _wanted--;
            }

            pump.Execute();
        }
    }
}
