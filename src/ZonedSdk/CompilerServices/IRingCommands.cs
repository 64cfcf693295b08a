using ZonedSdk.Backends;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.CompilerServices;

/// <summary>The transfers of a described drive as entries of a ring. Everything else a drive is told by calls that block (<see cref="ICommandSet"/>).</summary>
internal interface IRingCommands
{
    /// <summary>Where memory has to lie: a power of two, 1 = anywhere. What lies elsewhere goes through memory that lies well.</summary>
    int AlignmentBytes { get; }

    /// <summary>Writes an entry. On the ring's thread.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="address">The memory, which stays where it is.</param>
    /// <param name="entry">Zeroed; all but its user data is filled in.</param>
    /// <param name="command">The part of a large entry that is the driver's, zeroed.</param>
    void Encode(in CommandCall call, ulong address, ref SubmissionEntry entry, Span<byte> command);

    /// <summary>What a completion says. May block where it is an error: the drive may be asked whether it is there.</summary>
    /// <returns>As the calls of <see cref="ICommandSet"/> return it: bytes, of an append its distance from the zone's start, or minus an error code.</returns>
    long Decode(in CommandCall call, in RingCompletion completion);
}
