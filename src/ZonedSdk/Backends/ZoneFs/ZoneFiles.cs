using System.Globalization;
using System.Runtime.Versioning;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.ZoneFs;

/// <summary>What is done with the files of a mount, and which of them are open. Errors are those of the system, as they come.</summary>
/// <remarks>The writes and the management of one sequential zone come one after another; everything else at any time.</remarks>
[SupportedOSPlatform("linux")]
internal sealed class ZoneFiles : IDisposable
{
    // Enough that files which are in use are not opened again and again, and far from what a process may have open.
    private const int KeptOpen = 256;
    private const int LongestPauseMilliseconds = 1024;

    private readonly ZoneFsMount _mount;
    private readonly DescriptorCache _readers;
    private readonly DescriptorCache _writers;
    private readonly DirectTransfers _transfers;
    private readonly QueuedWriter? _queued;
    private readonly TimeProvider _time;
    private readonly string _root;

    // How each zone is held: implicitly open since it was written, explicitly open, or closed.
    private readonly ZoneCondition[] _held;
    private int _lastWritten;

    public ZoneFiles(ZoneFsMount mount, string deviceName, TimeProvider time)
    {
        _mount = mount;
        _time = time;
        _root = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{mount.Root.Number}");
        _readers = new DescriptorCache(mount.Files.Length, KeptOpen, OpenToRead);

        // With explicit-open to close a file closes its zone, so where zones are counted none is closed to make room for another file: the runtime says which.
        bool isCounted = mount.Queue.MaxOpenZones > 0;
        _writers = new DescriptorCache(mount.Files.Length, isCounted ? mount.Files.Length : KeptOpen, OpenToWrite);
        _queued = FailsSynchronousWrites && QueuedIo.IsSupported ? new QueuedWriter() : null;
        _transfers = new DirectTransfers(mount.Queue.MaxTransferBytes, mount.Queue.LogicalBlockSizeBytes, deviceName, _queued is null ? null : _queued.Write);
        _held = new ZoneCondition[mount.Files.Length];
        Array.Fill(_held, ZoneCondition.Closed);
    }

    // Up to 6.4 the kernel turns a synchronous write into a zone append, and some (Debian's 6.1) then take its result for a wrong one.
    private static bool FailsSynchronousWrites => Environment.OSVersion.Version < new Version(6, 5);

    /// <summary>How the drive holds a zone; closed where it does not.</summary>
    public ZoneCondition HeldAs(int zone) => _held[zone];

    /// <summary>Reads bytes of a zone: how many, 0 behind the write pointer, or minus an error number.</summary>
    public long Read(int zone, long offset, Span<byte> buffer)
    {
        int errno = _readers.Rent(zone, out FileDescriptor? file);
        if (file is null)
        {
            return -errno;
        }

        try
        {
            return _transfers.Read(file, _mount.Files[zone].OffsetBytes + offset, buffer);
        }
        finally
        {
            _readers.Return(zone, file);
        }
    }

    /// <summary>Writes bytes of a zone: how many, possibly fewer than asked, or minus an error number.</summary>
    public long Write(int zone, long offset, ReadOnlySpan<byte> data)
    {
        int errno = _writers.Rent(zone, out FileDescriptor? file);
        if (file is null)
        {
            return -errno;
        }

        Volatile.Write(ref _lastWritten, zone);
        if (_held[zone] == ZoneCondition.Closed && _mount.Files[zone].IsSequential)
        {
            _held[zone] = ZoneCondition.ImplicitlyOpen;
        }

        long count;
        try
        {
            count = _transfers.Write(file, _mount.Files[zone].OffsetBytes + offset, data);
        }
        finally
        {
            _writers.Return(zone, file);
        }

        if (_mount.Files[zone].IsSequential && count > 0 && offset + count == _mount.Files[zone].CapacityBytes)
        {
            // A full zone is not open on the device any more, and its file would still be counted.
            Close(zone);
        }

        return count;
    }

    /// <summary>Holds a zone open.</summary>
    /// <returns>0, or an error number.</returns>
    public int Open(int zone)
    {
        int errno = _writers.Rent(zone, out FileDescriptor? file);
        if (file is not null)
        {
            _held[zone] = ZoneCondition.ExplicitlyOpen;
            _writers.Return(zone, file);
        }

        return errno;
    }

    /// <summary>Lets go of a zone.</summary>
    public void Close(int zone)
    {
        _held[zone] = ZoneCondition.Closed;
        _writers.Drop(zone);
    }

    /// <summary>Resets a zone (length 0) or finishes it (its capacity).</summary>
    /// <returns>0, or an error number.</returns>
    public int Truncate(int zone, long lengthBytes)
    {
        // zonefs opens a zone again that is reset while its file is open, and counts the file of one that is finished.
        Close(zone);
        return Libc.Truncate($"{_root}/{_mount.Files[zone].Path}", lengthBytes);
    }

    /// <summary>Empties the device's cache, by a file of a zone that matters, or of one that was written last.</summary>
    /// <remarks>Each file's fsync flushes the whole device, and nothing else does: that of a directory is refused, and syncfs does not reach the device. A file whose zone is read-only or offline refuses it.</remarks>
    /// <returns>0, or an error number.</returns>
    public int Flush(int zone)
    {
        int first = zone >= 0 ? zone : Volatile.Read(ref _lastWritten);
        int errno = 0;
        for (int i = 0; i < _mount.Files.Length; i++)
        {
            errno = Synchronize((first + i) % _mount.Files.Length);
            if (errno is not (Errno.NotPermitted or Errno.Access))
            {
                return errno;
            }
        }

        return errno;
    }

    public void Dispose()
    {
        _writers.Dispose();
        _readers.Dispose();
        _transfers.Dispose();
        _queued?.Dispose();
        _mount.Root.Dispose();
    }

    private int Synchronize(int zone)
    {
        int errno = _readers.Rent(zone, out FileDescriptor? file);
        if (file is not null)
        {
            errno = Libc.Synchronize(file);
            _readers.Return(zone, file);
        }

        return errno;
    }

    private int OpenToRead(int zone, out FileDescriptor? file) => Libc.Open(_mount.Root, _mount.Files[zone].Path, Libc.ReadOnly | Libc.Direct, out file);

    // EBUSY: with explicit-open as many files are open for writing as can be, and nothing has happened. It may be a file of ours: one that was closed while a process
    // was being started is open in that until it executes its program, which takes a busy machine its time. So it is tried again for two seconds before it counts as somebody else's.
    private int OpenToWrite(int zone, out FileDescriptor? file)
    {
        int errno = Libc.Open(_mount.Root, _mount.Files[zone].Path, Libc.WriteOnly | Libc.Direct, out file);
        for (int milliseconds = 1; errno == Errno.Busy && milliseconds <= LongestPauseMilliseconds; milliseconds *= 2)
        {
            Pause(milliseconds);
            errno = Libc.Open(_mount.Root, _mount.Files[zone].Path, Libc.WriteOnly | Libc.Direct, out file);
        }

        return errno;
    }

    private void Pause(int milliseconds)
    {
        using var due = new ManualResetEventSlim();
        using ITimer timer = _time.CreateTimer(static state => ((ManualResetEventSlim)state!).Set(), due, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
        due.Wait();
    }
}
