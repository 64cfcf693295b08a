using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Benchmarks.Backends;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;
using ZonedSdk.Zones;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Adapters that the generator writes from a table, against adapters that were written by hand for the same medium.</summary>
internal sealed class GeneratedAdapters : Row
{
    public override string Id => "adapters";

    public override string Title => "Generated adapter / hand-written one, time of an operation";

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        yield return Compare(effort, "4 KiB writes at the backend", Requests(new GeneratedBackend(), ZoneRequestKind.Write), Requests(new HandWrittenBackend(), ZoneRequestKind.Write));
        yield return Compare(effort, "4 KiB reads at the backend", Requests(new GeneratedBackend(), ZoneRequestKind.Read), Requests(new HandWrittenBackend(), ZoneRequestKind.Read));
        yield return Compare(effort, "4 KiB appends through the device", Appends(new GeneratedBackend()), Appends(new HandWrittenBackend()));
        yield return Compare(effort, "an engine, 4 KiB writes at the backend", Requests(NewDrive(), ZoneRequestKind.Write), Requests(new HandWrittenForwarder(NewDrive()), ZoneRequestKind.Write));
    }

    private static Figure Compare(Effort effort, string label, Action<int> generated, Action<int> handWritten)
    {
        Interleaved taken = Interleaved.Measure(
            effort.ShortPairs,
            OperationTurn.Of(generated, effort.ShortTurn, effort.WarmUp),
            OperationTurn.Of(handWritten, effort.ShortTurn, effort.WarmUp));
        return new Figure(
            Bar.AtMost(label, 1.05, 1.02),
            taken.Of(figures => figures[0] / figures[1]),
            taken.Rounds,
            $"generated {taken.MedianOf(0):F0} ns, by hand {taken.MedianOf(1):F0} ns");
    }

    private static MemoryDrive NewDrive() => new(new MemoryDriveOptions
    {
        ZoneSizeBytes = BenchmarkMedium.ZoneBytes,
        SizeBytes = BenchmarkMedium.Zones * BenchmarkMedium.ZoneBytes,
        HasVolatileCache = false,
    });

    /// <summary>One request at a time over a zone, as the runtime would submit it; the zone is reset when it is full.</summary>
    private static Action<int> Requests(IZoneBackend backend, ZoneRequestKind kind)
    {
        RequestLoop loop = new(backend, kind);
        return loop.Run;
    }

    private static Action<int> Appends(IZoneBackend backend)
    {
        ZonedDevice device = BlockingDevice.Open(backend, isInline: true);
        return new AppendLoop(device, zones: 1, [AlignedMemory.Of(BenchmarkMedium.BlockBytes)]).Run;
    }

    private sealed class RequestLoop(IZoneBackend backend, ZoneRequestKind kind) : IRequestOwner
    {
        private readonly ZoneRequest _request = new() { Kind = kind, Buffer = AlignedMemory.Of(BenchmarkMedium.BlockBytes), CommandLengthBytes = BenchmarkMedium.BlockBytes };
        private int _left;
        private int _block;

        public void Run(int operations)
        {
            _left = operations;
            for (int i = 0; i < operations; i++)
            {
                if (_block == BenchmarkMedium.ZoneBytes / BenchmarkMedium.BlockBytes)
                {
                    _block = 0;
                    Soundness.Require(backend.ManageAsync(ZoneAction.Reset, 0, CancellationToken.None).GetAwaiter().GetResult().IsSuccess);
                }

                _request.Offset = (long)_block++ * BenchmarkMedium.BlockBytes;
                _request.Arm(this);
                backend.Submit(_request);
                backend.Kick();
            }

            Soundness.Require(_left == 0);
        }

        void IRequestOwner.OnCompleted(ZoneRequest request, in BackendResult result)
        {
            Soundness.Require(result.IsSuccess && result.BytesTransferred == BenchmarkMedium.BlockBytes);
            _left--;
        }
    }
}
