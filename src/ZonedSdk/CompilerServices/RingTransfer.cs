using System.Runtime.Versioning;
using ZonedSdk.Backends;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.CompilerServices;

/// <summary>One request on its way through a ring, piece by piece: at each time at most one piece is at the kernel.</summary>
/// <remarks>
/// Threads have it in turn: the ring's from <see cref="Prepare"/> on, a pool's from <see cref="Complete"/> on, and one of the drive's own in <see cref="ExecuteBlocking"/>; the lists through which they hand it over are the barriers between them.
/// Memory is pinned or rented in <see cref="Prepare"/>, and let go in <see cref="Complete"/> before anything else happens: never while the kernel may use it, and never after the request has ended.
/// </remarks>
[SupportedOSPlatform("linux")]
internal sealed partial class RingTransfer(RingTransfers owner, RingLane<RingTransfer> lane) : RingOperation, IThreadPoolWorkItem
{
    private ZoneRequest? _request;
    private long _ticket;
    private ZoneCommand _command;
    private int _zone;
    private long _offset;

    // Bytes of the whole command that are done; and of the request in the chain whose turn it is.
    private long _done;
    private ZoneRequest? _part;
    private int _partDone;

    // The piece that is at the kernel.
    private int _pieceBytes;

    /// <summary>By which it goes: that of its zone.</summary>
    public RingLane<RingTransfer> Lane => lane;

    private CommandCall Asked => new(_command, _zone, _command == ZoneCommand.Append ? -1 : _offset + _done, _pieceBytes);

    private long CommandBytes => _request!.NextCoalesced is null ? _request.LengthBytes : _request.CommandLengthBytes;

    // A chain that fits goes as one.
    private bool IsJoined => _request!.NextCoalesced is not null && _request.CommandLengthBytes <= owner.Engine.Limits.MaxTransferBytes;

    /// <summary>Takes a request on.</summary>
    public void Begin(ZoneRequest request)
    {
        _request = request;
        _ticket = request.BackendData;
        _command = request.Kind switch
        {
            ZoneRequestKind.Read => ZoneCommand.Read,
            ZoneRequestKind.Append => ZoneCommand.Append,
            _ => ZoneCommand.Write,
        };
        _zone = request.ZoneIndex;
        _offset = request.Offset - owner.Engine.Geometry.StartOf(_zone);
        _done = 0;
        _part = request;
        _partDone = 0;
        _pieceBytes = NextPieceBytes();
    }

    /// <summary>On the thread pool: asks the probe, and then the piece goes on its way, or ends with the probe's code. Where there is none, the end of a piece is judged that the ring's thread left alone.</summary>
    public void Execute()
    {
        if (owner.Probe is null)
        {
            EndPiece(Completion);
            return;
        }

        int code;
        try
        {
            code = owner.Probe.Before(Asked);
        }
        catch (Exception)
        {
            End(BackendResult.Failure(ZoneError.Io, bytesTransferred: _done));
            return;
        }

        if (code == 0)
        {
            RingTransfers.Pass(this);
        }
        else
        {
            Take(-code, isOver: false);
            lane.Ring.Kick();
        }
    }

    protected internal override bool Prepare(ref SubmissionEntry entry, Span<byte> command)
    {
        try
        {
            owner.Commands.Encode(Asked, IsJoined ? HoldChain() : new RingMemory(HoldPiece()), ref entry, command);
            return true;
        }
        catch (Exception)
        {
            // Memory of the user's own kind may refuse to be pinned. A call that blocks may do without.
            return false;
        }
    }

