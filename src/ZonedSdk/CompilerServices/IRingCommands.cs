using ZonedSdk.Backends;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.CompilerServices;

/// <summary>The transfers of a described drive as entries of a ring. Everything else a drive is told by calls that block (<see cref="ICommandSet"/>).</summary>
internal interface IRingCommands
{
    /// <summary>Where memory has to lie: a power of two, 1 = anywhere. What lies elsewhere goes through memory that lies well.</summary>
    int AlignmentBytes { get; }

    /// <summary>Of a write whose memory is in several places, where each stretch of it has to begin and to end for the drive to get one command all the same: a power of two, not below <see cref="AlignmentBytes"/>; where the last one ends does not matter. 0 = a
    /// write is always one stretch. What lies elsewhere is copied together.</summary>
    int StretchAlignmentBytes => 0;

    /// <summary>Writes an entry. On the ring's thread.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="memory">The memory, which stays where it is. In several stretches only of a write, and only where <see cref="StretchAlignmentBytes"/> allows it.</param>
    /// <param name="entry">Zeroed; all but its user data is filled in.</param>
    /// <param name="command">The part of a large entry that is the driver's, zeroed.</param>
    void Encode(in CommandCall call, in RingMemory memory, ref SubmissionEntry entry, Span<byte> command);

    /// <summary>Whether a command that the kernel has taken has succeeded, for <see cref="Decode"/> does not block then.</summary>
    bool HasSucceeded(in RingCompletion completion);

    /// <summary>Whether a command that the kernel has taken, and that ended so, is sent once more, by a call that blocks. Only where nothing of it was executed, or where the drive refuses what it has executed already. One that the kernel has not taken always is.</summary>
    bool IsToBeRepeated(in RingCompletion completion) => false;

    /// <summary>What a completion says. May block where it is an error: the drive may be asked whether it is there.</summary>
    /// <returns>As the calls of <see cref="ICommandSet"/> return it: bytes, of an append its distance from the zone's start, or minus an error code.</returns>
    long Decode(in CommandCall call, in RingCompletion completion);
}
