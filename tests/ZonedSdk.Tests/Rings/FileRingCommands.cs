using System.Globalization;
using ZonedSdk.Backends;
using ZonedSdk.CompilerServices;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;
using ZonedSdk.Tests.Backends;

namespace ZonedSdk.Tests.Rings;

/// <summary>A drive's transfers as those of a file, and what was asked of it.</summary>
internal sealed class FileRingCommands(FileDescriptor file) : IRingCommands
{
    private readonly List<string> _calls = [];

    public int AlignmentBytes { get; init; } = 1;

    public int StretchAlignmentBytes { get; init; }

    /// <summary>A drive that refuses what it has executed already.</summary>
    public bool Repeats { get; init; }

    public bool Records { get; init; } = true;

    public IReadOnlyList<string> Calls => _calls;

    /// <summary>Where the memory of each lay.</summary>
    public List<ulong> Addresses { get; } = [];

    /// <summary>In how many stretches the memory of each lay; 0 = in one, without a table.</summary>
    public List<int> Stretches { get; } = [];

    public void Encode(in CommandCall call, in RingMemory memory, ref SubmissionEntry entry, Span<byte> command)
    {
        if (Records)
        {
            _calls.Add(string.Create(CultureInfo.InvariantCulture, $"{call.Command} +{call.OffsetInZone} {call.Length}"));
            Addresses.Add(memory.Address);
            Stretches.Add(memory.Stretches);
        }

        entry.Opcode = call.Command == ZoneCommand.Read ? RingOpcode.Read : memory.Stretches > 0 ? RingOpcode.WriteVector : RingOpcode.Write;
        entry.Descriptor = file.Number;
        entry.Offset = (ulong)((call.Zone * (long)TestRequests.ZoneBytes) + call.OffsetInZone);
        entry.Address = memory.Address;
        entry.LengthBytes = (uint)(memory.Stretches > 0 ? memory.Stretches : call.Length);
    }

    public bool HasSucceeded(in RingCompletion completion) => completion.Result > 0;

    public bool IsToBeRepeated(in RingCompletion completion) => Repeats && completion.Result is -Errno.Again;

    public long Decode(in CommandCall call, in RingCompletion completion) => completion.Result;
}
