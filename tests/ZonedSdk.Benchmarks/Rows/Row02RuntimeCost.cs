using System.Runtime.CompilerServices;
using ZonedSdk.Backends;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;
using ZonedSdk.Zones;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>What the runtime takes of an append that stays pending: from the call to the continuation, without what the drive takes by itself, in the currency of the cheapest correct program.</summary>
internal sealed class Row02RuntimeCost : Row
{
    private const int BlockBytes = 4096;

    public override string Id => "2";

    public override string Title => "Submission and a pending completion over a no-op drive, minus that drive, in uncontended locks";

    public override bool IsQuiet => true;

    public override bool ComesFirst => true;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        Interleaved taken = Interleaved.Measure(
            effort.ShortPairs,
            OperationTurn.Of(new DeviceAppends().Run, effort.ShortTurn, effort.WarmUp),
            OperationTurn.Of(new DriveWrites().Run, effort.ShortTurn, effort.WarmUp),
            OperationTurn.Of(new UncontendedLock().Run, effort.ShortTurn, effort.WarmUp));
        yield return new Figure(
            Bar.AtMost("inline continuations", 4, 2.5, Unit.Locks),
            taken.Of(figures => (figures[0] - figures[1]) / figures[2]),
            taken.Rounds,
            $"device {taken.MedianOf(0):F1} ns, drive alone {taken.MedianOf(1):F1} ns, a lock {taken.MedianOf(2):F1} ns");
    }

    private sealed class DeviceAppends
    {
        private readonly NoOpDrive _drive = new();
        private readonly ZonedDevice _device;
        private readonly Memory<byte> _data = AlignedMemory.Of(BlockBytes);
        private readonly Action _onEnded;
        private long _ended;

        public DeviceAppends()
        {
            _device = BlockingDevice.Open(_drive, isInline: true);
            _onEnded = () => _ended++;
        }

        public void Run(int operations)
        {
            long before = _ended;
            for (int index = 0; index < operations; index++)
            {
                ConfiguredValueTaskAwaitable<long>.ConfiguredValueTaskAwaiter append = _device.AppendAsync(0, _data).ConfigureAwait(false).GetAwaiter();
                append.UnsafeOnCompleted(_onEnded);
                _drive.CompletePending();
                append.GetResult();
            }

            Soundness.Require(_ended - before == operations);
        }
    }

    private sealed class DriveWrites : IRequestOwner
    {
        private readonly NoOpDrive _drive = new();
        private readonly ZoneRequest _request = new() { Kind = ZoneRequestKind.Write, Buffer = AlignedMemory.Of(BlockBytes), CommandLengthBytes = BlockBytes };
        private long _ended;

        public void Run(int operations)
        {
            long before = _ended;
            for (int index = 0; index < operations; index++)
            {
                _request.Arm(this);
                _drive.Submit(_request);
                _drive.Kick();
                _drive.CompletePending();
            }

            Soundness.Require(_ended - before == operations);
        }

        void IRequestOwner.OnCompleted(ZoneRequest request, in BackendResult result) => _ended++;
    }

    private sealed class UncontendedLock
    {
        private readonly Lock _gate = new();
        private long _count;

        public void Run(int operations)
        {
            for (int index = 0; index < operations; index++)
            {
                lock (_gate)
                {
                    _count++;
                }
            }
        }
    }
}
