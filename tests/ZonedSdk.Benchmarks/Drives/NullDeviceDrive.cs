using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ZonedSdk.Annotations;
using ZonedSdk.Backends;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Benchmarks.Drives;

/// <summary>A drive whose zones are /dev/null, by the library's own ring: all that a write takes is processor time, of the runtime, the ring and the kernel.</summary>
internal sealed class NullDeviceDrive : IZoneBackend, IRegistersMemory
{
    private const int BlockBytes = 4096;
    private const int Zones = 4;

    // So large that no run fills a zone.
    private const long ZoneBytes = 1L << 50;

    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly Stack<NullWrite> _idle = new();

    private readonly FileDescriptor _device;
    private readonly IoRing _ring;

    /// <param name="depth">Most writes at the kernel at once.</param>
    /// <param name="completesInline">Completions on the ring's thread; otherwise batches of them on the thread pool.</param>
    public NullDeviceDrive(int depth, bool completesInline)
    {
        int errno = Libc.Open("/dev/null", Libc.ReadWrite, out FileDescriptor? device);
        _device = device ?? throw new InvalidOperationException($"/dev/null cannot be opened: {Errno.Describe(errno)}.");
        var options = new RingOptions { Name = "null", Depth = depth, Opcodes = [RingOpcode.Write], CompletesInline = completesInline, Device = _device };
        _ring = IoRing.TryCreate(options, out RingRefusal? refusal) ?? throw new InvalidOperationException($"There is no ring: {refusal}");
    }

    public string Name => "null";

    public DeviceIdentity Identity => new("null");

    public Geometry Geometry { get; } = new(BlockBytes, ZoneBytes, Zones * ZoneBytes);

    public Limits Limits { get; } = new();

    public BackendCapabilities Capabilities { get; } = new() { ClosesImplicitly = true };

    public void Submit(ZoneRequest request)
    {
        NullWrite? write;
        lock (_gate)
        {
            _ = _idle.TryPop(out write);
        }

        write ??= new NullWrite(this);
        write.Begin(request);
        _ring.Push(write);
    }

    public void Kick() => _ring.Kick();

    public void Register(PinnedArray memory) => _ring.Register(memory);

    public ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken) => new(BackendResult.Success());

    public ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken) =>
        new(DrivenZone.Report(Geometry, firstZone, zones, static _ => 0));

    public ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) => new(BackendResult.Success());

    public async ValueTask DisposeAsync()
    {
        await _ring.DisposeAsync().ConfigureAwait(false);
        _device.Dispose();
    }

    private void Return(NullWrite write)
    {
        lock (_gate)
        {
            _idle.Push(write);
        }
    }

    private sealed class NullWrite(NullDeviceDrive drive) : RingOperation
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
            drive.Return(this);
            request.Complete(ticket, completion.Result < 0 ? BackendResult.Failure(ZoneError.Io, -completion.Result) : BackendResult.Success(completion.Result));
        }
    }
}
