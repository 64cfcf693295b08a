using System.Buffers;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Tests.Rings;

/// <summary>Transfers of a file past the page cache, by memory that the collector would move.</summary>
public sealed class RingFileTests : IDisposable
{
    private const int Block = 4096;
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);
    private readonly string _path = Path.GetTempFileName();
    private readonly FileDescriptor _file;

    public RingFileTests()
    {
        // A file system in memory may not have O_DIRECT.
        if (Libc.Open(_path, Libc.ReadWrite | Libc.Direct, out FileDescriptor? file) != 0)
        {
            Assert.Equal(0, Libc.Open(_path, Libc.ReadWrite, out file));
        }

        _file = file!;
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    [RingFact]
    public async Task What_was_written_is_read_again_while_the_collector_moves_memory()
    {
        const int Blocks = 512;
        const int BlocksBetweenCollections = 16;
        IoRing? ring = IoRing.TryCreate(new RingOptions { Name = "test", Depth = 16, Device = _file }, out RingRefusal? refusal);
        Assert.True(ring is not null, refusal?.Why);
        await using IoRing disposed = ring;
        foreach (RingOpcode opcode in (RingOpcode[])[RingOpcode.Write, RingOpcode.Read])
        {
            Transfer[] transfers = [.. Enumerable.Range(0, Blocks).Select(block => new Transfer(_file, opcode, block))];
            foreach (Transfer transfer in transfers)
            {
                ring.Push(transfer);
                ring.Kick();
                if (transfer.Number % BlocksBetweenCollections == 0)
                {
                    // The transfers and their memory are young, so they move; the heap of all other tests, which stays where it is, would take seconds each time.
                    GC.Collect(1, GCCollectionMode.Forced, blocking: true, compacting: true);
                }
            }

            foreach (Transfer transfer in transfers)
            {
                Assert.Equal(Block, await transfer.Ended.WaitAsync(s_long));
            }
        }

        byte[] bytes = await File.ReadAllBytesAsync(_path);
        Assert.Equal(Enumerable.Range(0, Blocks), Enumerable.Range(0, Blocks).Select(block => BitConverter.ToInt32(bytes, block * Block)));
    }

    /// <summary>One block; its memory lies where it happens to when the transfer begins. What was read is looked at when it ends.</summary>
    private sealed class Transfer(FileDescriptor file, RingOpcode opcode, int block) : RingOperation
    {
        private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly byte[] _memory = new byte[2 * Block];
        private MemoryHandle _pin;
        private int _at;

        public Task<int> Ended => _ended.Task;

        public int Number => block;

        protected internal override unsafe bool Prepare(ref SubmissionEntry entry, Span<byte> command)
        {
            _pin = _memory.AsMemory().Pin();
            _at = (int)(Block - ((nuint)_pin.Pointer % Block));
            if (opcode == RingOpcode.Write)
            {
                Data.Fill(block);
            }

            entry.Opcode = opcode;
            entry.Descriptor = file.Number;
            entry.Offset = (ulong)block * Block;
            entry.Address = (ulong)_pin.Pointer + (ulong)_at;
            entry.LengthBytes = Block;
            return true;
        }

        protected internal override void Complete(in RingCompletion completion)
        {
            bool isSame = Data.IndexOfAnyExcept(block) < 0;
            _pin.Dispose();
            _ended.SetResult(isSame ? completion.Result : -Errno.Io);
        }

        private Span<int> Data => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(_memory.AsSpan(_at, Block));
    }
}
