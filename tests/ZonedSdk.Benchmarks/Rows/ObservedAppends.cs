using System.Diagnostics.Metrics;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Appends while somebody listens to every instrument of the library, against appends to which nobody listens.</summary>
internal sealed class ObservedAppends : Row
{
    private const int BlockBytes = 4096;
    private const string MeterName = "ZonedSdk";

    public override string Id => "telemetry";

    public override string Title => "Append with a listener to all metrics / without, time of an operation";

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        Func<double> turn = OperationTurn.Of(new Appends().Run, effort.ShortTurn, effort.WarmUp);
        int instruments = 0;
        Interleaved taken = Interleaved.Measure(
            effort.ShortPairs,
            () =>
            {
                using MeterListener listener = Listen();
                return turn();
            },
            turn);
        Soundness.Require(instruments > 0);
        yield return new Figure(
            Bar.AtMost("no-op drive, inline", 1.05, 1.02),
            taken.Of(figures => figures[0] / figures[1]),
            taken.Rounds,
            $"with {taken.MedianOf(0):F1} ns, without {taken.MedianOf(1):F1} ns, {instruments / taken.Rounds} instruments");

        MeterListener Listen()
        {
            var listener = new MeterListener
            {
                InstrumentPublished = (instrument, own) =>
                {
                    if (instrument.Meter.Name == MeterName)
                    {
                        own.EnableMeasurementEvents(instrument);
                        instruments++;
                    }
                },
            };
            listener.Start();
            return listener;
        }
    }

    private sealed class Appends
    {
        private readonly NoOpDrive _drive = new();
        private readonly ZonedDevice _device;
        private readonly Memory<byte> _data = AlignedMemory.Of(BlockBytes);
        private long _ended;

        public Appends() => _device = BlockingDevice.Open(_drive, isInline: true);

        public void Run(int operations)
        {
            for (int index = 0; index < operations; index++)
            {
                ValueTask<long> append = _device.AppendAsync(0, _data);
                _drive.CompletePending();
                _ended += append.GetAwaiter().GetResult() >= 0 ? 1 : 0;
            }

            Soundness.Require(_ended >= operations);
        }
    }
}
