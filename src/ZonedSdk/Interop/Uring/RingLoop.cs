using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ZonedSdk.Interop.Uring;

/// <summary>The thread of a ring: it alone hands entries over, waits in the kernel, and takes completions out. It sleeps when there is nothing to do.</summary>
/// <remarks>
/// <para>Everything here that is not said to be anybody's is the thread's own.</para>
/// <para>Somebody pushes and then looks whether the thread sleeps; the thread says that it will sleep and then looks whether something was pushed. Between the two steps of each stands a full fence, so at least one sees the other.
/// The thread sleeps within io_uring_enter, where a read of the event counter is one of the operations: whoever adds to the counter wakes it.</para>
/// <para>It knows nothing of the <see cref="IoRing"/> whose thread it is, so that one that nobody closed is collected, and ends it.</para>
/// </remarks>
[SupportedOSPlatform("linux")]
internal sealed unsafe partial class RingLoop
{
    // No slot has these.
    private const ulong WakeToken = ulong.MaxValue;
    private const ulong CancelToken = ulong.MaxValue - 1;
    private const ulong DeviceToken = ulong.MaxValue - 2;
    private const ulong WitnessToken = ulong.MaxValue - 3;
    private const ulong FirstOwnToken = WitnessToken;

    // So often in a row the kernel may take nothing and give nothing, with so much time in between.
    private const int MostRefusals = 64;
    private const int PauseMilliseconds = 10;

    private readonly string _name;
    private readonly RingQueues _queues;
    private readonly FileDescriptor _event;
    private readonly SafeHandle? _device;
    private readonly RingDispatcher _dispatcher = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Where the kernel puts the counter's value: out of the collector's reach.
    private readonly ulong* _eventValue;

    private readonly RingOperation?[] _slots;
    private readonly int[] _freeSlots;
    private int _freeCount;
    private uint _uses;

    private bool _isWakeArmed;
    private int _wakeErrno;
    private int _cancelled;
    private int _cancelling;
    private int _refusals;

    // Operations before it may still be on their way to the pool.
    private volatile bool _completesInline;

    // Written by whoever ends the ring, and by the thread when the kernel has.
    private volatile bool _isStopping;
    private volatile int _brokenErrno;

    /// <summary>Makes what the thread needs.</summary>
    /// <param name="options">What the ring is.</param>
    /// <param name="queues">Its queues; this is their owner from here on.</param>
    /// <param name="counter">The event counter, likewise.</param>
    public RingLoop(RingOptions options, RingQueues queues, FileDescriptor counter)
    {
        _name = options.Number == 0 ? $"{options.Name} ring" : $"{options.Name} ring {options.Number}";
        _queues = queues;
        _event = counter;
        _eventValue = (ulong*)NativeMemory.AllocZeroed(sizeof(ulong));
        _completesInline = options.CompletesInline;
        _slots = new RingOperation?[options.Depth];
        _freeSlots = new int[options.Depth];
        for (int slot = 0; slot < options.Depth; slot++)
        {
            _freeSlots[_freeCount++] = options.Depth - 1 - slot;
        }

        if (options.Device is { } device)
        {
            // An entry names a file by its number. While one may be handed over, the number must be nobody else's.
            bool isHeld = false;
            device.DangerousAddRef(ref isHeld);
            _device = device;
            if (options.RegistersDevice)
            {
                RegisterDevice((int)device.DangerousGetHandle());
            }
        }
    }

    /// <summary>Ends when nothing of the ring is at the kernel any more, or never will be.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The error number with which the kernel has ended the ring; 0 = it has not.</summary>
    public int BrokenErrno => _brokenErrno;

    /// <summary>Starts the thread; once.</summary>
    /// <returns>False when the system gives none: everything is let go again.</returns>
    public bool TryStart()
    {
        try
        {
            // Without the caller's context, which would be kept as long as the ring.
            new Thread(Run) { IsBackground = true, Name = _name }.UnsafeStart();
            return true;
        }
        catch (OutOfMemoryException)
        {
            End(Errno.Again);
            return false;
        }
    }

