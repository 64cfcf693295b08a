using ZonedSdk.Backends;
using ZonedSdk.CompilerServices;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;
using ZonedSdk.Tests.Backends;

namespace ZonedSdk.Tests.Rings;

/// <summary>Writes that queued up and go as one: out of their own memory where it lies so that the drive gets one command, and out of a copy elsewhere.</summary>
public sealed class RingChainTests
{
    private const int Block = TestRequests.Block;

    [Theory]
    [InlineData(3, new[] { Block, 2 * Block, Block })]
    [InlineData(3, new[] { Block, 2 * Block, 512 })]
    [InlineData(0, new[] { Block, 512, Block })]
    [InlineData(0, new[] { Block, 2 * Block, Block }, 512)]
    [InlineData(2, new[] { 0, Block, 0, Block })]
    public async Task Chain_whose_parts_begin_and_end_at_pages_is_not_copied(int stretches, int[] lengths, int beyondPage = 0)
    {
        FileRingCommands commands = new(new FileDescriptor()) { StretchAlignmentBytes = Block };
        PagedMemory[] parts = [.. lengths.Select((length, i) => new PagedMemory(length, (byte)(i + 1), i == 1 ? beyondPage : 0))];
        List<byte[]> written = [];
        await using CommandEngine engine = Engine(commands, (in SubmissionEntry entry) =>
        {
            Assert.All(parts, part => Assert.Equal(stretches > 0 && part.GetSpan().Length > 0 ? 1 : 0, part.Holders));
            byte[] bytes = AnsweringRing.BytesOf(entry);
            written.Add(bytes);
            return AnsweringRing.Ended(bytes.Length);
        });

        Assert.Equal([BackendResult.Success(lengths.Sum())], await RingEngineTests.RunAsync(engine, ChainOf(parts)));
        Assert.Equal([stretches], commands.Stretches);
        Assert.Equal([$"Write +0 {lengths.Sum()}"], commands.Calls);
        Assert.Equal(parts.SelectMany(part => part.Memory.ToArray()), Assert.Single(written));
        Assert.All(parts, part => Assert.Equal(0, part.Holders));
    }

    [Fact]
    public async Task Rest_of_a_short_write_follows_where_it_stopped()
    {
        // The first ends within the second part, the second within the third.
        Queue<int> answers = new([2 * Block, (2 * Block) + 512, 4096]);
        FileRingCommands commands = new(new FileDescriptor()) { StretchAlignmentBytes = Block };
        PagedMemory[] parts = [new(Block, 1), new(2 * Block, 2), new(2 * Block, 3)];
        List<byte[]> written = [];
        List<ulong> places = [];
        await using CommandEngine engine = Engine(commands, (in SubmissionEntry entry) =>
        {
            int count = Math.Min(answers.Dequeue(), AnsweringRing.BytesOf(entry).Length);
            written.Add(AnsweringRing.BytesOf(entry)[..count]);
            places.Add(entry.Offset - TestRequests.ZoneBytes);
            return AnsweringRing.Ended(count);
        });

        Assert.Equal([BackendResult.Success(5 * Block)], await RingEngineTests.RunAsync(engine, ChainOf(parts)));
        Assert.Equal([0UL, 2 * Block, (4 * Block) + 512], places);
        Assert.Equal(parts.SelectMany(part => part.Memory.ToArray()), written.SelectMany(bytes => bytes));

        // What is left of a part that was cut lies badly, and is copied.
        Assert.Equal([3, 2, 0], commands.Stretches);
        Assert.All(parts, part => Assert.Equal(0, part.Holders));
    }

    [Fact]
    public async Task Error_of_a_chain_ends_it_with_what_was_written_before()
    {
        Queue<int> answers = new([2 * Block, -75]);
        PagedMemory[] parts = [new(Block), new(2 * Block), new(Block)];
        await using CommandEngine engine = Engine(new FileRingCommands(new FileDescriptor()) { StretchAlignmentBytes = Block }, (in SubmissionEntry _) => AnsweringRing.Ended(answers.Dequeue()));
        Assert.Equal([BackendResult.Failure(ZoneError.TooManyActiveZones, 75, 2 * Block)], await RingEngineTests.RunAsync(engine, ChainOf(parts)));
        Assert.All(parts, part => Assert.Equal(0, part.Holders));
    }

    /// <summary>Writes of so many parts of memory, one behind the other, as one command.</summary>
    internal static ZoneRequest ChainOf(PagedMemory[] parts)
    {
        ZoneRequest? head = null;
        ZoneRequest? last = null;
        long offset = 0;
        foreach (PagedMemory part in parts)
        {
            ZoneRequest request = TestRequests.Of(ZoneRequestKind.Write, offset, part.Memory);
            offset += part.Memory.Length;
            head ??= request;
            _ = last is null ? null : last.NextCoalesced = request;
            last = request;
        }

        head!.CommandLengthBytes = offset;
        return head;
    }

    private static CommandEngine Engine(FileRingCommands commands, AnsweringRing.Answer answer) =>
        RingEngineTests.Engine(commands, new AnsweringRing(answer), WriteOrdering.Required);
}
