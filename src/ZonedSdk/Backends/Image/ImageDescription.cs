using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image;

/// <summary>Says of an open image what its owner should know: everything that recovery found, and which way the I/O goes.</summary>
internal static class ImageDescription
{
    public const string MetadataBuffered = "MetadataBuffered";
    public const string DataBuffered = "DataBuffered";

    private const string UnregisteredBuffers = "unregistered-buffers";

    /// <summary>The kernel does not hold the memory of a device's buffers for one of its rings.</summary>
    /// <param name="name">The image.</param>
    /// <param name="errno">Why not.</param>
    /// <param name="rings">For how many rings it does not.</param>
    /// <param name="ringCount">How many there are.</param>
    public static BackendFinding MemoryUnregistered(string name, int errno, int rings, int ringCount)
    {
        (string which, string there) = ringCount == 1 ? (string.Empty, string.Empty) : ($" for {rings} of {ringCount} rings", " there");
        string fewer = ringCount == 1 ? string.Empty : $", or take fewer rings ({nameof(ImageOpenOptions.RingCount)}), each of which counts it anew";
        string advice = errno switch
        {
            Errno.NoMemory => $" It counts against RLIMIT_MEMLOCK: raise that (ulimit -l), or make {nameof(ZonedDeviceOptions)}.{nameof(ZonedDeviceOptions.BufferArenaBytes)} smaller{fewer}.",
            Errno.NotSupported => " Linux 5.13 and later can.",
            _ => string.Empty,
        };
        return new BackendFinding(BackendFindingSeverity.Notice, UnregisteredBuffers, $"{name}: the memory of {nameof(ZonedDevice)}.{nameof(ZonedDevice.Buffers)} is not registered with io_uring{which} ({Errno.Describe(errno)}), so each transfer{there} pins its own.{advice}");
    }

    public static BackendDescription Of(ImageStore store, string name)
    {
        List<BackendFinding> findings = [.. store.Findings.Select(f => new BackendFinding((BackendFindingSeverity)f.Severity, f.Kind.ToString(), $"{name}, byte {f.Offset}: {f.Message}"))];
        if (!store.IsMetadataDirect)
        {
            findings.Add(new BackendFinding(BackendFindingSeverity.Warning, MetadataBuffered, $"{name}: its file system takes no direct I/O for pages of 4096 bytes. Metadata go through the page cache, where a page that was lost may still read as if it were not. Keep images on a file system with O_DIRECT."));
        }

        if (store.DataPath.WhyBuffered is { } whyBuffered)
        {
            findings.Add(new BackendFinding(BackendFindingSeverity.Warning, DataBuffered, $"{name}: data were to go past the page cache, and go through it: {whyBuffered}."));
        }
        else if (!store.CanWriteDataDirectly)
        {
            findings.Add(new BackendFinding(BackendFindingSeverity.Notice, DataBuffered, $"{name}: blocks of {store.Superblock.Geometry.BlockSizeBytes} bytes are below what its file system needs for direct I/O, so data always go through the page cache. Create images with blocks of 4096 bytes or more to leave the choice."));
        }

        if (store.DataPath.WhyNoRing is { } whyNoRing)
        {
            findings.Add(new BackendFinding(BackendFindingSeverity.Notice, RingFindings.NoRing, $"{name}: data are read and written by threads, not by a ring: {whyNoRing}."));
        }

        if (store.DataPath.WhyFewer is { } whyFewer)
        {
            findings.Add(whyFewer);
        }

        return new BackendDescription
        {
            DataPath = store.DataPath.Path,
            MetadataPath = store.IsMetadataDirect ? IoPath.Direct : IoPath.Buffered,
            Engine = store.DataPath.Rings is null ? TransferEngine.Threads : TransferEngine.Ring,
            RingCount = store.DataPath.Rings?.Rings.Count ?? 0,
            Findings = findings,
        };
    }
}