    /// <summary>Any thread: operations are completed on the ring's own thread from now on.</summary>
    public void CompleteInline() => _completesInline = true;

    /// <summary>Any thread: takes nothing new, and ends when the kernel is done with what it has.</summary>
    public void Stop()
    {
        _isStopping = true;
        Interlocked.MemoryBarrier();
        Wake();
        RefusePushed();
    }

    private void Run()
    {
        _threadId = Environment.CurrentManagedThreadId;
        int errno = _queues.Enable();
        while (errno == 0 && Turn(out errno))
        {
        }

        End(errno);
    }

    /// <summary>Hands over what there is, and takes in what has ended; waits where there is neither.</summary>
    /// <returns>False when the ring is at its end: with an error number, because the kernel takes its calls no more.</returns>
    private bool Turn(out int errno)
    {
        errno = 0;
        bool isStopping = _isStopping;
        TakePushed();
        if (isStopping)
        {
            RefusePending(Errno.Cancelled);
            CancelSubmitted();
            if (_freeCount == _slots.Length && !_isWakeArmed && _cancelling == 0)
            {
                return false;
            }
        }
        else
        {
            ArmWake();
            Prepare();
        }

        // Before the thread may sleep: what was refused has nothing to wait for.
        TellEnded();
        uint before = _queues.Unsubmitted;
        int result = _queues.Enter(MayWait(isStopping) ? 1u : 0);
        Volatile.Write(ref _isAsleep, 0);
        int reaped = Reap();
        if (result >= 0 || result == -Errno.Interrupted || reaped > 0 || _queues.Unsubmitted < before)
        {
            _refusals = 0;
        }
        else
        {
            errno = Refused(-result);
        }

        TellEnded();

        // A ring that cannot be woken would spin, or sleep for ever.
        errno = errno == 0 && !_isStopping ? _wakeErrno : errno;
        return errno == 0;
    }

    // What could be handed over or told at once is not slept upon; nor is there a sleep from which nobody could wake the thread.
    private bool MayWait(bool isStopping)
    {
        if (isStopping)
        {
            // Nothing is taken any more, so there is only the end of what the kernel has to wait for. What is left to cancel goes first.
            return _cancelled == _slots.Length;
        }

        if (!_isWakeArmed || _queues.HasCompletions || (_firstPending is not null && _freeCount > 0))
        {
            return false;
        }

        // Before the look: whoever pushes behind that look finds it set.
        Interlocked.Exchange(ref _isAsleep, 1);
        return Volatile.Read(ref _pushed.Newest) is null && !_isStopping;
    }

    private void ArmWake()
    {
        if (_isWakeArmed)
        {
            return;
        }

        SubmissionEntry* entry = _queues.TryBegin(out _);
        if (entry is not null)
        {
            entry->Opcode = RingOpcode.Read;
            entry->Descriptor = _event.Number;
            entry->Address = (ulong)_eventValue;
            entry->LengthBytes = sizeof(ulong);
            entry->UserData = WakeToken;
            _queues.End();
            _isWakeArmed = true;
        }
    }

    private void Prepare()
    {
        while (_firstPending is not null && _freeCount > 0)
        {
            SubmissionEntry* entry = _queues.TryBegin(out Span<byte> command);
            if (entry is null)
            {
                // The call that follows empties the queue.
                return;
            }

            RingOperation operation = TakePending()!;
            if (!operation.Prepare(ref *entry, command))
            {
                AddEnded(operation, new RingCompletion(-Errno.Invalid, 0, WasSubmitted: false));
                continue;
            }

            NameDevice(entry);
            NameMemory(entry);

            // Each use of a slot has a number of its own, so that nothing is taken for the end of another use.
            int slot = _freeSlots[--_freeCount];
            operation.Token = ((ulong)(_uses++ & int.MaxValue) << 32) | (uint)slot;
            entry->UserData = operation.Token;
            _slots[slot] = operation;
            _queues.End();
        }
    }
}
