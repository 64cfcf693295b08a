using ZonedSdk.Backends;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.CompilerServices;

/// <content>The memory of the piece that is at the kernel: in its own places, or in a copy that lies as the drive wants it.</content>
internal sealed partial class RingTransfer
{
    private HeldMemory _memory;

    // Made with the first chain that can do without a copy.
    private HeldVector? _stretches;

    // Out of its parts' own memory where the drive gets it as one so, and out of a copy elsewhere. Where the drive took a part of it the rest is put together anew, which is rare.
    private RingMemory HoldChain() => TryHoldParts() ? new RingMemory(_stretches!.Address, _stretches.Count) : new RingMemory(Gather().Address);

    private bool TryHoldParts()
    {
        if (owner.MaxStretches == 0)
        {
            return false;
        }

        _stretches ??= new HeldVector(owner.MaxStretches);
        long skipped = _done;
        for (ZoneRequest? part = _request; part is not null; part = part.NextCoalesced)
        {
            Memory<byte> rest = RestOf(part, ref skipped);
            if (rest.Length > 0 && !_stretches.TryAdd(rest, owner.Commands.StretchAlignmentBytes))
            {
                _stretches.LetGo();
                return false;
            }
        }

        return true;
    }

    private AlignedBuffer Gather()
    {
        AlignedBuffer buffer = _memory.Rent(owner.BuffersOf(_pieceBytes));
        Span<byte> free = buffer.Span;
        long skipped = _done;
        for (ZoneRequest? part = _request; part is not null; part = part.NextCoalesced)
        {
            Memory<byte> rest = RestOf(part, ref skipped);
            rest.Span.CopyTo(free);
            free = free[rest.Length..];
        }

        return buffer;
    }

    private static Memory<byte> RestOf(ZoneRequest part, ref long skipped)
    {
        int done = (int)Math.Min(skipped, part.Buffer.Length);
        skipped -= done;
        return part.Buffer[done..];
    }

    private ulong HoldPiece()
    {
        Memory<byte> piece = _part!.Buffer.Slice(_partDone, _pieceBytes);
        if (_memory.TryPin(piece, owner.Commands.AlignmentBytes, out ulong address))
        {
            return address;
        }

        return _memory.Rent(owner.BuffersOf(_pieceBytes), _command == ZoneCommand.Read ? default : piece.Span).Address;
    }

    private void LetGo(Memory<byte> read)
    {
        _stretches?.LetGo();
        _memory.LetGo(read);
    }
}
