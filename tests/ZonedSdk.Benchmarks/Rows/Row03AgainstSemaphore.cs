using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Held;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>An awaited append of one writer against the same write under a semaphore that is held across it: what it costs to be correct, where the drive costs nothing.</summary>
internal sealed class Row03AgainstSemaphore : Row
{
    private const int BlockBytes = 4096;

    public override string Id => "3";

    public override string Title => "No-op append against SemaphoreSlim held";

    public override bool IsQuiet => true;

    public override bool ComesFirst => true;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        var drive = new NoOpDrive();
        ZonedDevice device = BlockingDevice.Open(drive, isInline: true);
        var heldDrive = new NoOpDrive();
        using var held = new HeldBySemaphore(heldDrive, zone: 0, isInline: true);
        Interleaved taken = Interleaved.Measure(
            effort.ShortPairs,
            OperationTurn.Of(new Writer(drive, data => device.AppendAsync(0, data)).Run, effort.ShortTurn, effort.WarmUp),
            OperationTurn.Of(new Writer(heldDrive, held.AppendAsync).Run, effort.ShortTurn, effort.WarmUp));
        yield return new Figure(
            Bar.AtLeast("one writer, inline", 2, 3),
            taken.Of(figures => figures[1] / figures[0]),
            taken.Rounds,
            $"append {taken.MedianOf(0):F0} ns, held {taken.MedianOf(1):F0} ns");
        BlockingDevice.Close(device);
    }

    /// <summary>Awaits one append after the other; the drive ends each when it has become pending.</summary>
    private sealed class Writer(NoOpDrive drive, Func<Memory<byte>, ValueTask<long>> append)
    {
        private readonly Memory<byte> _data = AlignedMemory.Of(BlockBytes);

        public void Run(int operations)
        {
            Task all = WriteAsync(operations);
            while (!all.IsCompleted)
            {
                drive.CompletePending();
            }

            all.GetAwaiter().GetResult();
        }

        private async Task WriteAsync(int operations)
        {
            for (int index = 0; index < operations; index++)
            {
                await append(_data).ConfigureAwait(false);
            }
        }
    }
}
