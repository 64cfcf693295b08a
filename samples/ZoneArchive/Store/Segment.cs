namespace ZoneArchive;

/// <summary>
/// What becomes one append: pieces of one or many files, each behind its header, packed to 8 bytes and padded to the block once at the end.
/// The headers are written last, when the zone is known, and again when a failure sends the segment to another zone.
/// </summary>
internal sealed class Segment(Memory<byte> buffer)
{
    private readonly List<Piece> _pieces = [];
    private int _limitBytes;

    /// <summary>Where the segment goes.</summary>
    public Reservation Reservation { get; private set; }

    public int UsedBytes { get; private set; }

    public int PieceCount => _pieces.Count;

    /// <summary>Free bytes for the payload of the next piece, behind its header; not positive when there is none.</summary>
    public int PayloadRoomBytes => _limitBytes - UsedBytes - ExtentHeader.SizeBytes;

    public void Begin(Reservation reservation)
    {
        Reservation = reservation;
        _limitBytes = reservation.LengthBytes;
        UsedBytes = 0;
        _pieces.Clear();
    }

    /// <summary>Room of the same length in another zone.</summary>
    public void MoveTo(Reservation reservation) => Reservation = reservation;

    /// <summary>Where the payload of the next piece goes.</summary>
    public Memory<byte> NextPayload() => buffer.Slice(UsedBytes + ExtentHeader.SizeBytes, PayloadRoomBytes);

    /// <summary>Takes over a payload that was written to <see cref="NextPayload"/>.</summary>
    public void Add(IPieceOwner owner, int sequence, long fileOffset, int lengthBytes)
    {
        uint crc = Crc32C.Compute(buffer.Span.Slice(UsedBytes + ExtentHeader.SizeBytes, lengthBytes));
        _pieces.Add(new Piece(owner, sequence, fileOffset, lengthBytes, crc, UsedBytes));
        int end = UsedBytes + ExtentHeader.SizeBytes + lengthBytes;
        UsedBytes = Math.Min(_limitBytes, Align.Up(end, ExtentHeader.AlignmentBytes));
        buffer.Span[end..UsedBytes].Clear();
    }

    /// <summary>Writes the headers for the zone of the reservation; what comes back is what to append.</summary>
    public ReadOnlyMemory<byte> Stamp(ulong volumeId, int blockSizeBytes)
    {
        OpenZone zone = Reservation.Zone;
        foreach (Piece piece in _pieces)
        {
            new ExtentHeader(volumeId, piece.Owner.FileId, piece.Sequence, piece.FileOffset, piece.LengthBytes, piece.Crc, zone.Index, zone.Incarnation)
                .Write(buffer.Span[piece.Position..]);
        }

        int paddedBytes = Align.Up(UsedBytes, blockSizeBytes);
        buffer.Span[UsedBytes..paddedBytes].Clear();
        return buffer[..paddedBytes];
    }

    /// <summary>Tells the owners of the pieces where they are.</summary>
    /// <param name="address">Where the append put the segment.</param>
    public void Landed(ArchiveVolume.DataAddress address)
    {
        foreach (Piece piece in _pieces)
        {
            piece.Owner.Landed(piece.Sequence, new ExtentRef(new(address.ZoneIndex, address.OffsetInZone + piece.Position), Reservation.Zone.Incarnation, piece.FileOffset, piece.LengthBytes, piece.Crc));
        }
    }

    private readonly record struct Piece(IPieceOwner Owner, int Sequence, long FileOffset, int LengthBytes, uint Crc, int Position);
}
