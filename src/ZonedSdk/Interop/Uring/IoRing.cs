using System.Runtime.Versioning;

namespace ZonedSdk.Interop.Uring;

/// <summary>Asynchronous system calls by io_uring (io_uring(7)): operations are pushed from any thread, and completed when the kernel is done with them.</summary>
/// <remarks>One thread hands over, waits and takes completions out; src/decisions/0049 says why. It spins at no time. An operation that was pushed costs no object.</remarks>
[SupportedOSPlatform("linux")]
internal sealed class IoRing : IRing
{
    private readonly RingLoop _loop;

    private IoRing(RingLoop loop) => _loop = loop;

    // MA0055: what ends here is a thread, which no handle stands for.
#pragma warning disable MA0055
    /// <summary>One that nobody closed. What it has at the kernel keeps it alive, so there is nothing to wait for.</summary>
    ~IoRing() => _loop.Stop();
#pragma warning restore MA0055

    /// <summary>The error number with which the kernel has ended the ring, so that it takes nothing any more; 0 = it has not.</summary>
    public int BrokenErrno => _loop.BrokenErrno;

    /// <summary>Ends when the kernel has nothing of the ring any more, or does not say.</summary>
    public Task Ended => _loop.Ended;

    /// <summary>The kernel holds the device for the ring.</summary>
    public bool HasRegisteredDevice => _loop.HasRegisteredDevice;

    /// <inheritdoc/>
    public int MemoryErrno => _loop.MemoryErrno;

    /// <summary>The kernel holds memory for the ring.</summary>
    public bool HasRegisteredMemory => _loop.HasRegisteredMemory;

    /// <summary>What the ring is at the kernel.</summary>
    public RingSetup Flags { get; private init; }

    /// <summary>Makes a ring, and starts its thread.</summary>
    /// <param name="options">What it is to be.</param>
    /// <param name="refusal">Why there is none; null where there is one.</param>
    /// <returns>The ring; null where there is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The depth is out of range.</exception>
    public static IoRing? TryCreate(RingOptions options, out RingRefusal? refusal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Depth, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Depth, RingOptions.MaxDepth, nameof(options));
        if (!RingCalls.IsSupported)
        {
            refusal = new RingRefusal(Errno.NoSystemCall, "io_uring is used on x86-64 and AArch64 only");
            return null;
        }

        int errno = RingQueues.TryCreate(options, out RingQueues? queues);
        FileDescriptor? counter = null;
        if (queues is not null)
        {
            errno = queues.Knows([RingOpcode.Read, RingOpcode.Cancel, .. options.Opcodes]) ? RingCalls.CreateEvent(out counter) : Errno.NotSupported;
        }

        if (counter is null)
        {
            queues?.Dispose();
            refusal = RingRefusal.Of(errno);
            return null;
        }

        RingLoop loop = new(options, queues!, counter);
        refusal = loop.TryStart() ? null : new RingRefusal(Errno.Again, "no thread could be started for io_uring (ulimit -u)");
        return refusal is null ? new IoRing(loop) { Flags = queues!.Flags } : null;
    }

    /// <summary>Puts an operation in, from any thread; it is handed over with the next <see cref="Kick"/>, in the order in which it was pushed.</summary>
    /// <remarks>No lock is taken, and nothing is called.</remarks>
    public void Push(RingOperation operation)
    {
        _loop.Push(operation);
        GC.KeepAlive(this);
    }

    /// <summary>Has what was pushed handed over. From any thread that holds no lock: after the end operations are completed here.</summary>
    public void Kick()
    {
        _loop.Kick();
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public void CompleteInline() => _loop.CompleteInline();

    /// <inheritdoc/>
    public void Register(PinnedArray memory)
    {
        Push(new RingLoop.Registration(_loop, memory));
        Kick();
    }

    /// <summary>Begins to end the ring: what the kernel does not have yet is completed as never submitted, with ECANCELED; what it has is asked to end early, and waited for.</summary>
    public void Stop() => _loop.Stop();

    /// <summary>Ends the ring, as <see cref="Stop"/> says.</summary>
    /// <returns>Ends when the kernel has nothing of the ring any more: memory and device may be let go.</returns>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Stop();
        return new ValueTask(Ended);
    }
}
