using System.Runtime.Versioning;
using ZonedSdk.Backends;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.CompilerServices;

/// <summary>Executes the transfers of a described drive by its rings: as many at once as they are deep, without a thread for each.</summary>
/// <remarks>Requests leave in any order. So what it runs for is a drive of which the runtime hands over one write of a zone at a time, or appends whose places the drive chooses.</remarks>
[SupportedOSPlatform("linux")]
internal sealed class RingTransfers : IAsyncDisposable
{
    // Most requests are no longer, and many of them at once take no more memory than they need.
    private const int ShortBytes = 64 * 1024;

    private readonly RingPath _path;
    private readonly RequestPump _pump;
    private volatile bool _completesInline;
    private readonly AlignedBufferPool _buffers;
    private readonly AlignedBufferPool _shortBuffers;
    private readonly RingLanes<RingTransfer> _lanes;

    public RingTransfers(CommandEngine engine, RequestPump pump, RingPath path, ICommandProbe? probe)
    {
        Engine = engine;
        Probe = probe;
        _pump = pump;
        _path = path;
        _lanes = new RingLanes<RingTransfer>(path.Rings);

        // No more are in use than the rings are deep, and as many again whose ends are being told.
        int longest = engine.Limits.MaxTransferBytes;
        _buffers = new AlignedBufferPool(longest, engine.Name);
        _shortBuffers = longest > ShortBytes ? new AlignedBufferPool(ShortBytes, engine.Name) : _buffers;

        // All but the last of them have that length or more.
        int stretch = path.Commands.StretchAlignmentBytes;
        MaxStretches = stretch == 0 ? 0 : Math.Min(HeldVector.MaxCapacity, ((longest - 1) / stretch) + 1);
    }

    public CommandEngine Engine { get; }

    public IRingCommands Commands => _path.Commands;

    public ICommandProbe? Probe { get; }

    /// <summary>Most stretches of memory of one write; 0 = each is one stretch.</summary>
    public int MaxStretches { get; }

    /// <summary>Buffers for chains that go as one, and for memory that does not lie as the drive wants it.</summary>
    public AlignedBufferPool BuffersOf(int lengthBytes) => lengthBytes <= ShortBytes ? _shortBuffers : _buffers;

    /// <summary>Pieces that have succeeded end on the thread of their ring.</summary>
    public bool CompletesInline => _completesInline;

    /// <inheritdoc cref="ICompletesInline.CompleteInline"/>
    public void CompleteInline()
    {
        // A probe, which hears of each end, may block.
        if (Probe is null)
        {
            _completesInline = true;
            _lanes.CompleteInline();
        }
    }

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

        RingLane<RingTransfer> lane = _lanes.Of(request.ZoneIndex);
        if (!lane.TryTake(out RingTransfer? transfer))
        {
            transfer = new RingTransfer(this, lane);
        }

        transfer.Begin(request);
        Continue(transfer);
    }

    /// <summary>Has the next piece of a transfer handed over with the next <see cref="Kick"/>.</summary>
    public void Continue(RingTransfer transfer)
    {
        if (Probe is null)
        {
            transfer.Lane.Ring.Push(transfer);
        }
        else
        {
            // A probe may block, and who kicks may be a caller who only wants to submit.
            ThreadPool.UnsafeQueueUserWorkItem(transfer, preferLocal: false);
        }
    }

    /// <summary>A probe let the piece pass.</summary>
    public static void Pass(RingTransfer transfer)
    {
        transfer.Lane.Ring.Push(transfer);
        transfer.Lane.Ring.Kick();
    }

    public void Kick() => _lanes.Kick();

    /// <summary>The ring did not execute a transfer's piece: a thread of the drive's does.</summary>
    public void GiveToThread(RingTransfer transfer, ZoneRequest request)
    {
        request.BackendState = transfer;
        _pump.GiveToThread(request);
    }

    /// <summary>Executes what was given to a thread, which this is.</summary>
    public static void ExecuteBlocking(ZoneRequest request)
    {
        var transfer = (RingTransfer)request.BackendState!;
        request.BackendState = null;
        transfer.ExecuteBlocking();
    }

    /// <summary>Ends when the kernel has none of the drive's memory any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _lanes.DisposeAsync().ConfigureAwait(false);
        _buffers.Dispose();
        _shortBuffers.Dispose();
    }
}
