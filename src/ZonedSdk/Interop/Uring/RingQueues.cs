using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

namespace ZonedSdk.Interop.Uring;

/// <summary>The two queues of a ring in the memory that process and kernel share. Once it is enabled all of it belongs to one thread.</summary>
/// <remarks>
/// <para>Four indices, which only grow and wrap at 2^32; a queue's mask makes places of them. Each has one writer:</para>
/// <para>submission tail: ours. An entry is written before the tail that covers it (release).</para>
/// <para>submission head: the kernel's, within <see cref="Enter"/>. Below it the kernel has read the entries (acquire), so their places are free.</para>
/// <para>completion tail: the kernel's. A completion that it covers is written (acquire before it is read).</para>
/// <para>completion head: ours. A completion is read before the head that passes it (release), for then the kernel writes there.</para>
/// <para>Without a polling thread of the kernel's, which is never asked for here, entries are read within <see cref="Enter"/> alone. So between two calls the tail can be taken back.</para>
/// </remarks>
[SupportedOSPlatform("linux")]
internal sealed unsafe partial class RingQueues : IDisposable
{
    private readonly FileDescriptor _ring;
    private readonly int _number;
    private readonly int _entryBytes;
    private readonly int _completionBytes;
    private readonly uint _entryCount;
    private readonly uint _completionCount;
    private readonly byte* _queues;
    private readonly nuint _queuesBytes;
    private readonly byte* _entries;
    private readonly nuint _entriesBytes;
    private readonly uint* _submissionHead;
    private readonly uint* _submissionTail;
    private readonly uint* _completionHead;
    private readonly uint* _completionTail;
    private readonly byte* _completions;

    // Behind the last entry that is written, and perhaps not told yet.
    private uint _tail;

    private RingQueues(FileDescriptor ring, in RingParameters parameters, byte* queues, nuint queuesBytes, byte* entries, nuint entriesBytes)
    {
        _ring = ring;
        _number = ring.Number;
        _entryBytes = EntryBytes(parameters);
        _completionBytes = CompletionBytes(parameters);
        _entryCount = parameters.SubmissionEntries;
        _completionCount = parameters.CompletionEntries;
        _queues = queues;
        _queuesBytes = queuesBytes;
        _entries = entries;
        _entriesBytes = entriesBytes;
        _submissionHead = (uint*)(queues + parameters.SubmissionHead);
        _submissionTail = (uint*)(queues + parameters.SubmissionTail);
        _completionHead = (uint*)(queues + parameters.CompletionHead);
        _completionTail = (uint*)(queues + parameters.CompletionTail);
        _completions = queues + parameters.Completions;
        Flags = parameters.Flags;
        Features = parameters.Features;

        // Between the queue and its entries is a table of which entry is where. Here place n has entry n, for ever.
        uint* places = (uint*)(queues + parameters.SubmissionArray);
        for (uint place = 0; place < _entryCount; place++)
        {
            places[place] = place;
        }
    }

    /// <summary>What the ring is.</summary>
    public RingSetup Flags { get; }

    /// <summary>What the kernel can do beyond what is needed.</summary>
    public RingFeatures Features { get; }

    /// <summary>Entries that are written and that the kernel has not taken.</summary>
    public uint Unsubmitted => _tail - Volatile.Read(ref *_submissionHead);

    /// <summary>Makes a ring, which takes nothing until it is enabled.</summary>
    /// <returns>0, or an error number when there is none.</returns>
    public static int TryCreate(RingOptions options, out RingQueues? queues)
    {
        queues = null;
        uint entries = (uint)(options.SubmissionEntries > 0 ? options.SubmissionEntries : 2 * options.Depth);
        RingSetup plain = RingSetup.Disabled
            | (options.CompletionEntries > 0 ? RingSetup.CompletionQueueSize : RingSetup.None)
            | (options.HasLargeEntries ? RingSetup.LargeEntries | RingSetup.LargeCompletions : RingSetup.None);
        RingParameters parameters = new() { Flags = plain | RingSetup.SubmitAll | RingSetup.SingleIssuer | RingSetup.DeferTaskWork, CompletionEntries = (uint)options.CompletionEntries };
        int errno = RingCalls.Setup(entries, ref parameters, out FileDescriptor? ring);
        if (errno == Errno.Invalid)
        {
            // A kernel that does not know one of them.
            parameters = new RingParameters { Flags = plain, CompletionEntries = (uint)options.CompletionEntries };
            errno = RingCalls.Setup(entries, ref parameters, out ring);
        }

        if (ring is null)
        {
            return errno;
        }

        errno = (parameters.Features & RingFeatures.Needed) == RingFeatures.Needed ? Map(ring, parameters, out queues) : Errno.Invalid;
        if (queues is null)
        {
            ring.Dispose();
        }

        return errno;
    }

    /// <summary>Whether the kernel can do all of this.</summary>
    public bool Knows(IEnumerable<RingOpcode> opcodes)
    {
        const int HeaderBytes = 16;
        const int EachBytes = 8;
        const int FlagsOffset = 2;
        const int Most = 256;
        byte* probe = stackalloc byte[HeaderBytes + (Most * EachBytes)];
        Unsafe.InitBlock(probe, 0, HeaderBytes + (Most * EachBytes));
        return RingCalls.Register(_number, RingCalls.RegisterProbe, probe, Most) == 0 && opcodes.All(IsKnown);

        bool IsKnown(RingOpcode opcode) => (probe[HeaderBytes + ((int)opcode * EachBytes) + FlagsOffset] & 1) != 0;
    }

