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

    public bool Records { get; init; } = true;

    public IReadOnlyList<string> Calls => _calls;

    /// <summary>Where the memory of each lay.</summary>
    public List<ulong> Addresses { get; } = [];

    public void Encode(in CommandCall call, ulong address, ref SubmissionEntry entry, Span<byte> command)
    {
        if (Records)
        {
            _calls.Add(string.Create(CultureInfo.InvariantCulture, $"{call.Command} +{call.OffsetInZone} {call.Length}"));
            Addresses.Add(address);
        }

        entry.Opcode = call.Command == ZoneCommand.Read ? RingOpcode.Read : RingOpcode.Write;
        entry.Descriptor = file.Number;
        entry.Offset = (ulong)((call.Zone * (long)TestRequests.ZoneBytes) + call.OffsetInZone);
        entry.Address = address;
        entry.LengthBytes = (uint)call.Length;
    }

    public long Decode(in CommandCall call, in RingCompletion completion) => completion.Result;
}
