using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ZonedSdk.Backends;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Benchmarks.Drives;

/// <summary>A drive whose zones are /dev/null, by the library's own rings: all that a write takes is processor time, of the runtime, the rings and the kernel.</summary>
internal sealed class NullDeviceDrive : IZoneBackend, IRegistersMemory
{
    private const int BlockBytes = 4096;
    private const int Zones = 16;

    // So large that no run fills a zone.
    private const long ZoneBytes = 1L << 50;

    private readonly FileDescriptor _device;
    private readonly RingLanes<NullWrite> _lanes;

    /// <param name="depth">Most writes at the kernel at once.</param>
    /// <param name="completesInline">Completions on the rings' threads; otherwise batches of them on the thread pool.</param>
    /// <param name="ringCount">How many rings share the depth.</param>
    public NullDeviceDrive(int depth, bool completesInline, int ringCount = 1)
    {
        int errno = Libc.Open("/dev/null", Libc.ReadWrite, out FileDescriptor? device);
        _device = device ?? throw new InvalidOperationException($"/dev/null cannot be opened: {Errno.Describe(errno)}.");
        var options = new RingOptions { Name = "null", Depth = depth, Opcodes = [RingOpcode.Write], CompletesInline = completesInline, Device = _device };
        OpenedRings opened = OpenedRings.Open(options, ringCount, () => new ReadTrial(_device, offset: 0, BlockBytes), "a read by one failed");
        _lanes = opened.Refusal is null ? new RingLanes<NullWrite>(opened.Rings) : throw new InvalidOperationException($"There are no {ringCount} rings: {opened.Refusal.Why}");
    }

    public string Name => "null";

    public DeviceIdentity Identity => new("null");

    public Geometry Geometry { get; } = new(BlockBytes, ZoneBytes, Zones * ZoneBytes);

    public Limits Limits { get; } = new();

    public BackendCapabilities Capabilities { get; } = new() { ClosesImplicitly = true };

    public void Submit(ZoneRequest request)
    {
        RingLane<NullWrite> lane = _lanes.Of(request.ZoneIndex);
        if (!lane.TryTake(out NullWrite? write))
        {
            write = new NullWrite(this, lane);
        }

        write.Begin(request);
        lane.Ring.Push(write);
    }

    public void Kick() => _lanes.Kick();

    public void Register(PinnedArray memory) => _lanes.Register(memory);

    public ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken) => new(BackendResult.Success());

    public ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken) =>
        new(DrivenZone.Report(Geometry, firstZone, zones, static _ => 0));

    public ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) => new(BackendResult.Success());

    public async ValueTask DisposeAsync()
    {
        await _lanes.DisposeAsync().ConfigureAwait(false);
        _device.Dispose();
    }

    private sealed class NullWrite(NullDeviceDrive drive, RingLane<NullWrite> lane) : RingOperation
    {
        private ZoneRequest? _request;
        private long _ticket;

        public void Begin(ZoneRequest request)
        {
            _request = request;
            _ticket = request.Ticket;
        }

        protected internal override unsafe bool Prepare(ref SubmissionEntry entry, Span<byte> command)
        {
            // All memory of the benchmarks lies still.
            Span<byte> data = _request!.Buffer.Span;
            entry.Opcode = RingOpcode.Write;
            entry.Descriptor = drive._device.Number;
            entry.Offset = (ulong)_request.Offset;
            entry.Address = (ulong)(nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(data));
            entry.LengthBytes = (uint)data.Length;
            return true;
        }

        protected internal override void Complete(in RingCompletion completion)
        {
            // Once it is given back, somebody else may begin with it.
            ZoneRequest request = _request!;
            long ticket = _ticket;
            _request = null;
            lane.Return(this);
            request.Complete(ticket, completion.Result < 0 ? BackendResult.Failure(ZoneError.Io, -completion.Result) : BackendResult.Success(completion.Result));
        }
    }
}
