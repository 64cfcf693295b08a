using System.Diagnostics;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Backends.Image;

/// <summary>One command of an image on its way through its zone's ring, piece by piece: at each time at most one piece is at the kernel.</summary>
/// <remarks>Two threads have it in turn, the ring's in <see cref="Prepare"/> and whoever completes it in <see cref="Complete"/>; the hand-over through the ring's lists is the barrier between them.</remarks>
internal sealed class ImageTransfer(ImageTransfers owner, RingLane<ImageTransfer> lane) : RingOperation
{
    private DriveCommand? _command;
    private long _fileOffset;

    // Bytes of the command that are done; and of the request whose turn it is.
    private long _doneBytes;
    private ZoneRequest? _part;
    private int _partDoneBytes;

    // The piece that is at the kernel.
    private Memory<byte> _piece;
    private HeldMemory _memory;

    /// <summary>Takes a command on.</summary>
    /// <param name="command">The command.</param>
    /// <param name="zoneOffset">Where its zone begins in the file.</param>
    public void Begin(DriveCommand command, long zoneOffset)
    {
        Debug.Assert(command.MovedBytes > 0, "There is something to move.");
        _command = command;
        _fileOffset = zoneOffset + command.Offset;
        _doneBytes = 0;
        _part = command.Request;
        _partDoneBytes = 0;
    }

    protected internal override bool Prepare(ref SubmissionEntry entry, Span<byte> command)
    {
        try
        {
            _piece = NextPiece();
            ulong address = Hold();
            entry.Opcode = _command!.IsWrite ? RingOpcode.Write : RingOpcode.Read;
            entry.Descriptor = owner.Descriptor;
            entry.Offset = (ulong)(_fileOffset + _doneBytes);
            entry.Address = address;
            entry.LengthBytes = (uint)_piece.Length;
            return true;
        }
        catch (Exception)
        {
            // Memory of the user's own kind may refuse to be pinned. A thread can do without.
            return false;
        }
    }

    protected internal override void Complete(in RingCompletion completion)
    {
        DriveCommand command = _command!;

        // What is told stands in this object, which is somebody else's once it has been returned.
        int count = completion.Result;
        bool wasSubmitted = completion.WasSubmitted;
        bool hasMoved = wasSubmitted && count > 0 && count <= _piece.Length;
        _memory.LetGo(hasMoved && !command.IsWrite ? _piece[..count] : default);
        _piece = default;
        if (hasMoved)
        {
            Advance(count);
            return;
        }

        long doneBytes = _doneBytes;
        Leave();
        if (!wasSubmitted || count is -Errno.Again or -Errno.Interrupted or -Errno.Cancelled)
        {
            command.GiveToThread();
            return;
        }

        // The file's end cannot be here: its length was checked at open.
        int errno = count < 0 ? -count : Errno.Io;
        command.EndTransfer(BackendResult.Failure(ImageDrive.MapError(errno), errno, doneBytes));
    }

    private void Advance(int count)
    {
        _doneBytes += count;
        _partDoneBytes += count;
        if (_doneBytes < _command!.MovedBytes)
        {
            lane.Ring.Push(this);
            lane.Ring.Kick();
            return;
        }

        DriveCommand command = _command;
        Leave();
        command.EndTransfer(BackendResult.Success(command.MovedBytes));
    }

    // Before the command ends: whoever hears of it may submit the next one, and finds this here.
    private void Leave()
    {
        _command = null;
        _part = null;
        lane.Return(this);
    }

    private Memory<byte> NextPiece()
    {
        while (_partDoneBytes == _part!.Buffer.Length)
        {
            _part = _part.NextCoalesced;
            _partDoneBytes = 0;
        }

        Memory<byte> rest = _part.Buffer[_partDoneBytes..];
        return rest[..(int)Math.Min(rest.Length, _command!.MovedBytes - _doneBytes)];
    }

    private ulong Hold()
    {
        if (_memory.TryPin(_piece, owner.AlignmentBytes, out ulong address))
        {
            return address;
        }

        _piece = _piece[..Math.Min(_piece.Length, ImageDataPath.MaxCopiedBytes)];
        return _memory.Rent(owner.Buffers, _command!.IsWrite ? _piece.Span : default).Address;
    }
}
