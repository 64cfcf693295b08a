using ZonedSdk.Annotations;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image;

/// <summary>Moves an image's data by a ring: many transfers of a zone at once, in whatever order the kernel likes, for the drive acknowledges over what has landed.</summary>
internal sealed class ImageTransfers : IZoneTransfers, IAsyncDisposable
{
    private readonly ImageRing _ring;
    private readonly Func<int, long> _offsetOf;
    private readonly string _name;
    private readonly Lock _gate = new();

    // As many are kept as were ever under way at once.
    [GuardedBy(nameof(_gate))]
    private readonly Stack<ImageTransfer> _idle = new();

    /// <summary>Takes a ring over.</summary>
    /// <param name="ring">The ring; owned.</param>
    /// <param name="offsetOf">Where a zone begins in the file.</param>
    /// <param name="name">The image, for messages.</param>
    public ImageTransfers(ImageRing ring, Func<int, long> offsetOf, string name)
    {
        _ring = ring;
        _name = name;
        _offsetOf = offsetOf;
        Buffers = new AlignedBufferPool(ImageDataPath.MaxCopiedBytes, name);
    }

    /// <summary>The number of the file that data are read from and written to.</summary>
    public int Descriptor => _ring.Descriptor;

    /// <summary>Where memory has to lie.</summary>
    public int AlignmentBytes => _ring.AlignmentBytes;

    /// <summary>For memory that lies elsewhere. No more are in use than the ring is deep, and as many again whose ends are being told.</summary>
    public AlignedBufferPool Buffers { get; }

    public BackendFinding? Finding => _ring.Ring.MemoryErrno is var errno and not 0 ? ImageDescription.MemoryUnregistered(_name, errno) : null;

    public void Begin(DriveCommand command)
    {
        ImageTransfer? transfer;
        lock (_gate)
        {
            _ = _idle.TryPop(out transfer);
        }

        transfer ??= new ImageTransfer(this);
        transfer.Begin(command, _offsetOf(command.Zone!.Index));
        _ring.Ring.Push(transfer);
    }

    public void Kick() => _ring.Ring.Kick();

    public void CompleteInline() => _ring.Ring.CompleteInline();

    public void Register(PinnedArray memory) => _ring.Ring.Register(memory);

    /// <summary>Has the rest of a transfer done.</summary>
    public void Continue(ImageTransfer transfer)
    {
        _ring.Ring.Push(transfer);
        _ring.Ring.Kick();
    }

    /// <summary>Takes back a transfer that has ended.</summary>
    public void Return(ImageTransfer transfer)
    {
        lock (_gate)
        {
            _idle.Push(transfer);
        }
    }

    /// <summary>Ends when the kernel has none of anybody's memory any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ring.Ring.DisposeAsync().ConfigureAwait(false);
        Buffers.Dispose();
    }
}
