using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Benchmarks.Pairing;
using ZonedSdk.Zones;

namespace ZonedSdk.Benchmarks.Backends;

/// <summary>Generated adapters against hand-written ones.</summary>
internal static class BackendPairs
{
    private const double Bar = 1.05;

    public static IEnumerable<Pair> All()
    {
        yield return Commands("described commands, 4 KiB writes at the backend", ZoneRequestKind.Write);
        yield return Commands("described commands, 4 KiB reads at the backend", ZoneRequestKind.Read);
        yield return new Pair("described commands, 4 KiB appends through the device", Appends(new GeneratedBackend()), Appends(new HandWrittenBackend()), Bar);
        yield return new Pair(
            "a described engine, 4 KiB writes at the backend",
            Requests(NewDrive(), ZoneRequestKind.Write),
            Requests(new HandWrittenForwarder(NewDrive()), ZoneRequestKind.Write),
            Bar);
    }

    private static Pair Commands(string name, ZoneRequestKind kind) =>
        new(name, Requests(new GeneratedBackend(), kind), Requests(new HandWrittenBackend(), kind), Bar);

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
        AppendLoop loop = new(backend);
        return loop.Run;
    }

    private sealed class RequestLoop(IZoneBackend backend, ZoneRequestKind kind) : IRequestOwner
    {
        private readonly ZoneRequest _request = new(pool: null) { Kind = kind, Buffer = AlignedMemory.Of(BenchmarkMedium.BlockBytes), CommandLengthBytes = BenchmarkMedium.BlockBytes };
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
                    Require(backend.ManageAsync(ZoneAction.Reset, 0, CancellationToken.None).GetAwaiter().GetResult().IsSuccess);
                }

                _request.Offset = (long)_block++ * BenchmarkMedium.BlockBytes;
                _request.Arm(this);
                backend.Submit(_request);
                backend.Kick();
            }

            Require(_left == 0);
        }

        void IRequestOwner.OnCompleted(ZoneRequest request, in BackendResult result)
        {
            Require(result.IsSuccess && result.BytesTransferred == BenchmarkMedium.BlockBytes);
            _left--;
        }
    }

    private sealed class AppendLoop(IZoneBackend backend)
    {
        private readonly Memory<byte> _data = AlignedMemory.Of(BenchmarkMedium.BlockBytes);
        private ZonedDevice? _device;
        private int _left;

        public void Run(int operations)
        {
            _device ??= ZonedDevice.OpenAsync(backend).AsTask().GetAwaiter().GetResult();
            for (int i = 0; i < operations; i++)
            {
                if (_left == 0)
                {
                    _left = BenchmarkMedium.ZoneBytes / BenchmarkMedium.BlockBytes;
                    _device.ResetZoneAsync(0).AsTask().GetAwaiter().GetResult();
                }

                _left--;
                ValueTask<long> append = _device.AppendAsync(0, _data);
                Require(append.IsCompletedSuccessfully);
                _ = append.GetAwaiter().GetResult();
            }
        }
    }

    // A benchmark that does less work than it says would be fast.
    private static void Require(bool isSound)
    {
        if (!isSound)
        {
            throw new InvalidOperationException("An operation of the benchmark did not do its work.");
        }
    }
}
