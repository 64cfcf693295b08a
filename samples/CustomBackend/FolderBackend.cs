using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ZonedSdk;
using ZonedSdk.Backends;
using ZonedSdk.Descriptors;

namespace CustomBackend;

/// <summary>A zoned drive in a folder: one file for each zone, whose length is the zone's write pointer, as Linux's zloop device has it.</summary>
/// <remarks>The table says what a folder can do: read, write, cut off, synchronise. Opening, closing, finishing and reporting zones is done over it, and so are limits and order.</remarks>
[ZonedBackend("folder")]
[Command(ZoneCommand.Read), Command(ZoneCommand.Write), Command(ZoneCommand.Reset), Command(ZoneCommand.Flush)]
[Emulates(ZoneCommand.Append, With = Emulation.WriteAtPointer)]
[Emulates(ZoneCommand.Open, With = Emulation.Conditions), Emulates(ZoneCommand.Close, With = Emulation.Conditions)]
[Emulates(ZoneCommand.Finish, With = Emulation.Conditions), Emulates(ZoneCommand.Report, With = Emulation.Conditions)]
[MapsError(ENOSPC, ZoneError.NoSpace), MapsError(EDQUOT, ZoneError.NoSpace), MapsError(ENODEV, ZoneError.DeviceGone)]
public sealed partial class FolderBackend
{
    private const int EIO = 5;
    private const int ENODEV = 19;
    private const int ENOSPC = 28;
    private const int EDQUOT = 122;
    private const int MaxErrno = 4095;

    private readonly string _folder;
    private readonly int _conventionalZones;
    private readonly long _capacityBytes;
    private readonly SafeFileHandle?[] _files;

    private FolderBackend(string folder, BackendShape shape)
    {
        _folder = folder;
        _conventionalZones = shape.ConventionalZones;
        _capacityBytes = shape.ZoneCapacityBytes == 0 ? shape.Geometry.ZoneSizeBytes : shape.ZoneCapacityBytes;
        _files = new SafeFileHandle?[shape.Geometry.ZoneCount];
    }

    /// <summary>Opens a folder as a drive; zones that have no file yet are empty.</summary>
    /// <param name="folder">The folder; it is made if it does not exist. One process at a time may have it open.</param>
    /// <param name="shape">The drive's shape, the same at every opening: the folder keeps the zones' contents only.</param>
    public static FolderBackend Open(string folder, BackendShape shape)
    {
        Directory.CreateDirectory(folder);
        FolderBackend backend = new(folder, shape);
        backend.Start(shape);
        return backend;
    }

    /// <summary>The file of a zone.</summary>
    /// <param name="zone">Zone index.</param>
    public string PathOf(int zone) =>
        Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{(zone < _conventionalZones ? "cnv" : "seq")}-{zone:D6}"));

    private partial MediumZone LoadCore(int zone)
    {
        FileInfo file = new(PathOf(zone));
        if (!file.Exists)
        {
            return new MediumZone(0, ZoneCondition.Empty);
        }

        // The modes of zonefs: a read-only zone's file can be read, an offline zone's cannot be touched.
        ZoneCondition dead = (file.UnixFileMode & UnixFileMode.UserRead) == 0 ? ZoneCondition.Offline : ZoneCondition.ReadOnly;
        return new MediumZone(file.Length, (file.UnixFileMode & UnixFileMode.UserWrite) == 0 ? dead : ZoneCondition.Closed);
    }

    private partial int StoreCore(int zone, MediumZone state)
    {
        try
        {
            SafeFileHandle file = FileOf(zone);
            long length = state.Condition == ZoneCondition.Full ? _capacityBytes : state.WrittenBytes;
            if (RandomAccess.GetLength(file) != length)
            {
                RandomAccess.SetLength(file, length);
            }

            if (!OperatingSystem.IsWindows() && state.Condition is ZoneCondition.ReadOnly or ZoneCondition.Offline)
            {
                File.SetUnixFileMode(file, state.Condition == ZoneCondition.ReadOnly ? UnixFileMode.UserRead : UnixFileMode.None);
            }

            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CodeOf(e);
        }
    }

    private partial long ReadCore(int zone, long offsetInZone, Span<byte> buffer)
    {
        try
        {
            return RandomAccess.Read(FileOf(zone), buffer, offsetInZone);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return -CodeOf(e);
        }
    }

    private partial long WriteCore(int zone, long offsetInZone, ReadOnlySpan<byte> data)
    {
        try
        {
            RandomAccess.Write(FileOf(zone), data, offsetInZone);
            return data.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return -CodeOf(e);
        }
    }

    private partial int ResetCore(int zone)
    {
        try
        {
            RandomAccess.SetLength(FileOf(zone), 0);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CodeOf(e);
        }
    }

    private partial int FlushCore(int zone)
    {
        try
        {
            // RandomAccess.FlushToDisk returns normally where fsync fails, so the system is asked itself.
            return Synchronize(FileOf(zone)) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CodeOf(e);
        }
    }

    partial void DisposeCore()
    {
        foreach (SafeFileHandle? file in _files)
        {
            file?.Dispose();
        }
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(SafeFileHandle file);

    // Opened at a zone's first use, and kept: a drive has few zones in use at once, and a system many descriptors.
    private SafeFileHandle FileOf(int zone)
    {
        if (Volatile.Read(ref _files[zone]) is { } file)
        {
            return file;
        }

        string path = PathOf(zone);
        bool isReadOnly = File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0;
        SafeFileHandle opened = File.OpenHandle(path, isReadOnly ? FileMode.Open : FileMode.OpenOrCreate, isReadOnly ? FileAccess.Read : FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (Interlocked.CompareExchange(ref _files[zone], opened, null) is { } other)
        {
            opened.Dispose();
            return other;
        }

        return opened;
    }

    // Where the system gave an error number, the exception carries it.
    private static int CodeOf(Exception exception) =>
        (exception as IOException ?? exception.InnerException)?.HResult is { } code and > 0 and <= MaxErrno ? code : EIO;
}
