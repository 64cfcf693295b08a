using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Backends.Image;

/// <summary>Moves an image's data by its rings: many transfers of a zone at once, in whatever order the kernel likes, for the drive acknowledges over what has landed.</summary>
internal sealed class ImageTransfers : IZoneTransfers, IAsyncDisposable
{
    private readonly ImageRings _rings;
    private readonly RingLanes<ImageTransfer> _lanes;
    private readonly Func<int, long> _offsetOf;
    private readonly string _name;

    /// <summary>Takes rings over.</summary>
    /// <param name="rings">The rings; owned.</param>
    /// <param name="offsetOf">Where a zone begins in the file.</param>
    /// <param name="name">The image, for messages.</param>
    public ImageTransfers(ImageRings rings, Func<int, long> offsetOf, string name)
    {
        _rings = rings;
        _lanes = new RingLanes<ImageTransfer>(rings.Rings);
        _name = name;
        _offsetOf = offsetOf;
        Buffers = new AlignedBufferPool(ImageDataPath.MaxCopiedBytes, name);
    }

    /// <summary>The number of the file that data are read from and written to.</summary>
    public int Descriptor => _rings.Descriptor;

    /// <summary>Where memory has to lie.</summary>
    public int AlignmentBytes => _rings.AlignmentBytes;

    /// <summary>For memory that lies elsewhere. No more are in use than the rings are deep, and as many again whose ends are being told.</summary>
    public AlignedBufferPool Buffers { get; }

    public int Lanes => _lanes.Count;

    public BackendFinding? Finding => _lanes.MemoryErrno is var errno and not 0 ? ImageDescription.MemoryUnregistered(_name, errno, _lanes.CountWithoutMemory, _lanes.Count) : null;

    public void Begin(DriveCommand command)
    {
        int zone = command.Zone!.Index;
        RingLane<ImageTransfer> lane = _lanes.Of(zone);
        if (!lane.TryTake(out ImageTransfer? transfer))
        {
            transfer = new ImageTransfer(this, lane);
        }

        transfer.Begin(command, _offsetOf(zone));
        lane.Ring.Push(transfer);
    }

    public void Kick() => _lanes.Kick();

    public void CompleteInline() => _lanes.CompleteInline();

    public void Register(PinnedArray memory) => _lanes.Register(memory);

    /// <summary>Ends when the kernel has none of anybody's memory any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _lanes.DisposeAsync().ConfigureAwait(false);
        Buffers.Dispose();
    }
}
