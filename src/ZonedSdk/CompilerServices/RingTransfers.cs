using System.Runtime.Versioning;
using ZonedSdk.Annotations;
using ZonedSdk.Backends;
using ZonedSdk.Interop;

namespace ZonedSdk.CompilerServices;

/// <summary>Executes the transfers of a described drive by a ring: as many at once as it is deep, without a thread for each.</summary>
/// <remarks>Requests leave in any order. So what it runs for is a drive of which the runtime hands over one write of a zone at a time, or appends whose places the drive chooses.</remarks>
[SupportedOSPlatform("linux")]
internal sealed class RingTransfers : IAsyncDisposable
{
    private readonly RingPath _path;
    private readonly Lock _gate = new();

    // As many are kept as were ever under way at once.
    [GuardedBy(nameof(_gate))]
    private readonly Stack<RingTransfer> _idle = new();

    public RingTransfers(CommandEngine engine, RingPath path, ICommandProbe? probe)
    {
        Engine = engine;
        Probe = probe;
        _path = path;

        // No more are in use than the ring is deep, and as many again whose ends are being told.
        Buffers = new AlignedBufferPool(engine.Limits.MaxTransferBytes, engine.Name);
    }

    public CommandEngine Engine { get; }

    public IRingCommands Commands => _path.Commands;

    public ICommandProbe? Probe { get; }

    /// <summary>For chains that go as one, and for memory that does not lie as the drive wants it; each as long as one transfer can be.</summary>
    public AlignedBufferPool Buffers { get; }

    /// <summary>Takes a request; it is handed over with the next <see cref="Kick"/>. The caller holds no lock.</summary>
    public void Start(ZoneRequest request)
    {
        if (Engine.IsDisposed)
        {
            request.Complete(request.BackendData, BackendResult.Failure(ZoneError.DeviceGone));
            return;
        }

        if ((request.NextCoalesced is null ? request.LengthBytes : request.CommandLengthBytes) == 0)
        {
            // A command has at least one block: there is none for this.
            request.Complete(request.BackendData, BackendResult.Success());
            return;
        }

        RingTransfer? transfer;
        lock (_gate)
        {
            _ = _idle.TryPop(out transfer);
        }

        transfer ??= new RingTransfer(this);
        transfer.Begin(request);
        Continue(transfer);
    }

    /// <summary>Has the next piece of a transfer handed over with the next <see cref="Kick"/>.</summary>
    public void Continue(RingTransfer transfer)
    {
        if (Probe is null)
        {
            _path.Ring.Push(transfer);
        }
        else
        {
            // A probe may block, and who kicks may be a caller who only wants to submit.
            ThreadPool.UnsafeQueueUserWorkItem(transfer, preferLocal: false);
        }
    }

    /// <summary>A probe let the piece pass.</summary>
    public void Pass(RingTransfer transfer)
    {
        _path.Ring.Push(transfer);
        _path.Ring.Kick();
    }

    public void Kick() => _path.Ring.Kick();

    /// <summary>Takes back a transfer that has ended.</summary>
    public void Return(RingTransfer transfer)
    {
        lock (_gate)
        {
            _idle.Push(transfer);
        }
    }

    /// <summary>Ends when the kernel has none of the drive's memory any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _path.Ring.DisposeAsync().ConfigureAwait(false);
        Buffers.Dispose();
    }
}
