using System.Diagnostics;
using ZonedSdk.Annotations;

namespace ZonedSdk.Backends.Emulation;

/// <summary>
/// A zone's write pointer as the drive itself keeps it. Writes are accepted in order, their data move in any order, the pointer moves over
/// the contiguous completed prefix only, and commands leave in the order of acceptance: an acknowledged byte is never above a hole.
/// </summary>
/// <remarks>
/// <para>After a failed write every command behind it fails, even if its own data landed, and so does everything that arrives before the last of them has left; then the next write is expected where the pointer stands. A data movement that still runs can thus never land on top of a later write.</para>
/// <para>Not safe by itself: the zone's gate guards it.</para>
/// </remarks>
internal sealed class DeviceWritePointer
{
    [WritePointer]
    private long _acceptedBytes;

    private long _completedBytes;
    private ZoneError _broken;
    private DriveCommand? _first;
    private DriveCommand? _last;

    public DeviceWritePointer(long startBytes)
    {
        Debug.Assert(startBytes >= 0, "A write pointer stands in its zone.");
        _acceptedBytes = startBytes;
        _completedBytes = startBytes;
    }

    /// <summary>Where the next write is expected, from the zone's start.</summary>
    public long AcceptedBytes => _acceptedBytes;

    /// <summary>The device's write pointer, from the zone's start: everything below was written.</summary>
    public long CompletedBytes => _completedBytes;

    public bool HasInFlight => _first is not null;

    /// <summary>A command failed, and commands behind it have not all left yet.</summary>
    public bool IsBroken => _broken != ZoneError.None;

    /// <summary>The oldest command that has not left.</summary>
    public DriveCommand? First => _first;

    /// <summary>Takes a write in, if it stands where the next one is expected.</summary>
    /// <returns><see cref="ZoneError.None"/>, or why the write must be refused (<see cref="Refuse"/>).</returns>
    public ZoneError Accept(DriveCommand write)
    {
        if (_broken != ZoneError.None)
        {
            return _broken;
        }

        if (write.Offset != _acceptedBytes)
        {
            return ZoneError.Misaligned;
        }

        _acceptedBytes += write.LengthBytes;
        Link(write);
        return ZoneError.None;
    }

    /// <summary>Takes in a command that failed before it began. It leaves in its turn, and those behind it fail like those behind any failure.</summary>
    public void Refuse(DriveCommand write, ZoneError error)
    {
        write.IsRefused = true;
        write.Result = BackendResult.Failure(error);
        Link(write);
    }

    /// <summary>The next command that leaves, its result final; null while the oldest one still executes.</summary>
    public DriveCommand? TakeExecuted()
    {
        DriveCommand? write = _first;
        if (write is null || !write.IsExecuted)
        {
            return null;
        }

        _first = write.NextInZone;
        write.NextInZone = null;
        if (_broken == ZoneError.None)
        {
            Debug.Assert(write.IsRefused || write.Offset == _completedBytes, "Accepted writes are contiguous.");
            _completedBytes += write.LandedBytes;
            bool isWhole = write.Result.IsSuccess && write.LandedBytes == write.LengthBytes;
            _broken = isWhole ? ZoneError.None : ZoneError.Follower;
        }
        else if (write.Result.IsSuccess)
        {
            write.Result = BackendResult.Failure(_broken);
        }

        if (_first is null)
        {
            _last = null;
            _acceptedBytes = _completedBytes;
            _broken = ZoneError.None;
        }

        Debug.Assert(_completedBytes <= _acceptedBytes, "Nothing completes that was not accepted.");
        return write;
    }

    /// <summary>Makes every command that has not left fail: the zone died, or somebody else moved its pointer.</summary>
    public void Break(ZoneError error)
    {
        if (_first is not null)
        {
            _broken = error;
        }
    }

    /// <summary>Moves the pointer from outside: a reset, a foreign writer, lost data. Commands in flight must have been broken before.</summary>
    [Resynchronizes]
    public void MoveTo(long offsetBytes)
    {
        Debug.Assert(_first is null || _broken != ZoneError.None, "A pointer with writes in flight moves only by them.");
        _completedBytes = offsetBytes;
        _acceptedBytes = _first is null ? offsetBytes : Math.Max(_acceptedBytes, offsetBytes);
    }

    private void Link(DriveCommand write)
    {
        write.NextInZone = null;
        if (_last is null)
        {
            _first = write;
        }
        else
        {
            _last.NextInZone = write;
        }

        _last = write;
    }
}
