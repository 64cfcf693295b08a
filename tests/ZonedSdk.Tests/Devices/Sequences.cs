using System.Buffers;

namespace ZonedSdk.Tests.Devices;

/// <summary>Sequences of segments that a test names.</summary>
internal static class Sequences
{
    public static ReadOnlySequence<byte> Of(params IEnumerable<ReadOnlyMemory<byte>> segments)
    {
        Segment? first = null;
        Segment? last = null;
        foreach (ReadOnlyMemory<byte> memory in segments)
        {
            last = new Segment(memory, last);
            first ??= last;
        }

        return first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            RunningIndex = previous is null ? 0 : previous.RunningIndex + previous.Memory.Length;
            if (previous is not null)
            {
                previous.Next = this;
            }
        }
    }
}
