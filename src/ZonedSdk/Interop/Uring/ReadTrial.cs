using System.Runtime.Versioning;

namespace ZonedSdk.Interop.Uring;

/// <summary>A read of a file, for the sake of the way that it takes.</summary>
/// <param name="descriptor">The file.</param>
/// <param name="offset">Where it is read.</param>
/// <param name="lengthBytes">How much.</param>
[SupportedOSPlatform("linux")]
internal sealed class ReadTrial(FileDescriptor descriptor, long offset, int lengthBytes) : RingTrial
{
    private readonly AlignedBuffer _memory = new(lengthBytes);

    public override void Dispose()
    {
        _memory.Dispose();
        base.Dispose();
    }

    protected internal override bool Prepare(ref SubmissionEntry entry, Span<byte> command)
    {
        entry.Opcode = RingOpcode.Read;
        entry.Descriptor = descriptor.Number;
        entry.Offset = (ulong)offset;
        entry.Address = _memory.Address;
        entry.LengthBytes = (uint)_memory.LengthBytes;
        return true;
    }
}
