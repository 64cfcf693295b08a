using ZonedSdk.Annotations;

namespace ZonedSdk.Backends.Emulation;

/// <content>What a power cut finds in a zone.</content>
internal sealed partial class EmulatedDrive
{
    /// <summary>Nothing executes any more; what executes right now may still end. Commands are not completed yet, so that their buffers can still be looked at.</summary>
    public void Freeze() => _isGone = true;

    /// <summary>Every zone that is not as it was made, in index order.</summary>
    public IEnumerable<DriveZone> UsedZones()
    {
        for (int index = 0; index < _zones.Length; index++)
        {
            if (Volatile.Read(ref _zones[index]) is { } zone)
            {
                yield return zone;
            }
        }
    }

    /// <summary>How far the contiguous prefix of a zone's writes could reach, were all that is in flight written. The zone's gate is held.</summary>
    [RequiresLock("zone.Gate")]
    public static long SubmittedEndLocked(DriveZone zone)
    {
        DeviceWritePointer pointer = zone.WritePointer;
        long end = pointer.CompletedBytes;
        for (DriveCommand? write = pointer.IsBroken ? null : pointer.First; write is not null; write = write.NextInZone)
        {
            if (write.IsRefused)
            {
                break;
            }

            end += write.IsExecuted ? write.LandedBytes : write.LengthBytes;
            if (write.IsExecuted && write.LandedBytes < write.LengthBytes)
            {
                break;
            }
        }

        return end;
    }

    /// <summary>Writes what is in flight below a point to a medium, as the drive would have done. The zone's gate is held.</summary>
    [RequiresLock("zone.Gate")]
    public static void CopyInFlightLocked(DriveZone zone, IZoneData target, long endBytes)
    {
        for (DriveCommand? write = zone.WritePointer.First; write is not null && write.Offset < endBytes; write = write.NextInZone)
        {
            long offset = write.Offset;
            for (ZoneRequest? part = write.IsExecuted ? null : write.Request; part is not null && offset < endBytes; part = part.NextCoalesced)
            {
                ReadOnlySpan<byte> bytes = part.Buffer.Span;
#pragma warning disable ZSDK4010 // The drive has stopped for its power cut: nobody waits for the gate, and the target is memory.
                target.Write(zone.Index, offset, bytes[..(int)Math.Min(bytes.Length, endBytes - offset)]);
#pragma warning restore ZSDK4010
                offset += bytes.Length;
            }
        }
    }
}