    /// <summary>Lets the ring begin. Whoever calls this is the one issuer from here on.</summary>
    /// <returns>0, or an error number.</returns>
    public int Enable() => RingCalls.Register(_number, RingCalls.RegisterEnableRings, null, 0);

    /// <summary>The place of the next entry, zeroed; null when the queue is full.</summary>
    public SubmissionEntry* TryBegin(out Span<byte> command)
    {
        command = default;
        if (Unsubmitted == _entryCount)
        {
            return null;
        }

        byte* entry = _entries + ((nuint)(_tail & (_entryCount - 1)) * (nuint)_entryBytes);
        Unsafe.InitBlock(entry, 0, (uint)_entryBytes);
        if (_entryBytes == SubmissionEntry.LargeBytes)
        {
            command = new Span<byte>(entry + SubmissionEntry.CommandOffset, SubmissionEntry.LargeBytes - SubmissionEntry.CommandOffset);
        }

        return (SubmissionEntry*)entry;
    }

    /// <summary>The entry is written: the next call hands it over.</summary>
    public void End() => _tail++;

    /// <summary>Takes the last entry back that the kernel has not taken.</summary>
    /// <returns>Its user data; null when there is none.</returns>
    public ulong? TakeBack()
    {
        if (Unsubmitted == 0)
        {
            return null;
        }

        _tail--;
        Volatile.Write(ref *_submissionTail, _tail);
        return ((SubmissionEntry*)(_entries + ((nuint)(_tail & (_entryCount - 1)) * (nuint)_entryBytes)))->UserData;
    }

    /// <summary>Hands over what is written, has the kernel finish what it has left to do for completions, and waits for some.</summary>
    /// <param name="atLeast">Returns when so many completions are there.</param>
    /// <param name="submits">False: only waits.</param>
    /// <returns>0 or above, or minus an error number. How many entries were taken tells <see cref="Unsubmitted"/>: an error of the wait hides it.</returns>
    public int Enter(uint atLeast, bool submits = true)
    {
        // Entries before the tail: the kernel must not see an index that covers what is not there yet.
        Volatile.Write(ref *_submissionTail, _tail);
        return RingCalls.Enter(_number, submits ? Unsubmitted : 0, atLeast);
    }

    /// <summary>Waits until there may be completions, or for so long. Hands nothing over.</summary>
    public void Wait(int milliseconds) => RingCalls.Wait(_number, milliseconds);

    /// <summary>Some completions have not been taken out.</summary>
    public bool HasCompletions => *_completionHead != Volatile.Read(ref *_completionTail);

    /// <summary>Takes the next completion out of the queue.</summary>
    public bool TryReap(out ulong userData, out RingCompletion completion)
    {
        // Nobody else writes the head, so it needs no barrier to be read.
        uint head = *_completionHead;
        if (head == Volatile.Read(ref *_completionTail))
        {
            userData = 0;
            completion = default;
            return false;
        }

        byte* at = _completions + ((nuint)(head & (_completionCount - 1)) * (nuint)_completionBytes);
        Debug.Assert((*(uint*)(at + 12) & 2) == 0, "An operation that ends more than once was never asked for.");
        userData = *(ulong*)at;
        completion = new RingCompletion(*(int*)(at + 8), _completionBytes > 16 ? *(ulong*)(at + 16) : 0, WasSubmitted: true);

        // Read before the head passes it: the kernel writes there as soon as it sees that.
        Volatile.Write(ref *_completionHead, head + 1);
        return true;
    }

    /// <summary>Lets go of ring and memory. Nothing is at the kernel any more.</summary>
    public void Dispose()
    {
        RingCalls.Unmap(_entries, _entriesBytes);
        RingCalls.Unmap(_queues, _queuesBytes);
        _ring.Dispose();
    }

    private static int Map(FileDescriptor ring, in RingParameters parameters, out RingQueues? queues)
    {
        queues = null;
        nuint queuesBytes = Math.Max(
            parameters.SubmissionArray + ((nuint)parameters.SubmissionEntries * sizeof(uint)),
            parameters.Completions + ((nuint)parameters.CompletionEntries * (nuint)CompletionBytes(parameters)));
        nuint entriesBytes = (nuint)parameters.SubmissionEntries * (nuint)EntryBytes(parameters);
        int errno = RingCalls.Map(ring, RingCalls.QueuesOffset, queuesBytes, out byte* memory);
        if (errno != 0)
        {
            return errno;
        }

        errno = RingCalls.Map(ring, RingCalls.EntriesOffset, entriesBytes, out byte* entries);
        if (errno != 0)
        {
            RingCalls.Unmap(memory, queuesBytes);
            return errno;
        }

        queues = new RingQueues(ring, parameters, memory, queuesBytes, entries, entriesBytes);
        return 0;
    }

    private static int EntryBytes(in RingParameters parameters) => parameters.Flags.HasFlag(RingSetup.LargeEntries) ? SubmissionEntry.LargeBytes : SubmissionEntry.SizeBytes;

    private static int CompletionBytes(in RingParameters parameters) => parameters.Flags.HasFlag(RingSetup.LargeCompletions) ? 32 : 16;
}