    protected internal override void Complete(in RingCompletion completion)
    {
        if (owner.CompletesInline && !(completion.WasSubmitted && owner.Commands.HasSucceeded(completion)))
        {
            // The drive may be asked what it means, and this thread waits for nobody.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }

        EndPiece(completion);
    }

    /// <summary>Executes the piece by a call that blocks, for the ring has not.</summary>
    public void ExecuteBlocking()
    {
        bool isOver = owner.Engine.IsDisposed;
        long count;
        try
        {
            count = isOver ? 0 : Call(owner.Engine.Calls);
        }
        catch (Exception)
        {
            // A drive's own code, and memory of the user's own kind: whatever they throw, the request ends.
            count = -Errno.Io;
        }

        Take(count, isOver);
        lane.Ring.Kick();
    }

    private void EndPiece(in RingCompletion completion)
    {
        bool isOver = owner.Engine.IsDisposed && (!completion.WasSubmitted || completion.Result == -Errno.Cancelled);
        if (!isOver && (!completion.WasSubmitted || owner.Commands.IsToBeRepeated(completion)))
        {
            LetGo(read: default);
            owner.GiveToThread(this, _request!);
            return;
        }

        long count = isOver ? 0 : Decode(completion);
        LetGo(_command == ZoneCommand.Read && count > 0 && count <= _pieceBytes ? _part!.Buffer.Slice(_partDone, (int)count) : default);
        Take(count, isOver);
        lane.Ring.Kick();
    }

    private long Decode(in RingCompletion completion)
    {
        try
        {
            return owner.Commands.Decode(Asked, completion);
        }
        catch (Exception)
        {
            return -Errno.Io;
        }
    }

    private long Call(ICommandSet calls)
    {
        long offset = _offset + _done;
        if (IsJoined)
        {
            try
            {
                return calls.Write(_zone, offset, Gather().Span[.._pieceBytes]);
            }
            finally
            {
                LetGo(read: default);
            }
        }

        Span<byte> piece = _part!.Buffer.Span.Slice(_partDone, _pieceBytes);
        return _command switch
        {
            ZoneCommand.Read => calls.Read(_zone, offset, piece),
            ZoneCommand.Append => calls.Append(_zone, piece),
            _ => calls.Write(_zone, offset, piece),
        };
    }

    /// <summary>A piece has ended: the next one follows, or the request ends.</summary>
    private void Take(long count, bool isOver)
    {
        if (isOver || !IsToldToProbe(count))
        {
            End(BackendResult.Failure(isOver ? ZoneError.DeviceGone : ZoneError.Io, bytesTransferred: _done));
            return;
        }

        if (_command == ZoneCommand.Append)
        {
            EndAppend(count);
            return;
        }

        if (count <= 0 || count > _pieceBytes)
        {
            End(owner.Engine.Cut(count, _done));
            return;
        }

        _done += count;
        _partDone += (int)count;
        if (_done == CommandBytes)
        {
            End(BackendResult.Success(_done));
            return;
        }

        _pieceBytes = NextPieceBytes();
        owner.Continue(this);
    }

    private bool IsToldToProbe(long count)
    {
        try
        {
            owner.Probe?.After(Asked, count, count >= 0 ? ZoneError.None : owner.Engine.ErrorOf((int)-count));
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private int NextPieceBytes()
    {
        while (!IsJoined && _partDone == _part!.Buffer.Length)
        {
            _part = _part.NextCoalesced;
            _partDone = 0;
        }

        long left = IsJoined ? CommandBytes - _done : _part!.Buffer.Length - _partDone;
        return (int)Math.Min(left, owner.Engine.Limits.MaxTransferBytes);
    }

    private void End(in BackendResult result)
    {
        ZoneRequest request = Leave(out long ticket);
        request.Complete(ticket, result);
    }

    private void EndAppend(long offset)
    {
        long start = owner.Engine.Geometry.StartOf(_zone);
        ZoneRequest request = Leave(out long ticket);
        if (offset >= 0)
        {
            request.CompleteAppend(ticket, start + offset);
        }
        else
        {
            request.Complete(ticket, owner.Engine.Cut(offset, transferred: 0));
        }
    }

    // Before the request ends: whoever hears of it may submit the next one, and finds this here.
    private ZoneRequest Leave(out long ticket)
    {
        ZoneRequest request = _request!;
        ticket = _ticket;
        _request = null;
        _part = null;
        lane.Return(this);
        return request;
    }
}
