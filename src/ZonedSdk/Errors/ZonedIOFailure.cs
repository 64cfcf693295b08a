using System.Runtime.InteropServices;

namespace ZonedSdk;

/// <summary>Everything that a <see cref="ZonedIOException"/> says, collected before it is made.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ZonedIOFailure
{
    public required ZoneError Error { get; init; }

    public required int Zone { get; init; }

    public long Offset { get; init; }

    public long LengthBytes { get; init; }

    public long? LandedBytes { get; init; }

    public long WritePointer { get; init; }

    public ZoneCondition Condition { get; init; }

    public long Epoch { get; init; }

    public int Errno { get; init; }

    public ZoneFailure? RootCause { get; init; }

    public ZoneError Finding { get; init; }

    /// <summary>Nothing of the request ever reached the drive, nor was promised a place there.</summary>
    public bool WasNeverAdmitted { get; init; }
}
