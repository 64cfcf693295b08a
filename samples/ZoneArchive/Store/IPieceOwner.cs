namespace ZoneArchive;

/// <summary>Who is told where a piece came to lie: a file that is being stored, or an extent that is being moved.</summary>
internal interface IPieceOwner
{
    ulong FileId { get; }

    /// <summary>The piece's append succeeded. Called from the appenders, in any order.</summary>
    void Landed(int sequence, in ExtentRef extent);
}
